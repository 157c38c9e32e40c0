using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Job;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>Hears of the steps of a simulated job, and keeps what its result says.</summary>
/// <param name="options">What is kept.</param>
/// <param name="policy">Which policy runs.</param>
/// <param name="loads">By worker: share of the step that its row is.</param>
internal sealed class RunCollector(
    SimulationOptions options, ActorPolicy policy, double[] loads) : IJobObserver
{
    private readonly List<double> _seconds = [];
    private readonly List<double> _losses = [];
    private readonly List<IReadOnlyList<SimulatedFate>> _fates = [];
    private readonly List<IReadOnlyList<double>> _arrivals = [];

    public IReadOnlyList<double> StepSeconds => _seconds;

    /// <summary>What the results are made of; the whole step is 1.</summary>
    public double Useful { get; private set; }

    /// <summary>Answers that were sent to be decoded.</summary>
    public long Used { get; private set; }

    public IReadOnlyList<double>? Losses =>
        options.Gradients == SimulatedGradients.Real ? _losses : null;

    public IReadOnlyList<IReadOnlyList<SimulatedFate>>? Fates =>
        options.KeepsTimelines ? _fates : null;

    public IReadOnlyList<IReadOnlyList<double>>? Arrivals =>
        options.KeepsTimelines ? _arrivals : null;

    /// <inheritdoc/>
    public void OnStep(StepRecord step)
    {
        var steps = Steps();
        for (var i = 0; i < steps; i++)
        {
            _seconds.Add(step.Seconds / steps);
            _losses.Add(step.Loss);
        }

        Used += policy.Policy.Kind is PolicyKind.Async or PolicyKind.Ssp
            ? options.Workers
            : step.Used.Count;
        Useful += policy.IsSynchronousExact || !policy.IsSynchronous
            ? steps
            : Math.Min(1, step.Used.Sum(worker => loads[worker]));
        if (options.KeepsTimelines)
        {
            _fates.Add(FatesOf(step));
            _arrivals.Add([.. Enumerable.Range(0, options.Workers).Select(
                worker => step.ArrivalSeconds[worker] ?? double.NaN)]);
        }
    }

    /// <inheritdoc/>
    public void OnEvent(JobEvent happened)
    {
    }

    /// <summary>Steps that a record is about: a round of local steps is several.</summary>
    private int Steps() => policy.Policy.Kind == PolicyKind.LocalSgd
        ? Math.Min(policy.Policy.LocalSteps, options.Steps - _seconds.Count)
        : 1;

    private SimulatedFate[] FatesOf(StepRecord step)
    {
        var fates = new SimulatedFate[options.Workers];
        Mark(step.Used, SimulatedFate.Used);
        Mark(step.Late, SimulatedFate.Late);
        Mark(step.Cancelled, SimulatedFate.Cancelled);
        Mark(step.Lost, SimulatedFate.Lost);
        return fates;

        void Mark(IReadOnlyList<int> workers, SimulatedFate fate)
        {
            foreach (var worker in workers)
            {
                fates[worker] = loads[worker] > 0 ? fate : SimulatedFate.Idle;
            }
        }
    }
}
