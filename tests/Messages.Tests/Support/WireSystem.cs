using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Messages.Tests.Support;

/// <summary>An actor system in which every message goes through its bytes.</summary>
public sealed class WireSystem : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create(
        "wire",
        ConfigurationFactory
            .ParseString("akka { loglevel = WARNING, actor.serialize-messages = on }")
            .WithFallback(WireSerialization.Config));

    public ActorSystem System => _system;

    internal Serializer Serializer =>
        _system.Serialization.FindSerializerForType(typeof(IWireMessage));

    internal byte[] Write(IWireMessage message) => _system.Serialization.Serialize(message);

    internal string Manifest(IWireMessage message) =>
        Serialization.ManifestFor(_system.Serialization.FindSerializerFor(message), message);

    internal object Read(byte[] bytes, string manifest) =>
        _system.Serialization.Deserialize(bytes, WireSerialization.Identifier, manifest);

    public void Dispose() => _system.Terminate().Wait(TimeSpan.FromSeconds(10));
}
