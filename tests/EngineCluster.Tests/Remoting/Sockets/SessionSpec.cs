using Akka.Actor;
using Akka.Event;
using Akka.Remote;
using AkkaCoded.EngineCluster.Tests.Support;

namespace AkkaCoded.EngineCluster.Tests.Remoting.Sockets;

/// <summary>What becomes of a session when its peer breaks off, falls silent, is replaced, cut off
/// or takes leave, as both ends and their watchers see it.</summary>
public sealed class SessionSpec : IAsyncLifetime
{
    private const string Patient = "akka.remote.websocket.give-up-after = 300 s";
    private const string Hasty =
        """
        akka.remote.websocket.heartbeat-interval = 100 ms
        akka.remote.websocket.silent-after = 1 s
        akka.remote.websocket.give-up-after = 2 s
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private RemoteWorld? _world;

    private RemoteWorld World => _world!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_world is not null)
        {
            await _world.DisposeAsync();
        }
    }

    [Fact]
    public async Task Both_ends_must_tell_of_a_session_when_it_begins()
    {
        var (worker, seedEvents, workerEvents) = await MeetAsync("");
        var atSeed = await seedEvents.AwaitAsync<SessionUp>();
        var atWorker = await workerEvents.AwaitAsync<SessionUp>();
        Assert.Equal(RemoteWorld.AddressOf(worker), atSeed.Address);
        Assert.Equal(AddressUidExtension.Uid(worker), atSeed.Uid);
        Assert.Equal(AddressUidExtension.Uid(World.Seed), atWorker.Uid);
        Assert.False(atSeed.IsDialled);
        Assert.True(atWorker.IsDialled);
    }

    [Fact]
    public async Task Session_must_resume_when_the_connection_was_cut()
    {
        var (_, seedEvents, workerEvents) = await MeetAsync(Patient);
        World.Sockets.CutAll();
        await seedEvents.AwaitAsync<SessionInterrupted>();
        await seedEvents.AwaitAsync<SessionResumed>();
        await workerEvents.AwaitAsync<SessionInterrupted>();
        await workerEvents.AwaitAsync<SessionResumed>();
    }

    [Fact]
    public async Task Session_must_be_over_at_both_ends_when_the_peer_stays_away()
    {
        var (worker, seedEvents, workerEvents) = await MeetAsync(Hasty);
        var subject = new Postbox(worker, "subject");
        var watcher = new Postbox(World.Seed).Watch(await AtSeedAsync(worker, subject));
        World.Sockets.Isolate("worker-1");
        var over = await seedEvents.AwaitAsync<SessionOver>();
        Assert.Equal(SessionEnd.GivenUp, over.Reason);
        Assert.Equal(SessionEnd.GivenUp, (await workerEvents.AwaitAsync<SessionOver>()).Reason);
        Assert.True((await watcher.NextAsync<Terminated>()).AddressTerminated);
        Assert.True(Akka.Remote.Remoting.Of(World.Seed).Sessions
            .IsQuarantined(over.Address, over.Uid));
    }

    [Fact]
    public async Task Worker_must_be_refused_when_it_comes_back_after_it_was_given_up()
    {
        var (worker, seedEvents, workerEvents) = await MeetAsync(
            Hasty, Patient);
        World.Sockets.Isolate("worker-1");
        await seedEvents.AwaitAsync<SessionOver>();
        World.Sockets.LetIn("worker-1");
        Assert.Equal(SessionEnd.Refused, (await workerEvents.AwaitAsync<SessionOver>()).Reason);
        var dead = new Postbox(worker);
        worker.EventStream.Subscribe(dead.Ref, typeof(DeadLetter));
        Resolve(worker, World.Seed, "anybody").Tell("still there?");
        Assert.Equal("still there?", (await dead.AwaitAsync<DeadLetter>()).Message);
    }

    [Fact]
    public async Task Silence_must_be_told_and_end_when_the_peer_is_heard_again()
    {
        const string silent =
            """
            akka.remote.websocket.heartbeat-interval = 100 ms
            akka.remote.websocket.silent-after = 1 s
            akka.remote.websocket.give-up-after = 300 s
            """;
        var (_, seedEvents, workerEvents) = await MeetAsync(silent, Patient + """

