using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Training;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>
/// What a simulated job trains: nothing, or the sum of synthetic gradients, which is held against
/// the true one after each step.
/// </summary>
internal sealed class SimulatedModel(long steps, SyntheticGradients? gradients, int chunks)
    : IJobModel
{
    private readonly float[] _weights = new float[gradients?.Length ?? 0];

    /// <inheritdoc/>
    public long JobEpoch => 1;

    /// <inheritdoc/>
    public int VectorLength => gradients?.Length ?? 0;

    /// <inheritdoc/>
    public long Step { get; private set; }

    /// <inheritdoc/>
    public long StepCount => steps;

    /// <inheritdoc/>
    public ResumePoint? ResumedFrom => null;

    /// <inheritdoc/>
    public string? CheckpointFolder => null;

    /// <inheritdoc/>
    public ReadOnlySpan<float> Weights => _weights;

    /// <inheritdoc/>
    public bool IsCheckpointDue => false;

    /// <inheritdoc/>
    public bool IsEvaluationDue => false;

    /// <inheritdoc/>
    public StepReport Apply(Span<float> vector)
    {
        gradients?.Check(Step, chunks, vector);
        for (var i = 0; i < vector.Length; i++)
        {
            _weights[i] += vector[i];
        }

        return new StepReport(Step++, 0, 0, 0, 0, 0);
    }

    /// <inheritdoc/>
    public string? Save() => null;

    /// <inheritdoc/>
    public void Evaluate(Action<long, EvaluationResult?, Exception?> done) =>
        done(Step, new EvaluationResult(0, 0, 0), null);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
