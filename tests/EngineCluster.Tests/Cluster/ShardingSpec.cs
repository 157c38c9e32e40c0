using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaCoded.EngineCluster.Tests.Support;

namespace AkkaCoded.EngineCluster.Tests.Cluster;

public sealed class ShardingSpec
{
    [Fact]
    public async Task Entities_must_run_on_workers_only_when_the_strategy_says_so()
    {
        await using var world = await PartWorld.StartAsync(workers: 2);
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal("hello", await world.AskAsync($"{i}:e-{i}:hello"));
            Assert.Contains(
                world.Answers.LastSender.Path.Address,
                world.Workers.Select(RemoteWorld.AddressOf));
            Assert.Equal(
                $"/system/sharding/parts/{i}/e-{i}",
                world.Answers.LastSender.Path.ToStringWithoutAddress());
        }
    }

    [Fact]
    public async Task Messages_must_wait_in_order_when_there_is_no_home_yet()
    {
        await using var world = await PartWorld.StartAsync(workers: 0);
        for (var i = 0; i < 200; i++)
        {
            world.Region.Tell($"a:early:{i}", world.Answers.Ref);
        }

        await world.AddWorkerAsync();
        for (var i = 0; i < 200; i++)
        {
            Assert.Equal($"{i}", await world.Answers.NextAsync<string>());
        }
    }

    [Fact]
    public async Task Shard_must_move_with_its_messages_in_order_when_rebalanced()
    {
        await using var world = await PartWorld.StartAsync(workers: 2);
        world.Strategy.Wanted = RemoteWorld.AddressOf(world.Workers[0]);
        Assert.Equal("hello", await world.AskAsync("m:moved:hello"));
        Assert.Equal(world.Strategy.Wanted, world.Answers.LastSender.Path.Address);
        world.Strategy.Wanted = RemoteWorld.AddressOf(world.Workers[1]);
        world.Strategy.ToMove = ImmutableHashSet.Create("m");
        var told = 0;
        while (!PartLog.Ended.Contains("moved hand off"))
        {
            await world.AskUntilAsync($"m:moved:{told++}");
        }

        for (var i = 0; i < 100; i++)
        {
            world.Region.Tell($"m:moved:after {i}", world.Answers.Ref);
        }

        for (var i = 0; i < 100; i++)
        {
            var answer = await world.Answers.AwaitAsync<string>(text => text.Contains("after"));
            Assert.Equal($"after {i}", answer);
        }

        Assert.Equal(world.Strategy.Wanted, world.Answers.LastSender.Path.Address);
    }

    [Fact]
    public async Task Shard_must_find_another_home_when_its_node_is_gone()
    {
        await using var world = await PartWorld.StartAsync(workers: 2);
        var dying = world.Workers[0];
        world.Strategy.Wanted = RemoteWorld.AddressOf(dying);
        Assert.Equal("hello", await world.AskAsync("g:gone:hello"));
        world.Strategy.Wanted = null;
        await ((ExtendedActorSystem)dying).DieAsync();
        ClusterWorld.Of(world.Seed).Down(RemoteWorld.AddressOf(dying));
        await ClusterWorld.UntilAsync(
            () => ClusterWorld.Of(world.Seed).State.Members.Count == 2);
        await world.AskUntilAsync("g:gone:again");
        Assert.Equal(
            RemoteWorld.AddressOf(world.Workers[1]), world.Answers.LastSender.Path.Address);
    }

    [Fact]
    public async Task Shards_must_move_when_their_region_shuts_down_gracefully()
    {
        await using var world = await PartWorld.StartAsync(workers: 2);
        world.Strategy.Wanted = RemoteWorld.AddressOf(world.Workers[0]);
        Assert.Equal("hello", await world.AskAsync("s:shut:hello"));
        world.Strategy.Wanted = null;
        var region = ClusterSharding.Get(world.Workers[0]).ShardRegion("parts");
        var watcher = new Postbox(world.Workers[0]).Watch(region);
        region.Tell(GracefulShutdown.Instance);
        await watcher.AwaitAsync<Terminated>();
        Assert.Contains("shut hand off", PartLog.Ended);
        await world.AskUntilAsync("s:shut:again");
        Assert.Equal(
            RemoteWorld.AddressOf(world.Workers[1]), world.Answers.LastSender.Path.Address);
    }

    [Fact]
    public async Task Shards_must_move_when_their_node_leaves()
    {
        await using var world = await PartWorld.StartAsync(workers: 2);
        world.Strategy.Wanted = RemoteWorld.AddressOf(world.Workers[0]);
        Assert.Equal("hello", await world.AskAsync("l:left:hello"));
        world.Strategy.Wanted = null;
        await world.Workers[0].Terminate().WaitAsync(ClusterWorld.Limit);
        Assert.Contains("left hand off", PartLog.Ended);
        await world.AskUntilAsync("l:left:again");
        Assert.Equal(
            RemoteWorld.AddressOf(world.Workers[1]), world.Answers.LastSender.Path.Address);
    }

    [Fact]
    public async Task Entity_must_start_anew_with_what_came_when_it_passivates()
    {
        await using var world = await PartWorld.StartAsync(workers: 1);
        var first = await world.AskAsync("p:sleeper:incarnation");
        Assert.Equal(first, await world.AskAsync("p:sleeper:incarnation"));
        world.Region.Tell("p:sleeper:passivate", world.Answers.Ref);
        Assert.Equal("passivating", await world.Answers.NextAsync<string>());
        await ClusterWorld.UntilAsync(() => PartLog.Ended.Contains("sleeper sleep"));
        Assert.NotEqual(first, await world.AskAsync("p:sleeper:incarnation"));
    }

    [Fact]
    public async Task Entity_must_be_stopped_when_it_was_idle_for_long_enough()
    {
        const string Idle = "akka.cluster.sharding.passivate-idle-entity-after = 500ms";
        await using var world = await PartWorld.StartAsync(1, Idle, Idle);
        var first = await world.AskAsync("i:idle:incarnation");
        await ClusterWorld.UntilAsync(() => PartLog.Ended.Contains("idle hand off"));
        Assert.NotEqual(first, await world.AskAsync("i:idle:incarnation"));
    }

    [Fact]
    public async Task Worker_must_reach_entities_of_another_worker()
    {
        await using var world = await PartWorld.StartAsync(workers: 2);
        world.Strategy.Wanted = RemoteWorld.AddressOf(world.Workers[1]);
        ClusterSharding.Get(world.Workers[0]).ShardRegion("parts").Tell("v:via:sleep");
        await ClusterWorld.UntilAsync(() => PartLog.Ended.Contains("via sleep"));
    }

    [Fact]
    public async Task Allocation_must_be_tried_again_when_it_has_failed()
    {
        await using var world = await PartWorld.StartAsync(workers: 1);
        world.Strategy.Fail(times: 2);
        Assert.Equal("hello", await world.AskAsync("f:failing:hello"));
        Assert.Equal(3, world.Strategy.Asked.Count(shard => shard == "f"));
    }

    [Fact]
    public async Task Envelope_must_be_opened_on_the_way()
    {
        await using var world = await PartWorld.StartAsync(workers: 1);
        world.Region.Tell(new ShardingEnvelope("x1", "from afar"), world.Answers.Ref);
        Assert.Equal("from afar", await world.Answers.NextAsync<string>());
        Assert.Equal(
            "/system/sharding/parts/x/x1",
            world.Answers.LastSender.Path.ToStringWithoutAddress());
    }

    [Fact]
    public async Task Worker_must_reach_its_own_entities_through_its_region()
    {
        await using var world = await PartWorld.StartAsync(workers: 1);
        var region = ClusterSharding.Get(world.Workers[0]).ShardRegion("parts");
        Assert.Equal(
            "hello", await region.Ask<string>("w:local:hello", ClusterWorld.Limit));
        var state = await region.Ask<CurrentShardRegionState>(
            GetShardRegionState.Instance, ClusterWorld.Limit);
        var shard = Assert.Single(state.Shards);
        Assert.Equal("w", shard.ShardId);
        Assert.Equal(["local"], shard.EntityIds);
    }
}
