using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;

namespace AkkaCoded.Messages.Protocol;

/// <summary>
/// Stands in the place of a serializer of the engine that makes whatever the bytes ask for, and
/// refuses, in both directions. A manifest is never looked up, so bytes cannot make this process
/// load a type. Where the engine has no such serializer it is never asked.
/// </summary>
/// <param name="system">The actor system; the identifier is read from its configuration, see
/// <see cref="RefusedSerializers"/>.</param>
/// <param name="what">What is refused, for people.</param>
public abstract class RefusingSerializer(ExtendedActorSystem system, string what)
    : SerializerWithStringManifest(system)
{
    /// <inheritdoc/>
    public override string Manifest(object o) => "";

    /// <summary>Always refuses.</summary>
    /// <exception cref="SerializationException">CDL-0122.</exception>
    public override byte[] ToBinary(object obj) => throw WireErrors.NoMessage(obj?.GetType());

    /// <summary>Always refuses.</summary>
    /// <exception cref="SerializationException">CDL-0122.</exception>
    public override object FromBinary(byte[] bytes, string manifest) =>
        throw WireErrors.Refused("of " + what, "no node of this program sends such");
}

/// <summary>In the place of JSON with type names, which would make any object of any class.
/// </summary>
public sealed class RefusedJson : RefusingSerializer
{
    private const string What = "polymorphic JSON";

    /// <summary>Called by the engine where the serializer has no settings.</summary>
    public RefusedJson(ExtendedActorSystem system)
        : base(system, What)
    {
    }

    /// <summary>Called by the engine, which has settings for JSON.</summary>
    public RefusedJson(ExtendedActorSystem system, Akka.Configuration.Config settings)
        : base(system, What)
    {
    }
}

/// <summary>In the place of remote deployment, by which a peer could start any actor here.
/// </summary>
public sealed class RefusedDeployment(ExtendedActorSystem system)
    : RefusingSerializer(system, "remote deployment");

/// <summary>Puts the refusing serializers into an actor system.</summary>
public static class RefusedSerializers
{
    /// <summary>The engine's numbers for what is refused: they travel with each message.</summary>
    private const int JsonIdentifier = 1;
    private const int DeploymentIdentifier = 3;

    /// <summary>Lay it over the configuration of the actor system: where the engine is the real
    /// one, it has these serializers by default.</summary>
    public static Akka.Configuration.Config Config { get; } =
        Akka.Configuration.ConfigurationFactory.ParseString(
            $$"""
            akka.actor {
              serializers {
                json = "{{NameOf(typeof(RefusedJson))}}"
                daemon-create = "{{NameOf(typeof(RefusedDeployment))}}"
              }
              serialization-identifiers {
                "{{NameOf(typeof(RefusedJson))}}" = {{JsonIdentifier}}
                "{{NameOf(typeof(RefusedDeployment))}}" = {{DeploymentIdentifier}}
              }
            }
            """);

    private static string NameOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";
}
