using Akka.Actor;
using Akka.Event;
using Akka.Remote;
using AkkaCoded.EngineCluster.Tests.Support;

namespace AkkaCoded.EngineCluster.Tests.Remoting.Sockets;

/// <summary>What happens to messages that can't be delivered, and when two systems share a
/// process.</summary>
public sealed class LimitSpec : IAsyncLifetime
{
    private const string Small =
        """
        akka.remote.websocket.buffer-max = 5
        akka.remote.websocket.give-up-after = 300 s
        """;

    private RemoteWorld _world = null!;

    public async Task InitializeAsync() => _world = await RemoteWorld.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task New_messages_must_be_dead_letters_when_the_buffer_is_full()
    {
        _world.Sockets.Isolate("worker-1");
        var worker = _world.StartWorker(Small);
        var dead = DeadLettersOf(worker);
        var inbox = new Postbox(_world.Seed, "inbox");
        var remote = Resolve(worker, _world.Seed, "inbox");
        for (var i = 0; i < 7; i++)
        {
            remote.Tell(i);
        }

        Assert.Equal(5, (await dead.AwaitAsync<DeadLetter>()).Message);
        Assert.Equal(6, (await dead.AwaitAsync<DeadLetter>()).Message);
        _world.Sockets.LetIn("worker-1");
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(i, await inbox.NextAsync<int>());
        }
    }

    [Fact]
    public async Task Messages_must_be_dead_letters_when_nobody_was_ever_reached()
    {
        _world.Sockets.Isolate("worker-1");
        var worker = _world.StartWorker(
            """
            akka.remote.websocket.heartbeat-interval = 50 ms
            akka.remote.websocket.silent-after = 100 ms
            akka.remote.websocket.give-up-after = 500 ms
            """);
        var dead = DeadLettersOf(worker);
        var sender = new Postbox(worker, "sender");
        var remote = Resolve(worker, _world.Seed, "inbox");
        remote.Tell("lost", sender.Ref);
        var letter = await dead.AwaitAsync<DeadLetter>();
        Assert.Equal("lost", letter.Message);
        Assert.Equal(sender.Ref, letter.Sender);
        Assert.Equal(remote.Path, letter.Recipient.Path);
    }

    [Fact]
    public async Task Watcher_must_be_told_when_nobody_was_ever_reached()
    {
        _world.Sockets.Isolate("worker-1");
        var worker = _world.StartWorker(
            """
            akka.remote.websocket.heartbeat-interval = 50 ms
            akka.remote.websocket.silent-after = 100 ms
            akka.remote.websocket.give-up-after = 500 ms
            """);
        var watcher = new Postbox(worker).Watch(Resolve(worker, _world.Seed, "inbox"));
        Assert.True((await watcher.NextAsync<Terminated>()).AddressTerminated);
    }

    [Fact]
    public async Task Watcher_by_a_path_without_uid_must_be_told_when_the_actor_stops()
    {
        var subject = new Postbox(_world.Seed, "subject");
        var worker = _world.StartWorker();
        var there = Resolve(worker, _world.Seed, "subject");
        var watcher = new Postbox(worker).Watch(there);
        watcher.Do(context => there.Tell(new Identify(1), context.Self));
        await watcher.NextAsync<ActorIdentity>();
        _world.Seed.Stop(subject.Ref);
        Assert.Equal(there, (await watcher.NextAsync<Terminated>()).ActorRef);
    }

    [Fact]
    public async Task Worker_must_be_refused_when_it_dials_the_seed_by_another_address()
    {
        var port = Address.Parse(_world.SeedAddress).Port;
        var worker = _world.StartWorker(
            $$"""
            akka.remote.websocket.dial = ["akka.tcp://other@127.0.0.1:{{port}}"]
            akka.remote.websocket.heartbeat-interval = 50 ms
            akka.remote.websocket.silent-after = 100 ms
            akka.remote.websocket.give-up-after = 500 ms
            """);
        var dead = DeadLettersOf(worker);
        worker.ActorSelection($"akka.tcp://other@127.0.0.1:{port}/user/x").Tell("hello");
        Assert.NotNull(await dead.AwaitAsync<DeadLetter>());
        Assert.Null(Akka.Remote.Remoting.Of(_world.Seed).Sessions.Find(
            RemoteWorld.AddressOf(worker)));
    }

    [Fact]
    public async Task Sender_must_be_the_right_one_when_two_systems_of_a_process_have_one_name()
    {
        var inbox = new Postbox(_world.Seed, "inbox");
        var one = _world.StartWorker();
        var two = _world.StartWorker();
        var stranger = new Postbox(two, "stranger");
        Resolve(one, _world.Seed, "inbox").Tell("from the other", stranger.Ref);
        await inbox.NextAsync<string>();
        Assert.Equal(RemoteWorld.AddressOf(two), inbox.LastSender.Path.Address);
    }

    [Fact]
    public async Task Workers_must_have_addresses_of_their_own_when_they_choose_no_port()
    {
        var ports = Enumerable.Range(0, 5)
            .Select(_ => RemoteWorld.AddressOf(_world.StartWorker()).Port)
            .ToList();
        Assert.Equal(5, ports.Distinct().Count());
        Assert.All(ports, port => Assert.InRange(port ?? 0, 49152, 65535));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Certificate_that_is_not_there_must_be_named_at_the_start()
    {
        var e = Assert.Throws<Akka.Configuration.ConfigurationException>(() => _world.StartWorker(
            """
            akka.remote.dot-netty.tcp.enable-ssl = on
            akka.remote.dot-netty.tcp.ssl.certificate.path = "/nowhere/node.pfx"
            """));
        Assert.Contains("ssl.certificate.path", e.Message);
        await Task.CompletedTask;
    }

    private static Postbox DeadLettersOf(ActorSystem system)
    {
        var dead = new Postbox(system);
        system.EventStream.Subscribe(dead.Ref, typeof(DeadLetter));
        return dead;
    }

    private static IActorRef Resolve(ActorSystem from, ActorSystem at, string name) =>
        ((ExtendedActorSystem)from).Provider.ResolveActorRef(RemoteWorld.PathOf(at, name));
}
