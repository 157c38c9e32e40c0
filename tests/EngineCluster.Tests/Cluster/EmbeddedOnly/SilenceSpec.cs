using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Configuration;
using AkkaCoded.EngineCluster.Tests.Support;
using static Akka.Cluster.ClusterEvent;

namespace AkkaCoded.EngineCluster.Tests.Cluster.EmbeddedOnly;

/// <summary>Nodes that can't be heard: cut connections are quick to make here, and the packages
/// have times of their own for them.</summary>
public sealed class SilenceSpec
{
    private const string Soon =
        """
        akka.cluster.embedded.down-after = 500ms
        """;

    private const string Hasty =
        """
        akka.remote.websocket.heartbeat-interval = 50ms
        akka.remote.websocket.silent-after = 300ms
        """;

    [Fact]
    public async Task Worker_must_be_unreachable_while_its_connection_is_cut()
    {
        await using var world = await ClusterWorld.StartAsync();
        var worker = await world.StartWorkerAsync();
        var seen = Reachability(world.Seed);
        var itself = Reachability(worker);
        world.Remote.Sockets.Isolate("worker-1");
        var address = ClusterWorld.Of(worker).SelfUniqueAddress;
        Assert.Equal(
            address, (await seen.AwaitAsync<UnreachableMember>()).Member.UniqueAddress);
        Assert.Equal(
            address,
            Assert.Single(ClusterWorld.Of(world.Seed).State.Unreachable).UniqueAddress);
        Assert.Equal(
            ClusterWorld.Of(world.Seed).SelfUniqueAddress,
            (await itself.AwaitAsync<UnreachableMember>()).Member.UniqueAddress);
        world.Remote.Sockets.LetIn("worker-1");
        await seen.AwaitAsync<ReachableMember>();
        await itself.AwaitAsync<ReachableMember>();
        Assert.Empty(ClusterWorld.Of(world.Seed).State.Unreachable);
        Assert.Equal(MemberStatus.Up, ClusterWorld.Of(worker).SelfMember.Status);
    }

    [Fact]
    public async Task Worker_must_be_unreachable_while_nothing_is_heard_of_it()
    {
        await using var world = await ClusterWorld.StartAsync(Hasty);
        await world.StartWorkerAsync(Hasty);
        var seen = Reachability(world.Seed);
        world.Remote.Sockets.Swallow(true);
        await seen.AwaitAsync<UnreachableMember>();
        world.Remote.Sockets.Swallow(false);
        await seen.AwaitAsync<ReachableMember>();
    }

    [Fact]
    public async Task Both_must_part_when_the_silence_lasts()
    {
        await using var world = await ClusterWorld.StartAsync(Soon);
        var worker = await world.StartWorkerAsync(Soon);
        var removals = ClusterWorld.Subscriber(
            world.Seed, InitialStateAsSnapshot, typeof(IMemberEvent));
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ClusterWorld.Of(worker).RegisterOnMemberRemoved(() => heard.TrySetResult());
        world.Remote.Sockets.Isolate("worker-1");
        await removals.AwaitAsync<MemberDowned>();
        Assert.Equal(
            MemberStatus.Down, (await removals.AwaitAsync<MemberRemoved>()).PreviousStatus);
        await heard.Task.WaitAsync(ClusterWorld.Limit);
        await worker.WhenTerminated.WaitAsync(ClusterWorld.Limit);
        Assert.True(ClusterWorld.Of(worker).IsTerminated);
        Assert.Equal(MemberStatus.Removed, ClusterWorld.Of(worker).SelfMember.Status);
        Assert.Equal(
            CoordinatedShutdown.ClusterDowningReason.Instance,
            CoordinatedShutdown.Get(worker).ShutdownReason);
    }

    [Fact]
    public async Task Removed_worker_must_live_on_when_no_shutdown_is_wanted()
    {
        const string Stay = "akka.cluster.run-coordinated-shutdown-when-down = off";
        await using var world = await ClusterWorld.StartAsync(Soon);
        var worker = await world.StartWorkerAsync($"{Soon}\n{Stay}");
        var own = ClusterWorld.Subscriber(worker, InitialStateAsSnapshot, typeof(IMemberEvent));
        world.Remote.Sockets.Isolate("worker-1");
        var me = ClusterWorld.Of(worker).SelfUniqueAddress;
        await own.AwaitAsync<MemberDowned>(down => down.Member.UniqueAddress == me);
        await own.AwaitAsync<MemberRemoved>(gone => gone.Member.UniqueAddress == me);
        await ClusterWorld.UntilAsync(() => ClusterWorld.Of(worker).IsTerminated);
        Assert.Null(CoordinatedShutdown.Get(worker).ShutdownReason);
        Assert.False(worker.WhenTerminated.IsCompleted);
    }

