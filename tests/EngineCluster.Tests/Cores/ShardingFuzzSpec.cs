using Xunit.Abstractions;

namespace AkkaCoded.EngineCluster.Tests.Cores;

/// <summary>
/// The coordinator's table and those of five regions, with channels and mailboxes between them
/// that are drained in random order, while shards are moved and regions leave, die and come back.
/// </summary>
public sealed class ShardingFuzzSpec(ITestOutputHelper output)
{
    [Fact]
    public void Messages_must_arrive_once_and_those_of_the_seed_in_order_when_shards_move()
    {
        var disturbed = 0;
        for (var seed = 1; seed <= 40; seed++)
        {
            var world = new ShardingFuzzWorld(seed, dies: false);
            output.WriteLine($"seed {seed}");
            world.Run(steps: 2000);
            world.Settle();
            Assert.Equal(world.Sent, world.Received.Count);
            Assert.Equal(world.Sent, world.Received.Distinct().Count());
            AssertOrder(world);
            disturbed += world.Moves > 0 && world.Stops > 0 ? 1 : 0;
        }

        Assert.True(disturbed > 0);
    }

    [Fact]
    public void Messages_must_find_a_home_when_nodes_die()
    {
        var disturbed = 0;
        for (var seed = 1; seed <= 40; seed++)
        {
            var world = new ShardingFuzzWorld(seed, dies: true);
            output.WriteLine($"seed {seed}");
            world.Run(steps: 2000);
            world.Settle();
            Assert.Equal(world.Received.Count, world.Received.Distinct().Count());
            // What was under way to a node that died is lost, and nothing else is.
            var before = world.Received.Count;
            world.SendToAllShards();
            world.Settle();
            Assert.Equal(before + ShardingFuzzWorld.Shards, world.Received.Count);
            disturbed += world.Deaths > 0 ? 1 : 0;
        }

        Assert.True(disturbed > 0);
    }

    private static void AssertOrder(ShardingFuzzWorld world)
    {
        var ofSeed = world.Received.Where(one => one.Source == 0).GroupBy(one => one.Shard);
        foreach (var shard in ofSeed)
        {
            var numbers = shard.Select(one => one.Number).ToList();
            Assert.Equal(numbers.Order(), numbers);
        }
    }
}
