using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.CommandLine;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Configuration;

namespace AkkaCoded.Coordinator.Service;

/// <summary>Trains on the nodes of a cluster.</summary>
internal sealed class HostEngine(CoordinatorHost host, TimeProvider time) : IJobEngine
{
    public ValidateReport Check(LayeredConfig config) => ValidateReport.Of(config);

    public IOpenedJob Open(LayeredConfig config) =>
        new Opened(host, TrainingRun.Open(config), time);

    private sealed class Opened(CoordinatorHost host, OpenedRun run, TimeProvider time)
        : IOpenedJob
    {
        public RunHeader Header => RunHeaders.Of(run, time);

        public bool WantsReport => run.JobOptions.Record.Html;

        public ITrainingRun Begin(IReadOnlyList<IJobObserver> observers) =>
            host.Begin(run, observers);

        public void Dispose() => run.Dispose();
    }
}
