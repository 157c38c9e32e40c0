using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.CommandLine;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Metrics;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Configuration;

namespace AkkaCoded.Coordinator.Service;

/// <summary>Trains on the nodes of a cluster.</summary>
internal sealed class HostEngine(
    CoordinatorHost host, CoordinatorMetrics metrics, TimeProvider time) : IJobEngine
{
    public ValidateReport Check(LayeredConfig config) => ValidateReport.Of(config);

    public IOpenedJob Open(LayeredConfig config) =>
        new Opened(host, TrainingRun.Open(config), metrics, time);

    private sealed class Opened(
        CoordinatorHost host, OpenedRun run, CoordinatorMetrics metrics, TimeProvider time)
        : IOpenedJob
    {
        private readonly JobMetrics _figures = metrics.Of(run.JobOptions.Id);

        public RunHeader Header => RunHeaders.Of(run, time);

        public bool WantsReport => run.JobOptions.Record.Html;

        public ITrainingRun Begin(IReadOnlyList<IJobObserver> observers) =>
            host.Begin(run, [.. observers, _figures]);

        public void Dispose()
        {
            _figures.Dispose();
            run.Dispose();
        }
    }
}
