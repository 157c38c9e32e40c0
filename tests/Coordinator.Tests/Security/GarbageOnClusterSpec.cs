using System.Net;
using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Tests.DataPlane;
using AkkaCoded.Coordinator.Tests.Jobs;
using AkkaCoded.Coordinator.Tests.Security.Fuzz;
using AkkaCoded.Messages.Cluster;
using Xunit.Abstractions;

namespace AkkaCoded.Coordinator.Tests.Security;

/// <summary>
/// A coordinator with all its routes and two nodes train while garbage comes on the one port:
/// requests, frames and handshakes, whole, cut and spoilt. The port has a token, which half of the
/// garbage brings.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class GarbageOnClusterSpec(ITestOutputHelper output)
{
    private const ulong Seed = 20261122;
    private const string Token = "the-token";
    private const int SideBySide = 8;

    /// <summary>What the process may hold more at the end than after the first part.</summary>
    private const long GrowthMax = 48L << 20;

    /// <summary>What is wrong is logged once a kind, however often it comes.</summary>
    private const int LogLinesMax = 600;

    [Fact]
    [Trait("Suite", "Slow")]
    public Task Training_must_keep_its_bits_when_garbage_comes_in_between() => TrainAsync(3_000);

    [Fact]
    [Trait("Suite", "Slow")]
    public Task Training_must_keep_its_bits_when_100000_pieces_of_garbage_come() =>
        TrainAsync(100_000);

    private const int Steps = 40;

    private static readonly string Job =
        $"coded.job.name = garbage\ncoded.training.steps = {Steps}";

    private async Task TrainAsync(int count)
    {
        await using var cluster = await GuardedCluster.StartAsync("127.0.0.1", Token, null);
        var server = cluster.Host.Server;
        var control = Akka.Cluster.Cluster.Get(cluster.Host.System).SelfAddress;
        var sender = new GarbageSender(
            new IPEndPoint(IPAddress.Loopback, server.Address.Port),
            new GarbageMaker(
                Seed, [.. server.Routes],
                ["/data/v1/presence/{ghost}/1", ClusterNames.ControlPath], Token, "garbage",
                Steps, control.ToString()));

        // With the packages the control plane has a port of its own.
        var beside = new GarbageSender(
            new IPEndPoint(IPAddress.Loopback, control.Port ?? 0),
            new GarbageMaker(Seed + 1, [("GET", "/")], ["/"], null, "garbage", Steps));
        var noise = ClusterEngine.IsEmbedded
            ? Task.CompletedTask
            : beside.SendAsync(0, count / 10, SideBySide);

        var runs = await TrainUntilAsync(cluster, sender.SendAsync(0, count / 10, SideBySide));
        await noise;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        runs += await TrainUntilAsync(
            cluster, sender.SendAsync(count / 10, count - (count / 10), SideBySide));
        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;

        output.WriteLine($"seed {Seed}, {sender.Sent} sent, {runs} trainings meanwhile, "
            + $"{growth / 1024} KiB more, {server.Connections.Open} connections open, "
            + $"{cluster.Log.Count} log lines");
        output.WriteLine(Text(sender, server));
        output.WriteLine(string.Join('\n', cluster.Lines));
        Assert.Empty(sender.Failed);
        Assert.Equal(0, server.Refusals[Refusal.Failure]);
        Assert.InRange(growth, long.MinValue, GrowthMax);
        CheckLog(cluster.Log);
        Assert.All(
            ["w1", "w2"], name => Assert.Equal(
                "up", cluster.Host.Nodes().Single(node => node.Name == name).StateText));
        Assert.InRange(cluster.Host.Nodes().Count, 2, 300);
    }

    /// <summary>Akka.Remote itself logs an error for every piece of garbage on its own port.
    /// </summary>
    private static void CheckLog(IReadOnlyList<string> log)
    {
        var isOwn = ClusterEngine.IsEmbedded;
        Assert.DoesNotContain(
            log, line => line.Contains("\"error\"") && (isOwn || !line.Contains("Akka.Remote")));
        Assert.InRange(log.Count(line => line.Contains("only counted")), 0, LogLinesMax);
    }

    /// <summary>One training after the other, at least one, until the garbage is sent.</summary>
    private static async Task<int> TrainUntilAsync(GuardedCluster cluster, Task sending)
    {
        var runs = 0;
        do
        {
            var observed = new Observed();
            await using var run = cluster.Begin(Job, observed);
            var result = await run.Completion.WaitAsync(GuardedCluster.Patience);
            Assert.Equal(Reference.Value, result.Weights.ToArray());
            Assert.Empty(observed.Of("lost"));
            runs++;
        }
        while (!sending.IsCompleted);
        await sending;
        return runs;
    }

    private static readonly Lazy<float[]> Reference =
        new(() => RunJobs.Reference(RunJobs.Parse(Job)).Result.Weights.ToArray());

    private static string Text(GarbageSender sender, DataPlaneServer server) =>
        string.Join(", ", sender.Statuses.OrderBy(pair => pair.Key)
            .Select(pair => $"{pair.Key}: {pair.Value}"))
        + "; " + string.Join(", ", Enum.GetValues<Refusal>()
            .Select(kind => $"{kind}: {server.Refusals[kind]}"));
}