    [Fact]
    public async Task Worker_must_part_from_a_seed_that_was_started_anew()
    {
        await using var world = await ClusterWorld.StartAsync();
        var worker = await world.StartWorkerAsync();
        await ((ExtendedActorSystem)world.Seed).DieAsync();
        await ClusterWorld.UpAsync(world.StartSeed());
        await worker.WhenTerminated.WaitAsync(ClusterWorld.Limit);
        Assert.True(ClusterWorld.Of(worker).IsTerminated);
        var next = await world.StartWorkerAsync();
        Assert.Equal(2, ClusterWorld.Of(next).State.Members.Count);
    }

    [Fact]
    public async Task Workers_must_end_at_once_when_the_seed_shuts_down()
    {
        await using var world = await ClusterWorld.StartAsync();
        var workers = new[] { await world.StartWorkerAsync(), await world.StartWorkerAsync() };
        await world.Seed.Terminate().WaitAsync(ClusterWorld.Limit);
        foreach (var worker in workers)
        {
            await worker.WhenTerminated.WaitAsync(ClusterWorld.Limit);
            Assert.True(ClusterWorld.Of(worker).IsTerminated);
        }
    }

    [Fact]
    public async Task Entities_must_stop_when_their_node_is_removed()
    {
        const string Stay = "akka.cluster.run-coordinated-shutdown-when-down = off";
        await using var world = await PartWorld.StartAsync(1, Soon, $"{Soon}\n{Stay}");
        Assert.Equal("hello", await world.AskAsync("e:orphan:hello"));
        var watcher = new Postbox(world.Workers[0]).Watch(
            ClusterSharding.Get(world.Workers[0]).ShardRegion("parts"));
        world.World.Remote.Sockets.Isolate("worker-1");
        await watcher.AwaitAsync<Terminated>();
    }

    [Fact]
    public async Task Worker_must_join_when_the_seed_comes_up_later()
    {
        await using var world = await ClusterWorld.StartApartAsync();
        var worker = world.StartWorker();
        var seed = ClusterWorld.Of(world.Seed);
        Assert.Equal(MemberStatus.Removed, ClusterWorld.Of(worker).SelfMember.Status);
        seed.Join(seed.SelfAddress);
        await ClusterWorld.UpAsync(worker);
        await ClusterWorld.UntilAsync(() => seed.State.Members.Count == 2);
    }

    [Fact]
    public async Task Worker_must_give_up_when_no_seed_lets_it_in_for_long_enough()
    {
        await using var world = await ClusterWorld.StartApartAsync();
        var worker = world.StartWorker(
            "akka.cluster.shutdown-after-unsuccessful-join-seed-nodes = 300ms");
        await worker.WhenTerminated.WaitAsync(ClusterWorld.Limit);
        Assert.Equal(
            CoordinatedShutdown.ClusterJoinUnsuccessfulReason.Instance,
            CoordinatedShutdown.Get(worker).ShutdownReason);
    }

    [Fact]
    public async Task Members_must_wait_until_there_are_enough_of_them()
    {
        await using var world = await ClusterWorld.StartApartAsync();
        var seed = world.Remote.StartSeed(ClusterWorld.With(
            "akka.cluster.role.worker.min-nr-of-members = 2", "boss", "[\"{seed}\"]"));
        var first = world.StartWorker();
        await ClusterWorld.UntilAsync(
            () => ClusterWorld.MemberOf(seed, first)?.Status is MemberStatus.Joining);
        Assert.Equal(MemberStatus.Joining, ClusterWorld.Of(seed).SelfMember.Status);
        var second = world.StartWorker();
        foreach (var system in new[] { seed, first, second })
        {
            await ClusterWorld.UpAsync(system);
        }
    }

    private static Postbox Reachability(ActorSystem system) =>
        ClusterWorld.Subscriber(system, InitialStateAsSnapshot, typeof(IReachabilityEvent));
}
