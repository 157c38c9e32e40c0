using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Training;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>
/// What a simulated job trains: nothing, or the sum of synthetic gradients, which is held against
/// the true one after each step.
/// </summary>
/// <param name="steps">Steps of the training.</param>
/// <param name="gradients">Null: there are no vectors.</param>
/// <param name="code">Says how many shares a step has.</param>
internal sealed class SimulatedModel(
    long steps, SyntheticGradients? gradients, GradientCode code) : IJobModel
{
    private int _parts;
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
    public bool IsWithinStep => _parts > 0;

    /// <inheritdoc/>
    public StepReport Apply(Span<float> vector)
    {
        gradients?.Check(Step, code.Chunks, vector);
        return Take(vector, steps: 1);
    }

    /// <inheritdoc/>
    public StepReport? ApplyPart(Span<float> vector, long step)
    {
        _parts = (_parts + 1) % code.Workers;
        return _parts == 0 ? Take(vector, steps: 1) : null;
    }

    /// <inheritdoc/>
    public StepReport ApplyChange(Span<float> sum, int workers, int steps) => Take(sum, steps);

    /// <inheritdoc/>
    public IReadOnlyList<double> LearningRates(int steps) =>
        [.. Enumerable.Repeat(1.0, steps)];

    /// <inheritdoc/>
    public string? Save() => null;

    /// <inheritdoc/>
    public void Evaluate(Action<long, EvaluationResult?, Exception?> done) =>
        done(Step, new EvaluationResult(0, 0, 0), null);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private StepReport Take(ReadOnlySpan<float> change, int steps)
    {
        for (var i = 0; i < change.Length; i++)
        {
            _weights[i] += change[i];
        }

        Step += steps;
        return new StepReport(Step - 1, 0, 0, 0, 0, 0);
    }
}
