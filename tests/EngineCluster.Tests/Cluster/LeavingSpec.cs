using Akka.Actor;
using Akka.Cluster;
using static Akka.Cluster.ClusterEvent;

namespace AkkaCoded.EngineCluster.Tests.Cluster;

public sealed class LeavingSpec
{
    [Fact]
    public async Task Worker_must_go_in_order_when_it_leaves()
    {
        await using var world = await ClusterWorld.StartAsync();
        var worker = await world.StartWorkerAsync();
        var address = ClusterWorld.Of(worker).SelfUniqueAddress;
        var events = ClusterWorld.Subscriber(
            world.Seed, InitialStateAsSnapshot, typeof(IMemberEvent));
        await events.NextAsync<CurrentClusterState>();
        var removed = new TaskCompletionSource(
            TaskCreationOptions.RunContinuationsAsynchronously);
        ClusterWorld.Of(worker).RegisterOnMemberRemoved(() => removed.TrySetResult());
        await ClusterWorld.Of(worker).LeaveAsync().WaitAsync(ClusterWorld.Limit);
        await removed.Task.WaitAsync(ClusterWorld.Limit);
        Assert.Equal(address, (await events.AwaitAsync<MemberLeft>()).Member.UniqueAddress);
        Assert.Equal(address, (await events.AwaitAsync<MemberExited>()).Member.UniqueAddress);
        var gone = await events.AwaitAsync<MemberRemoved>();
        Assert.Equal(address, gone.Member.UniqueAddress);
        Assert.Equal(MemberStatus.Exiting, gone.PreviousStatus);
        await worker.WhenTerminated.WaitAsync(ClusterWorld.Limit);
        Assert.True(ClusterWorld.Of(worker).IsTerminated);
    }

    [Fact]
    public async Task Worker_must_leave_when_its_system_is_terminated()
    {
        await using var world = await ClusterWorld.StartAsync();
        var worker = await world.StartWorkerAsync();
        var events = ClusterWorld.Subscriber(
            world.Seed, InitialStateAsSnapshot, typeof(IMemberEvent));
        await worker.Terminate().WaitAsync(ClusterWorld.Limit);
        var gone = await events.AwaitAsync<MemberRemoved>();
        Assert.Equal(MemberStatus.Exiting, gone.PreviousStatus);
        await ClusterWorld.UntilAsync(
            () => ClusterWorld.Of(world.Seed).State.Members.Count == 1);
    }

    [Fact]
    public async Task Worker_must_leave_when_another_node_asks_for_it()
    {
        await using var world = await ClusterWorld.StartAsync();
        var worker = await world.StartWorkerAsync();
        ClusterWorld.Of(world.Seed).Leave(ClusterWorld.Of(worker).SelfAddress);
        await worker.WhenTerminated.WaitAsync(ClusterWorld.Limit);
        Assert.Equal(
            CoordinatedShutdown.ClusterLeavingReason.Instance,
            CoordinatedShutdown.Get(worker).ShutdownReason);
        await ClusterWorld.UntilAsync(
            () => ClusterWorld.Of(world.Seed).State.Members.Count == 1);
    }

    [Fact]
    public async Task Worker_must_end_when_it_is_downed()
    {
        await using var world = await ClusterWorld.StartAsync();
        var worker = await world.StartWorkerAsync();
        var events = ClusterWorld.Subscriber(
            world.Seed, InitialStateAsSnapshot, typeof(IMemberEvent));
        ClusterWorld.Of(world.Seed).Down(ClusterWorld.Of(worker).SelfAddress);
        await events.AwaitAsync<MemberDowned>();
        Assert.Equal(
            MemberStatus.Down, (await events.AwaitAsync<MemberRemoved>()).PreviousStatus);
        await worker.WhenTerminated.WaitAsync(ClusterWorld.Limit);
        Assert.True(ClusterWorld.Of(worker).IsTerminated);
        Assert.Equal(
            CoordinatedShutdown.ClusterDowningReason.Instance,
            CoordinatedShutdown.Get(worker).ShutdownReason);
    }

    [Fact]
    public async Task New_incarnation_must_take_the_place_when_the_old_one_has_died()
    {
        await using var world = await ClusterWorld.StartAsync();
        var first = await world.StartWorkerAsync();
        var address = ClusterWorld.Of(first).SelfAddress;
        var events = ClusterWorld.Subscriber(
            world.Seed, InitialStateAsSnapshot, typeof(IMemberEvent));
        var old = ClusterWorld.Of(first).SelfUniqueAddress;
        await ((ExtendedActorSystem)first).DieAsync();
        var second = await world.StartWorkerAsync(
            $"akka.remote.dot-netty.tcp.port = {address.Port}");
        var gone = await events.AwaitAsync<MemberRemoved>();
        Assert.Equal(old, gone.Member.UniqueAddress);
        var up = await events.AwaitAsync<MemberUp>();
        Assert.Equal(ClusterWorld.Of(second).SelfUniqueAddress, up.Member.UniqueAddress);
        Assert.Equal(address, up.Member.Address);
        Assert.NotEqual(old, up.Member.UniqueAddress);
    }
}

/// <summary>Ending without any good-bye of the cluster's.</summary>
internal static class Abrupt
{
    public static Task DieAsync(this ExtendedActorSystem system)
    {
        system.Abort();
        return system.WhenTerminated.WaitAsync(ClusterWorld.Limit);
    }
}
