using AkkaCoded.Coordinator.Health;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Metrics;
using AkkaCoded.Coordinator.Tests.Cluster;
using AkkaCoded.Coordinator.Tests.Jobs;

namespace AkkaCoded.Coordinator.Tests.Health;

/// <summary>Health and figures of a real node, with its coordinator in this process.</summary>
[Trait("Suite", "Slow")]
public sealed class NodeHealthSpec
{
    [Fact]
    public async Task Node_must_be_ready_while_it_is_a_member_and_alive_all_the_time()
    {
        await using var cluster = await TestNodes.StartAsync();
        var node = cluster.StartNode("w1");
        var health = new NodeHealth(
            () => node.Sight.System, () => node.Sight.IsConnected, TestNodes.Patience);
        await cluster.UntilAsync(() => IsReady(health), "ready");
        Assert.Equal(
            ["actors", "cluster", "presence", "tensors"],
            (await health.ReadyAsync()).Checks.Select(check => check.Name));

        await cluster.Coordinator.DisposeAsync();

        await cluster.UntilAsync(() => !IsReady(health), "not ready");
        Assert.True((await health.LiveAsync()).IsServing);
        await cluster.StartCoordinatorAsync();
        await cluster.UntilAsync(() => IsReady(health), "ready again");
    }

    [Fact]
    public async Task Figures_of_a_node_must_tell_what_it_computed()
    {
        using var exporter = new PrometheusExporter(scope: null);
        await using var cluster = await TestNodes.StartAsync();
        cluster.StartNode("w1", slots: 4);
        var config = RunJobs.Parse("coded.job.name = node-figures");
        var opened = TrainingRun.Open(config);
        var (steps, code) = (opened.StepCount, opened.Training.Code.Parameters.Workers);

        await using var run = cluster.Coordinator.Begin(opened, []);
        await run.Completion.WaitAsync(TestNodes.Patience);

        var text = exporter.Read();
        Assert.True(Sum(text, "akkacoded_node_chunks_total") >= steps * code, text);
        Assert.True(Sum(text, "akkacoded_node_compute_duration_seconds_count") >= steps, text);
        Assert.True(Sum(text, "akkacoded_node_fetch_duration_seconds_count") >= steps, text);
    }

    private static bool IsReady(NodeHealth health) =>
        health.ReadyAsync().GetAwaiter().GetResult().IsServing;

    private static double Sum(string text, string name) => text.Split('\n')
        .Where(line => line.StartsWith(name + "{job=\"node-figures\"", StringComparison.Ordinal))
        .Sum(line => double.Parse(
            line[(line.LastIndexOf(' ') + 1)..],
            System.Globalization.CultureInfo.InvariantCulture));
}
