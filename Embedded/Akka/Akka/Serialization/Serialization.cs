using System.Collections.Concurrent;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Event;
using Akka.Util;

namespace Akka.Serialization;

/// <summary>
/// Which serializer is for which class. The real engine falls back on polymorphic JSON for what
/// is bound to none; here that is an error, as it should be on the wire.
/// </summary>
public class Serialization
{
    [ThreadStatic]
    private static Information _information;

    private readonly Dictionary<int, Serializer> _byIdentifier = [];
    private readonly Dictionary<string, Serializer> _byName = [];
    private readonly ConcurrentDictionary<Type, Serializer> _bindings = new();
    private readonly ConcurrentDictionary<Type, Serializer> _found = new();

    public Serialization(ExtendedActorSystem system)
    {
        System = system;
        AddSerializer("null", new NullSerializer(system));
        var actor = system.Settings.Config.GetConfig("akka.actor");
        foreach (var (name, type) in actor.GetConfig("serializers").AsEnumerable())
        {
            var settings = actor.GetConfig("serialization-settings");
            object[] arguments = settings is not null && settings.HasPath(name)
                ? [system, settings.GetConfig(name)]
                : [system];
            AddSerializer(name, TypeNames.Create<Serializer>(
                type.GetString(), "akka.actor.serializers." + name, arguments));
        }

        foreach (var (type, name) in actor.GetConfig("serialization-bindings").AsEnumerable())
        {
            Bind(type, name.GetString());
        }
    }

    public ExtendedActorSystem System { get; }

    internal static Information CurrentTransportInformation
    {
        get => _information;
        set => _information = value;
    }

    public static Information GetCurrentTransportInformation() =>
        _information ?? throw new InvalidOperationException(
            "CurrentTransportInformation is not set. Use Serialization.WithTransport<T>.");

    public static T WithTransport<T>(ExtendedActorSystem system, Func<T> action) =>
        WithInformation(system.Provider.SerializationInformation, action);

    public static T WithTransport<TState, T>(
        ExtendedActorSystem system, TState state, Func<TState, T> action) =>
        WithInformation(system.Provider.SerializationInformation, () => action(state));

    public static string ManifestFor(Serializer s, object msg) =>
        s switch
        {
            SerializerWithStringManifest named => named.Manifest(msg),
            { IncludeManifest: true } => msg.GetType().TypeQualifiedName(),
            _ => string.Empty,
        };

    /// <summary>A path with the address under which other nodes reach the actor.</summary>
    public static string SerializedActorPath(IActorRef actorRef)
    {
        if (actorRef is null)
        {
            return string.Empty;
        }

        var system = (actorRef as ActorRefWithCell)?.Underlying.System as ExtendedActorSystem;
        var information = _information;
        var address = information is null
            ? system?.Provider.DefaultAddress
            : system is null || system == information.System
                ? information.Address
                : system.Provider.GetExternalAddressFor(information.Address)
                    ?? system.Provider.DefaultAddress;
        return address is null
            ? actorRef.Path.ToSerializationFormat()
            : actorRef.Path.ToSerializationFormatWithAddress(address);
    }

    public void AddSerializer(string name, Serializer serializer)
    {
        _byIdentifier[serializer.Identifier] = serializer;
        _byName[name] = serializer;
    }

    public void AddSerializationMap(Type type, Serializer serializer)
    {
        _bindings[type] = serializer;
        _found.Clear();
    }

    public Serializer FindSerializerFor(object obj, string defaultSerializerName = null) =>
        obj is null
            ? _byName["null"]
            : FindSerializerForType(obj.GetType(), defaultSerializerName);

    public Serializer FindSerializerForType(Type objectType, string defaultSerializerName = null) =>
        FindBound(objectType)
        ?? (defaultSerializerName is not null
            && _byName.TryGetValue(defaultSerializerName, out var named) ? named : null)
        ?? _bindings.GetValueOrDefault(typeof(object))
        ?? throw new SerializationException(
            $"Serializer not found for type {objectType}: bind it, or an interface of it, in "
            + "akka.actor.serialization-bindings. The embedded engine has no JSON default.");

