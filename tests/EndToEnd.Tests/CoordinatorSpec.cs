namespace AkkaCoded.EndToEnd.Tests;

/// <summary>A cluster of processes that are started one by one.</summary>
[Trait("Suite", "Cluster")]
public sealed class CoordinatorSpec
{
    private const long Endless = 1_000_000_000;

    [Fact]
    public void Job_must_go_on_with_the_same_bits_when_the_coordinator_was_killed()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var job = new ClusterJob(Endless, 4);
        using var world = new ClusterWorld(job, nodes: 2, slots: 2);
        using var follower = world.Submit();
        var step = ClusterWorld.ReadUntilCheckpoint(follower, 40);
        world.KillCoordinator();
        ClusterWorld.ReadUntilCheckpoint(follower, step + 60);

        world.AssertSameAsSingle(follower, 0);
    }

    [Fact]
    public void Partitions_must_move_without_loss_when_a_node_is_drained()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var job = new ClusterJob(Endless, 4);
        using var world = new ClusterWorld(job, nodes: 3, slots: 2);
        using var follower = world.Submit();
        ClusterWorld.ReadUntilCheckpoint(follower, 40);
        world.Await("all partitions are placed", nodes => nodes.Values.Sum() == 4);
        var node = world.Partitions().First(pair => pair.Value > 0).Key;
        world.Ask("worker", "drain", node);
        world.Await(
            $"{node} is empty", nodes => nodes[node] == 0 && nodes.Values.Sum() == 4);
        world.Ask("worker", "release", node);
        world.KillWorker("w2", 2);
        world.Await("all partitions are back", nodes => nodes.Values.Sum() == 4);
        ClusterWorld.ReadUntilCheckpoint(follower, 100);

        world.AssertSameAsSingle(follower, 0);
    }
}
