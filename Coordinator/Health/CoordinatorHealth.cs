using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.Metrics;

namespace AkkaCoded.Coordinator.Health;

/// <summary>What a coordinator looks at: whether it lives, and whether it can serve.</summary>
/// <param name="host">The coordinator.</param>
/// <param name="metrics">Knows jobs that wait for workers.</param>
/// <param name="patience">How long its actors may take to answer.</param>
internal sealed class CoordinatorHealth(
    CoordinatorHost host, CoordinatorMetrics metrics, TimeSpan patience) : IHealth
{
    private readonly ActorPulse _pulse = new(patience);

    public async Task<HealthReport> LiveAsync() =>
        HealthReport.Of([await _pulse.FeelAsync(host.System)]);

    public async Task<HealthReport> ReadyAsync() => HealthReport.Of(
    [
        await _pulse.FeelAsync(host.System),
        MemberCheck.Of(host.System),
        Reign(host.Manager.IsCompletedSuccessfully),
        TensorCheck.Of(),
        Nodes(host.Nodes()),
        Jobs(metrics.Waiting()),
    ]);

    /// <summary>Somebody else's reign is as good: this one stands by.</summary>
    internal static HealthCheck Reign(bool isHere) => new(
        "reign", true, isHere ? "jobs are run here" : "standby: jobs are run elsewhere");

    /// <summary>Without nodes jobs can be taken in, but wait.</summary>
    internal static HealthCheck Nodes(IReadOnlyList<NodeView> nodes)
    {
        var up = nodes.Where(node => node.StateText == "up").ToList();
        var others = nodes.Where(node => node.StateText != "up")
            .Select(node => $"; {node.Name} is {node.StateText}");
        var slots = up.Sum(node => node.Slots);
        var served = up.Sum(node => node.Partitions.Count);
        return new HealthCheck(
            "nodes", up.Count > 0,
            $"{up.Count} up with {slots} slots for {served} partitions" + string.Concat(others))
        {
            IsRequired = false,
        };
    }

    /// <summary>A job that cannot go on says whom it misses.</summary>
    internal static HealthCheck Jobs(IReadOnlyList<string> waiting) => new(
        "jobs", waiting.Count == 0,
        waiting.Count == 0 ? "none waits for workers" : string.Join("; ", waiting))
    {
        IsRequired = false,
    };
}
