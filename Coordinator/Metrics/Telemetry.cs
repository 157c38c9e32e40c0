using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.Health;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Protocol;
using Microsoft.AspNetCore.Routing;

namespace AkkaCoded.Coordinator.Metrics;

/// <summary>
/// Figures and health of one coordinator:
/// <code>
/// using var telemetry = new Telemetry(config);
/// var host = await CoordinatorHost.StartAsync(settings with { Also = telemetry.Map });
/// telemetry.Observe(host);
/// </code>
/// and <c>telemetry.Metrics.Of(job)</c> among the observers of each job.
/// </summary>
internal sealed class Telemetry : IDisposable
{
    /// <summary>How long the actors of a process that lives may take to answer. Long, since a
    /// machine that is busy with a first step is no reason for a restart.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly PrometheusExporter _exporter;
    private readonly MetricsOptions _options;
    private IDisposable? _export;

    /// <param name="config">All layers; of them section <c>coded.metrics</c>.</param>
    public Telemetry(LayeredConfig config)
    {
        _options = MetricsOptions.Read(config);
        _exporter = new PrometheusExporter(Metrics);
    }

    public CoordinatorMetrics Metrics { get; } = new();

    /// <summary>Adds <c>/metrics</c> and <c>/health</c> to the coordinator's port.</summary>
    public void Map(IEndpointRouteBuilder routes, CoordinatorHost host)
    {
        MetricsEndpoint.Map(routes, _exporter);
        HealthEndpoints.Map(routes, new CoordinatorHealth(host, Metrics, Patience));
    }

    /// <summary>The coordinator has started: from now on all of it is measured.</summary>
    /// <param name="host">The coordinator.</param>
    /// <param name="jobs">The state of each job; null: nobody knows.</param>
    public void Observe(CoordinatorHost host, Func<IEnumerable<string>>? jobs = null)
    {
        Metrics.Observe(host.Server);
        Metrics.ObserveNodes(() => host.Nodes().Select(node => node.StateText));
        Metrics.ObserveJobs(jobs ?? (() => []));
        _export = OtlpExport.Start(_options, NodeRoles.Coordinator, host.Address.Authority);
    }

    public void Dispose()
    {
        _export?.Dispose();
        _exporter.Dispose();
        Metrics.Dispose();
    }
}
