using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Training;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>A model that a simulation really trains: as in a real job, but for as many steps as are
/// simulated, and without what would take the clock on the wall (evaluation, checkpoints).
/// </summary>
internal sealed class TrainedModel(IJobModel model, long steps) : IJobModel
{
    /// <inheritdoc/>
    public long JobEpoch => model.JobEpoch;

    /// <inheritdoc/>
    public int VectorLength => model.VectorLength;

    /// <inheritdoc/>
    public long Step => model.Step;

    /// <inheritdoc/>
    public long StepCount => steps;

    /// <inheritdoc/>
    public ResumePoint? ResumedFrom => null;

    /// <inheritdoc/>
    public string? CheckpointFolder => null;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Weights => model.Weights;

    /// <inheritdoc/>
    public bool IsWithinStep => model.IsWithinStep;

    /// <inheritdoc/>
    public bool IsCheckpointDue => false;

    /// <inheritdoc/>
    public bool IsEvaluationDue => false;

    /// <inheritdoc/>
    public StepReport Apply(Span<float> vector) => model.Apply(vector);

    /// <inheritdoc/>
    public StepReport? ApplyPart(Span<float> vector, long step) => model.ApplyPart(vector, step);

    /// <inheritdoc/>
    public StepReport ApplyChange(Span<float> sum, int workers, int taken) =>
        model.ApplyChange(sum, workers, taken);

    /// <inheritdoc/>
    public IReadOnlyList<double> LearningRates(int count) => model.LearningRates(count);

    /// <inheritdoc/>
    public string? Save() => null;

    /// <inheritdoc/>
    public void Evaluate(Action<long, EvaluationResult?, Exception?> done) =>
        done(Step, new EvaluationResult(0, 0, 0), null);

    /// <inheritdoc/>
    public void Dispose() => model.Dispose();
}
