using System.Net;
using System.Net.Sockets;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Tests.Jobs;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.WorkerNode.Cluster;

namespace AkkaCoded.Coordinator.Tests.Cluster;

/// <summary>Several coordinators, of which one reigns. The embedded engine has one; it says so.
/// </summary>
[Trait("Suite", "Slow")]
public sealed class TakeOverSpec
{
    private const string Crashing =
        "akka.coordinated-shutdown.run-by-actor-system-terminate = off";

    [Fact]
    public async Task Coordinator_must_take_over_from_one_that_leaves()
    {
        var addresses = Draw(2);
        if (await IsRefusedAsync(addresses))
        {
            return;
        }

        // The second waits for the first, whoever is started first.
        await using var second = await StartAsync(addresses, 1);
        await using var first = await StartAsync(addresses, 0);
        await using var node = Node(addresses);
        await first.Manager.WaitAsync(LiveCluster.Patience);
        await RunAsync(first, "before");
        Assert.False(second.Manager.IsCompleted);

        await first.DisposeAsync();

        await second.Manager.WaitAsync(LiveCluster.Patience);
        await RunAsync(second, "after");
    }

    [Fact]
    public async Task Majority_of_coordinators_must_go_on_when_one_crashes()
    {
        var addresses = Draw(3);
        if (await IsRefusedAsync(addresses))
        {
            return;
        }

        var crashing = await StartAsync(addresses, 0, Crashing);
        await crashing.Manager.WaitAsync(LiveCluster.Patience);
        await using var second = await StartAsync(addresses, 1);
        await UntilUpAsync(second);
        await using var third = await StartAsync(addresses, 2);
        await UntilUpAsync(third);

        await crashing.System.Terminate();
        await crashing.Server.DisposeAsync();

        await using var node = Node(addresses);
        await second.Manager.WaitAsync(LiveCluster.Patience);
        await RunAsync(second, "after");
        Assert.False(third.Manager.IsCompleted);
    }

    private static async Task<bool> IsRefusedAsync(IReadOnlyList<string> addresses)
    {
        if (!ClusterEngine.IsEmbedded)
        {
            return false;
        }

        var error = await Assert.ThrowsAsync<InvalidInputException>(
            () => StartAsync(addresses, 0));
        Assert.Equal("CDL-0722", error.Code);
        return true;
    }

    private static Task<CoordinatorHost> StartAsync(
        IReadOnlyList<string> addresses, int which, string hocon = "") =>
        CoordinatorHost.StartAsync(LiveCluster.SettingsOf(
            $"{Coordinators(addresses)}\n{hocon}", new Uri(addresses[which]).Port));

    private static LiveNode Node(IReadOnlyList<string> addresses) => new(
        NodeHostSettings.Of(
            RunJobs.Parse(
                Coordinators(addresses) + "\ncoded.node { name = w1, slots = 4 }\n"
                + "coded.cluster.token = secret"),
            "machine", null),
        canBeKilled: false);

    private static string Coordinators(IReadOnlyList<string> addresses) =>
        $"coded.cluster.coordinators = [{string.Join(", ", addresses.Select(a => $"\"{a}\""))}]";

    private static async Task RunAsync(CoordinatorHost host, string name)
    {
        var opened = TrainingRun.Open(RunJobs.Parse($"coded.job.name = {name}"));
        await using var run = host.Begin(opened, []);
        var result = await run.Completion.WaitAsync(LiveCluster.Patience);
        Assert.Equal(12, result.StepsNow);
    }

    private static async Task UntilUpAsync(CoordinatorHost host)
    {
        var up = new TaskCompletionSource();
        Akka.Cluster.Cluster.Get(host.System).RegisterOnMemberUp(up.SetResult);
        await up.Task.WaitAsync(LiveCluster.Patience);
    }

    /// <summary>Ports that were free a moment ago: coordinators have to know each other's before
    /// they start.</summary>
    private static List<string> Draw(int count)
    {
        var listeners = Enumerable.Range(0, count)
            .Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var addresses = listeners
            .Select(listener => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}")
            .ToList();
        listeners.ForEach(listener => listener.Stop());
        return addresses;
    }
}
