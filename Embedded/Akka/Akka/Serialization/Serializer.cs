using System.Globalization;
using Akka.Actor;
using Akka.Util;

namespace Akka.Serialization;

/// <summary>Turns messages into bytes and back; named in akka.actor.serializers.</summary>
public abstract class Serializer
{
    protected readonly ExtendedActorSystem system;

    private int? _identifier;

    protected Serializer(ExtendedActorSystem system) => this.system = system;

    /// <summary>The same number on all nodes; 0 to 40 are Akka's own.</summary>
    public virtual int Identifier =>
        _identifier ??=
            SerializerIdentifierHelper.GetSerializerIdentifierFromConfig(GetType(), system);

    public abstract bool IncludeManifest { get; }

    public abstract byte[] ToBinary(object obj);

    public abstract object FromBinary(byte[] bytes, Type type);

    public T FromBinary<T>(byte[] bytes) => (T)FromBinary(bytes, typeof(T));

    public byte[] ToBinaryWithAddress(Address address, object obj) =>
        Serialization.WithInformation(new Information(address, system), () => ToBinary(obj));
}

/// <summary>A serializer that names types itself, by short strings that never change.</summary>
public abstract class SerializerWithStringManifest(ExtendedActorSystem system)
    : Serializer(system)
{
    public sealed override bool IncludeManifest => true;

    public sealed override object FromBinary(byte[] bytes, Type type) =>
        FromBinary(bytes, type.TypeQualifiedName());

    public abstract object FromBinary(byte[] bytes, string manifest);

    public abstract string Manifest(object o);
}

public class ByteArraySerializer(ExtendedActorSystem system) : Serializer(system)
{
    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) =>
        obj switch
        {
            null => null,
            byte[] bytes => bytes,
            _ => throw new NotSupportedException($"not a byte array: {obj.GetType()}"),
        };

    public override object FromBinary(byte[] bytes, Type type) => bytes;
}

public class NullSerializer(ExtendedActorSystem system) : Serializer(system)
{
    public override int Identifier => 0;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj) => [];

    public override object FromBinary(byte[] bytes, Type type) => null;
}

/// <summary>Where serialized actor references are to point to.</summary>
public sealed class Information(Address address, ActorSystem system) : IEquatable<Information>
{
    public Address Address { get; } = address;

    public ActorSystem System { get; } = system;

    public static bool operator ==(Information left, Information right) => Equals(left, right);

    public static bool operator !=(Information left, Information right) => !Equals(left, right);

    public bool Equals(Information other) =>
        other is not null && Equals(Address, other.Address) && Equals(System, other.System);

    public override bool Equals(object obj) => Equals(obj as Information);

    public override int GetHashCode() => HashCode.Combine(Address, System);
}

public static class SerializerIdentifierHelper
{
    private const string Section = "akka.actor.serialization-identifiers";

    /// <summary>Read from akka.actor.serialization-identifiers by the class's full name.</summary>
    public static int GetSerializerIdentifierFromConfig(Type type, ExtendedActorSystem system)
    {
        var identifiers = system.Settings.Config.GetConfig(Section);
        var name = type.TypeQualifiedName();
        var found = identifiers?.AsEnumerable()
            .FirstOrDefault(pair => pair.Key == name || Type.GetType(pair.Key) == type).Value;
        return found is not null
            && int.TryParse(found.GetString(), CultureInfo.InvariantCulture, out var identifier)
            ? identifier
            : throw new ArgumentException(
                $"Couldn't find serializer id for [{name}] under [{Section}]");
    }
}