    public byte[] Serialize(object o) =>
        WithOwnInformation(() => FindSerializerFor(o).ToBinary(o));

    public object Deserialize(byte[] bytes, int serializerId, Type type)
    {
        var serializer = ByIdentifier(serializerId, type?.Name);
        return WithOwnInformation(() => serializer.FromBinary(bytes, type));
    }

    public object Deserialize(byte[] bytes, int serializerId, string manifest)
    {
        var serializer = ByIdentifier(serializerId, manifest);
        return WithOwnInformation(() =>
            serializer is SerializerWithStringManifest named
                ? named.FromBinary(bytes, manifest)
                : serializer.FromBinary(bytes, TypeOf(manifest, serializerId)));
    }

    public IActorRef DeserializeActorRef(string path) => System.Provider.ResolveActorRef(path);

    internal static T WithInformation<T>(Information information, Func<T> action)
    {
        var previous = _information;
        _information = information;
        try
        {
            return action();
        }
        finally
        {
            _information = previous;
        }
    }

    /// <summary>
    /// There and back again, for akka.actor.serialize-messages. What is bound to no serializer
    /// passes where it can't change, or is the engine's own; anything else is an error.
    /// </summary>
    internal object Copy(object message)
    {
        var type = message.GetType();
        if (FindBound(type) is null && (IsValue(type) || IsEngine(type) || message is IActorRef))
        {
            return message;
        }

        var serializer = FindSerializerFor(message);
        return WithOwnInformation(() =>
        {
            var bytes = serializer.ToBinary(message);
            return Deserialize(bytes, serializer.Identifier, ManifestFor(serializer, message));
        });
    }

    private static bool IsValue(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal)
        || type == typeof(Guid) || type == typeof(TimeSpan) || type == typeof(DateTime)
        || type == typeof(DateTimeOffset);

    private static bool IsEngine(Type type) =>
        type.Assembly.GetName().Name is { } name
        && (name == "Akka" || name.StartsWith("Akka.", StringComparison.Ordinal));

    private static Type TypeOf(string manifest, int serializerId)
    {
        if (string.IsNullOrEmpty(manifest))
        {
            return null;
        }

        return Type.GetType(manifest)
            ?? throw new SerializationException(
                $"Cannot find manifest class [{manifest}] for serializer with id "
                + $"[{serializerId}].");
    }

    private T WithOwnInformation<T>(Func<T> action) =>
        _information is null ? WithTransport(System, action) : action();

    internal Serializer ByIdentifier(int identifier, string manifest) =>
        _byIdentifier.TryGetValue(identifier, out var serializer)
            ? serializer
            : throw new SerializationException(
                $"Cannot find serializer with id [{identifier}] (manifest [{manifest}]). The most "
                + "probable reason is that the configuration entry 'akka.actor.serializers' is "
                + "not in sync between the two systems.");

    /// <summary>Of several bindings that fit the most specific one; null for none but Object.
    /// </summary>
    private Serializer FindBound(Type type)
    {
        if (_found.TryGetValue(type, out var known))
        {
            return known;
        }

        var fitting = _bindings.Keys
            .Where(bound => bound != typeof(object) && bound.IsAssignableFrom(type))
            .ToList();
        var best = fitting.Find(one => fitting.TrueForAll(other => other.IsAssignableFrom(one)))
            ?? fitting.FirstOrDefault();
        return _found[type] = best is null ? null : _bindings[best];
    }

    private void Bind(string typeName, string serializerName)
    {
        if (Type.GetType(typeName) is not { } type)
        {
            System.Log.Warning(
                "The type name for message/serializer binding '{0}' did not resolve to an actual "
                + "Type: '{1}'", serializerName, typeName);
        }
        else if (_byName.TryGetValue(serializerName, out var serializer))
        {
            AddSerializationMap(type, serializer);
        }
        else
        {
            System.Log.Warning(
                "Serialization binding to non existing serializer: '{0}'", serializerName);
        }
    }
}
