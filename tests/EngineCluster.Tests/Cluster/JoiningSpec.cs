using Akka.Actor;
using Akka.Cluster;
using AkkaCoded.EngineCluster.Tests.Support;
using static Akka.Cluster.ClusterEvent;

namespace AkkaCoded.EngineCluster.Tests.Cluster;

public sealed class JoiningSpec
{
    [Fact]
    public async Task Seed_must_be_up_and_lead_when_it_is_its_own_seed()
    {
        await using var world = await ClusterWorld.StartAsync();
        var cluster = ClusterWorld.Of(world.Seed);
        Assert.Equal(MemberStatus.Up, cluster.SelfMember.Status);
        Assert.Equal(["boss"], cluster.SelfRoles);
        Assert.True(cluster.SelfMember.HasRole("boss"));
        await ClusterWorld.UntilAsync(() => cluster.State.Leader == cluster.SelfAddress);
        Assert.Equal(RemoteWorld.AddressOf(world.Seed), cluster.SelfAddress);
        Assert.Equal(cluster.SelfAddress, cluster.SelfUniqueAddress.Address);
        Assert.Single(cluster.State.Members);
        Assert.False(cluster.IsTerminated);
    }

    [Fact]
    public async Task Members_must_see_each_other_with_roles_when_a_worker_has_joined()
    {
        await using var world = await ClusterWorld.StartAsync();
        var events = ClusterWorld.Subscriber(
            world.Seed, InitialStateAsSnapshot, typeof(IMemberEvent));
        Assert.Single((await events.NextAsync<CurrentClusterState>()).Members);
        var worker = await world.StartWorkerAsync();
        var address = ClusterWorld.Of(worker).SelfUniqueAddress;
        Assert.Equal(address, (await events.NextAsync<MemberJoined>()).Member.UniqueAddress);
        var up = (await events.NextAsync<MemberUp>()).Member;
        Assert.Equal(address, up.UniqueAddress);
        Assert.Equal(["worker"], up.Roles);
        Assert.Equal(MemberStatus.Up, up.Status);
        foreach (var viewer in new[] { world.Seed, worker })
        {
            await ClusterWorld.UntilAsync(
                () => ClusterWorld.Of(viewer).State.Members.Count == 2);
            var seen = ClusterWorld.MemberOf(viewer, world.Seed)!;
            Assert.True(seen.HasRole("boss"));
            await ClusterWorld.UntilAsync(
                () => seen.IsOlderThan(ClusterWorld.MemberOf(viewer, worker)!));
            Assert.Empty(ClusterWorld.Of(viewer).State.Unreachable);
        }
    }

    [Fact]
    public async Task Subscriber_must_get_the_past_as_events_when_it_asks_for_them()
    {
        await using var world = await ClusterWorld.StartAsync();
        var worker = await world.StartWorkerAsync();
        var events = ClusterWorld.Subscriber(world.Seed, InitialStateAsEvents, typeof(MemberUp));
        var first = await events.NextAsync<MemberUp>();
        var second = await events.NextAsync<MemberUp>();
        Assert.Equal(
            new[] { world.Seed, worker }.Select(RemoteWorld.AddressOf).ToHashSet(),
            new[] { first, second }.Select(up => up.Member.Address).ToHashSet());
    }

    [Fact]
    public async Task Subscriber_must_hear_nothing_when_it_has_unsubscribed()
    {
        await using var world = await ClusterWorld.StartAsync();
        var gone = ClusterWorld.Subscriber(
            world.Seed, InitialStateAsSnapshot, typeof(IMemberEvent));
        await gone.NextAsync<CurrentClusterState>();
        ClusterWorld.Of(world.Seed).Unsubscribe(gone.Ref);
        var stays = ClusterWorld.Subscriber(world.Seed, InitialStateAsSnapshot, typeof(MemberUp));
        await stays.NextAsync<CurrentClusterState>();
        await world.StartWorkerAsync();
        await stays.NextAsync<MemberUp>();
        Assert.True(gone.IsEmpty);
    }

    [Fact]
    public async Task Nodes_must_join_by_code_when_no_seed_is_configured()
    {
        await using var world = await ClusterWorld.StartApartAsync();
        var worker = world.StartWorkerApart();
        Assert.Empty(ClusterWorld.Of(world.Seed).State.Members);
        var seed = ClusterWorld.Of(world.Seed);
        await seed.JoinAsync(seed.SelfAddress).WaitAsync(ClusterWorld.Limit);
        await ClusterWorld.UntilAsync(() => seed.IsUp);
        await ClusterWorld.Of(worker).JoinSeedNodesAsync([seed.SelfAddress])
            .WaitAsync(ClusterWorld.Limit);
        await ClusterWorld.UntilAsync(() => seed.State.Members.Count == 2);
        await ClusterWorld.UntilAsync(() => ClusterWorld.Of(worker).IsUp);
    }

    [Fact]
    public async Task Subscribing_must_be_refused_when_the_type_is_no_event()
    {
        await using var world = await ClusterWorld.StartApartAsync();
        var cluster = ClusterWorld.Of(world.Seed);
        Assert.Throws<ArgumentException>(() => cluster.Subscribe(ActorRefs.Nobody));
        Assert.Throws<ArgumentException>(
            () => cluster.Subscribe(ActorRefs.Nobody, typeof(string)));
    }
}
