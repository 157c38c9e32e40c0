using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Serialization;
using AkkaCoded.EngineCluster.Tests.Support;

namespace AkkaCoded.EngineCluster.Tests.Remoting;

/// <summary>What one end can't write, or the other not read, must not harm anything else.</summary>
public sealed class UnreadableSpec : IAsyncLifetime
{
    private static readonly string Binding =
        $$"""
        akka.actor.serializers.odd = "{{NameOf(typeof(OddSerializer))}}"
        akka.actor.serialization-bindings {
          "{{NameOf(typeof(Odd))}}" = odd
        }
        akka.actor.serialization-identifiers {
          "{{NameOf(typeof(OddSerializer))}}" = 990
        }
        """;

    private RemoteWorld _world = null!;

    public async Task InitializeAsync() => _world = await RemoteWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public Task Session_must_live_on_when_the_serializer_is_unknown() =>
        MustPass(_world.StartWorker(Binding), new Odd("known here only"));

    [Fact]
    public Task Session_must_live_on_when_writing_fails() =>
        MustPass(_world.StartWorker(Binding), new Odd("write fails"));

    [Fact]
    public async Task Session_must_live_on_when_reading_fails()
    {
        await using var world = await RemoteWorld.StartAsync(config: Binding);
        var inbox = new Postbox(world.Seed, "inbox");
        var remote = Resolve(world.StartWorker(Binding), world.Seed);
        remote.Tell(new Odd("read fails"));
        remote.Tell(new Odd("fine"));
        Assert.Equal("fine", (await inbox.NextAsync<Odd>()).Text);
    }

    private static string NameOf(Type type) =>
        $"{type.FullName}, {type.Assembly.GetName().Name}";

    private static IActorRef Resolve(ActorSystem from, ActorSystem at) =>
        ((ExtendedActorSystem)from).Provider.ResolveActorRef(RemoteWorld.PathOf(at, "inbox"));

    private async Task MustPass(ActorSystem worker, Odd message)
    {
        var inbox = new Postbox(_world.Seed, "inbox");
        var remote = Resolve(worker, _world.Seed);
        remote.Tell("before");
        remote.Tell(message);
        remote.Tell("after");
        Assert.Equal("before", await inbox.NextAsync<string>());
        Assert.Equal("after", await inbox.NextAsync<string>());
    }

    public sealed record Odd(string Text);

    public sealed class OddSerializer(ExtendedActorSystem system)
        : SerializerWithStringManifest(system)
    {
        public override string Manifest(object o) => "odd";

        public override byte[] ToBinary(object obj) =>
            ((Odd)obj).Text is var text && text == "write fails"
                ? throw new SerializationException(text)
                : Encoding.UTF8.GetBytes(text);

        public override object FromBinary(byte[] bytes, string manifest) =>
            Encoding.UTF8.GetString(bytes) is var text && text == "read fails"
                ? throw new SerializationException(text)
                : new Odd(text);
    }
}