            akka.remote.websocket.silent-after = 200 s
            """);
        World.Sockets.Swallow(true);
        await seedEvents.AwaitAsync<SessionSilent>();
        World.Sockets.Swallow(false);
        await seedEvents.AwaitAsync<SessionBack>();
        Assert.Equal(1, World.Sockets.Accepted);
        await workerEvents.AwaitAsync<SessionUp>();
        Assert.True(workerEvents.IsEmpty);
    }

    [Fact]
    public async Task Who_dialled_must_dial_anew_when_it_hears_nothing()
    {
        const string silent =
            """
            akka.remote.websocket.heartbeat-interval = 100 ms
            akka.remote.websocket.silent-after = 1 s
            akka.remote.websocket.give-up-after = 300 s
            """;
        var (worker, seedEvents, workerEvents) = await MeetAsync(Patient, silent);
        World.Sockets.Swallow(true);
        Resolve(worker, World.Seed, "late").Tell("swallowed at first");
        var late = new Postbox(World.Seed, "late");
        await workerEvents.AwaitAsync<SessionSilent>();
        await workerEvents.AwaitAsync<SessionResumed>();
        await seedEvents.AwaitAsync<SessionResumed>();
        Assert.Equal("swallowed at first", await late.NextAsync<string>());
    }

    [Fact]
    public async Task Watchers_must_be_told_at_once_when_another_system_takes_the_address()
    {
        var (worker, seedEvents, _) = await MeetAsync(Patient, Patient + FixedPort);
        var subject = new Postbox(worker, "subject");
        var watcher = new Postbox(World.Seed).Watch(await AtSeedAsync(worker, subject));
        World.Sockets.Isolate("worker-1");
        await seedEvents.AwaitAsync<SessionInterrupted>();
        var heir = World.StartWorker(Patient + FixedPort);
        Resolve(heir, World.Seed, "meeting").Tell("I am new");
        var over = await seedEvents.AwaitAsync<SessionOver>();
        Assert.Equal(SessionEnd.Replaced, over.Reason);
        Assert.Equal(AddressUidExtension.Uid(worker), over.Uid);
        var up = await seedEvents.NextAsync<SessionUp>();
        Assert.Equal(AddressUidExtension.Uid(heir), up.Uid);
        Assert.True((await watcher.NextAsync<Terminated>()).AddressTerminated);
        World.Sockets.LetIn("worker-1");
    }

    [Fact]
    public async Task Worker_must_meet_the_new_seed_when_the_old_one_has_gone()
    {
        var (worker, _, workerEvents) = await MeetAsync(Patient);
        var subject = new Postbox(World.Seed, "subject");
        var found = await worker.ActorSelection(RemoteWorld.PathOf(World.Seed, "subject"))
            .ResolveOne(Limit);
        var watcher = new Postbox(worker).Watch(found);
        await World.Seed.Terminate();
        Assert.Equal(SessionEnd.Goodbye, (await workerEvents.AwaitAsync<SessionOver>()).Reason);
        Assert.Equal(found, (await watcher.NextAsync<Terminated>()).ActorRef);
        var next = new Postbox(World.StartSeed(Patient), "next");
        await TellUntilAsync(next.NextAsync<string>(), worker, "next");
        var up = await workerEvents.AwaitAsync<SessionUp>();
        Assert.Equal(AddressUidExtension.Uid(World.Seed), up.Uid);
        Assert.NotNull(subject.Ref);
    }

    [Fact]
    public async Task Peer_must_know_at_once_when_it_was_cut_off()
    {
        var (worker, seedEvents, workerEvents) = await MeetAsync(Patient);
        var thisOne = new Postbox(worker);
        worker.EventStream.Subscribe(thisOne.Ref, typeof(ThisActorSystemQuarantinedEvent));
        var up = await seedEvents.AwaitAsync<SessionUp>();
        ((RemoteActorRefProvider)((ExtendedActorSystem)World.Seed).Provider)
            .Quarantine(up.Address, up.Uid);
        Assert.Equal(SessionEnd.Quarantined, (await seedEvents.AwaitAsync<SessionOver>()).Reason);
        Assert.Equal(SessionEnd.Refused, (await workerEvents.AwaitAsync<SessionOver>()).Reason);
        await thisOne.NextAsync<ThisActorSystemQuarantinedEvent>();
    }

    [Fact]
    public async Task Watch_must_be_answered_at_once_when_the_address_is_gone()
    {
        var (worker, seedEvents, _) = await MeetAsync(Patient);
        var subject = new Postbox(worker, "subject");
        var there = await AtSeedAsync(worker, subject);
        await worker.Terminate();
        Assert.Equal(SessionEnd.Goodbye, (await seedEvents.AwaitAsync<SessionOver>()).Reason);
        var watcher = new Postbox(World.Seed).Watch(there);
        Assert.True((await watcher.NextAsync<Terminated>()).AddressTerminated);
    }

    private const string FixedPort = "\nakka.remote.dot-netty.tcp.port = 50001";

    private static IActorRef Resolve(ActorSystem from, ActorSystem at, string name) =>
        ((ExtendedActorSystem)from).Provider.ResolveActorRef(RemoteWorld.PathOf(at, name));

    private static Postbox Events(ActorSystem system)
    {
        var events = new Postbox(system);
        system.EventStream.Subscribe(events.Ref, typeof(SessionEvent));
        return events;
    }

    /// <summary>A worker that the seed has met, with the events of both.</summary>
    private async Task<(ActorSystem Worker, Postbox SeedEvents, Postbox WorkerEvents)> MeetAsync(
        string seedConfig, string? workerConfig = null)
    {
        _world = await RemoteWorld.StartAsync(config: seedConfig);
        var seedEvents = Events(World.Seed);
        var worker = World.StartWorker(workerConfig ?? seedConfig);
        var workerEvents = Events(worker);
        var meeting = new Postbox(World.Seed, "meeting");
        Resolve(worker, World.Seed, "meeting").Tell("hello");
        await meeting.NextAsync<string>();
        return (worker, seedEvents, workerEvents);
    }

    /// <summary>A worker's actor as the seed knows it.</summary>
    private async Task<IActorRef> AtSeedAsync(ActorSystem worker, Postbox subject)
    {
        var door = new Postbox(World.Seed, "door");
        Resolve(worker, World.Seed, "door").Tell("here", subject.Ref);
        await door.NextAsync<string>();
        return door.LastSender;
    }

    /// <summary>What is told while the address is closed is lost: it is told again.</summary>
    private async Task TellUntilAsync(Task arrived, ActorSystem from, string name)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!arrived.IsCompleted && await timer.WaitForNextTickAsync())
        {
            Resolve(from, World.Seed, name).Tell("hello");
        }

        await arrived;
    }
}
