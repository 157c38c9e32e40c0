using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Training;

namespace AkkaCoded.Simulation.Faults;

/// <summary>The model of one reign: takes steps from where the shelf's checkpoint stands, and has
/// each of them checked.</summary>
internal sealed class FaultModel : IJobModel
{
    private const int TwiceEvery = 5;

    private readonly FaultWorld _world;
    private readonly FaultPlan _plan;
    private readonly float[] _weights;

    public FaultModel(FaultWorld world)
    {
        (_world, _plan) = (world, world.Plan);
        var shelf = world.Shelf;
        JobEpoch = shelf.NextEpoch();
        (Step, _weights) = (shelf.Step, [.. shelf.Weights]);
        if (Step > 0)
        {
            ResumedFrom = new ResumePoint($"step-{Step}", Step);
            Step += world.Sabotage == Sabotage.LoseStep && Step < _plan.Steps ? 1 : 0;
        }
    }

    public long JobEpoch { get; }

    public int VectorLength => _plan.VectorLength;

    public long Step { get; private set; }

    public long StepCount => _plan.Steps;

    public ResumePoint? ResumedFrom { get; }

    public string? CheckpointFolder { get; private set; }

    public ReadOnlySpan<float> Weights => _weights;

    public bool IsCheckpointDue => Step % _plan.CheckpointEvery == 0;

    public bool IsEvaluationDue => false;

    public bool IsWithinStep => false;

    public StepReport Apply(Span<float> vector)
    {
        var now = _world.Now;
        _world.Findings.StepsApplied++;
        _world.Findings.Require(
            Step < StepCount, now, "no step is taken twice",
            $"step {Step} of {StepCount} was taken");
        var decoded = vector.ToArray();
        if (!_world.Truth.Accepts(Step, vector))
        {
            _world.Findings.Fail(
                now, "the decoded sum is the true sum",
                $"step {Step} was decoded to [{Text(decoded)}], "
                + $"not to [{Text(_world.Truth.Sum(Step))}]");
        }

        _world.Truth.Move(_weights, vector);
        if (_world.Sabotage == Sabotage.ApplyTwice && Step % TwiceEvery == TwiceEvery - 1)
        {
            _world.Truth.Move(_weights, vector);
        }

        return new StepReport(Step++, 0, 0, 0, 0, 0);
    }

    public StepReport? ApplyPart(Span<float> vector, long step) =>
        throw new NotSupportedException("the fault world runs steps in lockstep");

    public StepReport ApplyChange(Span<float> sum, int workers, int steps) =>
        throw new NotSupportedException("the fault world runs steps in lockstep");

    public IReadOnlyList<double> LearningRates(int steps) => [];

    public string? Save()
    {
        _world.Shelf.Save(JobEpoch, Step, _weights);
        return CheckpointFolder = $"step-{Step}";
    }

    public void Evaluate(Action<long, EvaluationResult?, Exception?> done) =>
        done(Step, new EvaluationResult(0, 0, 1), null);

    public void Dispose()
    {
    }

    private static string Text(float[] vector) => string.Join(", ", vector.Select(
        value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
}
