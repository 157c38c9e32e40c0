using Akka.Actor;
using AkkaCoded.EngineCluster.Tests.Support;

namespace AkkaCoded.EngineCluster.Tests.Remoting;

public sealed class TellSpec : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private RemoteWorld _world = null!;
    private ActorSystem _worker = null!;

    public async Task InitializeAsync()
    {
        _world = await RemoteWorld.StartAsync();
        _worker = _world.StartWorker();
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Message_must_arrive_with_its_sender_when_told_by_path()
    {
        var inbox = new Postbox(_world.Seed, "inbox");
        var sender = new Postbox(_worker, "sender");
        var remote = Resolve(_worker, _world.Seed, "inbox");
        remote.Tell("hello", sender.Ref);
        Assert.Equal("hello", await inbox.NextAsync<string>());
        Assert.Equal(RemoteWorld.AddressOf(_worker), inbox.LastSender.Path.Address);
        inbox.LastSender.Tell(42, inbox.Ref);
        Assert.Equal(42, await sender.NextAsync<int>());
        Assert.Equal(inbox.Ref.Path.Uid, sender.LastSender.Path.Uid);
    }

    [Fact]
    public async Task Messages_must_keep_their_order()
    {
        var inbox = new Postbox(_world.Seed, "inbox");
        var remote = Resolve(_worker, _world.Seed, "inbox");
        for (var i = 0; i < 5000; i++)
        {
            remote.Tell(i);
        }

        for (var i = 0; i < 5000; i++)
        {
            Assert.Equal(i, await inbox.NextAsync<int>());
        }
    }

    [Fact]
    public async Task Ask_must_be_answered_from_both_ends()
    {
        Echo(_world.Seed);
        Echo(_worker);
        var there = Resolve(_worker, _world.Seed, "echo");
        Assert.Equal("one", await there.Ask<string>("one", Limit));
        var back = Resolve(_world.Seed, _worker, "echo");
        Assert.Equal("two", await back.Ask<string>("two", Limit));
    }

    [Fact]
    public async Task Ask_must_fail_when_it_is_answered_with_a_failure()
    {
        _world.Seed.ActorOf(
            FunctionActor.Of((_, context) => context.Sender.Tell(
                new Status.Failure(new InvalidOperationException("no")))),
            "refuser");
        var remote = Resolve(_worker, _world.Seed, "refuser");
        var e = await Assert.ThrowsAnyAsync<Exception>(() => remote.Ask<string>("?", Limit));
        Assert.Contains("no", e.Message);
    }

    [Fact]
    public async Task Bytes_must_arrive_when_the_message_is_large()
    {
        var inbox = new Postbox(_world.Seed, "inbox");
        var bytes = new byte[120_000];
        new Random(7).NextBytes(bytes);
        Resolve(_worker, _world.Seed, "inbox").Tell(bytes);
        Assert.Equal(bytes, await inbox.NextAsync<byte[]>());
    }

    [Fact]
    public async Task Next_message_must_arrive_when_one_was_too_large()
    {
        var inbox = new Postbox(_world.Seed, "inbox");
        var remote = Resolve(_worker, _world.Seed, "inbox");
        remote.Tell(new byte[400_000]);
        remote.Tell("after");
        Assert.Equal("after", await inbox.NextAsync<string>());
    }

    [Fact]
    public async Task Actor_must_stop_when_it_is_poisoned_from_afar()
    {
        var inbox = new Postbox(_world.Seed, "inbox");
        var watcher = new Postbox(_world.Seed).Watch(inbox.Ref);
        Resolve(_worker, _world.Seed, "inbox").Tell(PoisonPill.Instance);
        Assert.Equal(inbox.Ref, (await watcher.NextAsync<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task Reference_must_be_told_home_when_it_has_travelled()
    {
        var home = new Postbox(_worker, "home");
        var inbox = new Postbox(_world.Seed, "inbox");
        Resolve(_worker, _world.Seed, "inbox").Tell(new ActorIdentity("id", home.Ref));
        var identity = await inbox.NextAsync<ActorIdentity>();
        Assert.Equal("id", identity.MessageId);
        identity.Subject.Tell("came");
        Assert.Equal("came", await home.NextAsync<string>());
    }

    [Fact]
    public async Task References_must_be_equal_when_path_and_uid_are()
    {
        var inbox = new Postbox(_world.Seed, "inbox");
        Echo(_world.Seed);
        var selected = await _worker.ActorSelection(RemoteWorld.PathOf(_world.Seed, "inbox"))
            .ResolveOne(Limit);
        var again = await _worker.ActorSelection(RemoteWorld.PathOf(_world.Seed, "inbox"))
            .ResolveOne(Limit);
        Assert.Equal(selected, again);
        Assert.Equal(selected.GetHashCode(), again.GetHashCode());
        Assert.Equal(inbox.Ref.Path.Uid, selected.Path.Uid);
        Assert.NotEqual(selected, Resolve(_worker, _world.Seed, "inbox"));
        Assert.Equal(selected.Path, Resolve(_worker, _world.Seed, "inbox").Path);
    }

    private static void Echo(ActorSystem system) =>
        system.ActorOf(
            FunctionActor.Of((message, context) => context.Sender.Tell(message)), "echo");

    private static IActorRef Resolve(ActorSystem from, ActorSystem at, string name) =>
        ((ExtendedActorSystem)from).Provider.ResolveActorRef(RemoteWorld.PathOf(at, name));
}
