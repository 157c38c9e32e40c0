using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Tests.Jobs;
using AkkaCoded.Messages.Configuration;

namespace AkkaCoded.Coordinator.Tests.Cluster;

/// <summary>Nodes as they come, stay and go: one coordinator and its nodes in this process.
/// </summary>
[Trait("Suite", "Slow")]
public sealed class NodeHostSpec
{
    [Fact]
    public async Task Job_must_end_as_in_one_process_when_its_workers_are_on_two_nodes()
    {
        await using var cluster = await TestNodes.StartAsync();
        var nodes = new[] { cluster.StartNode("w1"), cluster.StartNode("w2") };
        var config = RunJobs.Parse();

        var result = await RunAsync(cluster, config);

        Assert.Equal(RunJobs.Reference(config).Result.Loss, result.Loss);
        // A node learns that it is a member by asking now and then; a short job may be faster.
        await cluster.UntilAsync(() => nodes.All(node => node.Joined == 1), "joining");
        Assert.All(nodes, node => Assert.StartsWith("joined http://127.0.0.1:", node.Lines[0]));
        Assert.EndsWith(" as w1, 2 slots", nodes[0].Lines[0]);
    }

    [Fact]
    public async Task Nodes_must_come_back_by_themselves_when_the_coordinator_is_started_anew()
    {
        await using var cluster = await TestNodes.StartAsync();
        var node = cluster.StartNode("w1", slots: 4);
        await cluster.UntilAsync(() => node.Joined == 1, "joining");

        await cluster.Coordinator.DisposeAsync();
        await cluster.StartCoordinatorAsync();

        await cluster.UntilAsync(() => node.Joined == 2, "joining again");
        Assert.Contains(node.Lines, line => line.EndsWith("has gone; trying again"));
        var config = RunJobs.Parse();
        Assert.Equal(
            RunJobs.Reference(config).Result.Loss, (await RunAsync(cluster, config)).Loss);
    }

    [Fact]
    public async Task Node_must_leave_in_order_when_it_is_told_to_end()
    {
        await using var cluster = await TestNodes.StartAsync();
        var (one, two) = (cluster.StartNode("w1"), cluster.StartNode("w2"));
        await cluster.UntilAsync(() => one.Joined + two.Joined == 2, "joining");
        cluster.Coordinator.Exclude("w2", ExclusionKind.Drain);
        await cluster.UntilAsync(
            () => cluster.Coordinator.Nodes().Any(node => node is { Name: "w2", Slots: 2 }),
            "both nodes are known");

        Assert.False(await one.StopAsync());

        await cluster.UntilAsync(
            () => !cluster.Coordinator.Presence.Present().ContainsKey("w1"), "w1 has gone");
        Assert.Equal("leaving the cluster", one.Lines[^1]);
        Assert.False(two.Ended.IsCompleted);
    }

    [Fact]
    public async Task Drained_node_must_say_so_when_it_ends()
    {
        await using var cluster = await TestNodes.StartAsync();
        var node = cluster.StartNode("w1");
        await cluster.UntilAsync(() => node.Joined == 1, "joining");
        var config = RunJobs.Parse("coded.training.steps = 100000");
        var run = cluster.Coordinator.Begin(TrainingRun.Open(config), []);
        var other = cluster.StartNode("w2", slots: 4);
        await cluster.UntilAsync(() => Served(cluster, "w1") + Served(cluster, "w2") == 4, "start");

        cluster.Coordinator.Exclude("w1", ExclusionKind.Drain);

        await cluster.UntilAsync(() => Served(cluster, "w2") == 4, "all partitions on w2");
        Assert.True(await node.StopAsync());
        Assert.False(other.Ended.IsCompleted);
        await run.StopAsync();
        await run.DisposeAsync();
    }

    [Fact]
    public async Task Node_must_end_with_an_error_when_a_later_one_has_its_name()
    {
        await using var cluster = await TestNodes.StartAsync();
        var first = cluster.StartNode("w1");
        await cluster.UntilAsync(() => first.Joined == 1, "joining");

        var second = cluster.StartNode("w1");

        var error = await Assert.ThrowsAsync<InvalidInputException>(
            () => first.Ended.WaitAsync(TestNodes.Patience));
        Assert.Equal("CDL-0711", error.Code);
        await cluster.UntilAsync(() => second.Joined == 1, "the later one joins");
    }

    [Fact]
    public async Task Node_must_end_with_an_error_when_its_token_is_wrong()
    {
        await using var cluster = await TestNodes.StartAsync();

        var node = cluster.StartNode("w1", token: "wrong");

        var error = await Assert.ThrowsAsync<InvalidInputException>(
            () => node.Ended.WaitAsync(TestNodes.Patience));
        Assert.Equal("CDL-0424", error.Code);
    }

    private static int Served(TestNodes cluster, string name) =>
        cluster.Coordinator.Nodes().FirstOrDefault(node => node.Name == name)?.Partitions.Count
        ?? 0;

    private static async Task<RunResult> RunAsync(TestNodes cluster, LayeredConfig config)
    {
        await using var run = cluster.Coordinator.Begin(TrainingRun.Open(config), []);
        return await run.Completion.WaitAsync(TimeSpan.FromMinutes(3));
    }
}
