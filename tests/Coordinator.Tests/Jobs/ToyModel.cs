using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.Tests.Jobs;

/// <summary>
/// A model whose weights are the sum of all decoded vectors, which makes a step that is lost, taken
/// twice or decoded wrongly visible in exact whole numbers.
/// </summary>
internal sealed class ToyModel(int vectorLength, long stepCount, long firstStep = 0) : IJobModel
{
    private readonly float[] _weights = new float[vectorLength];

    public long JobEpoch => 5;

    public int VectorLength => vectorLength;

    public long Step { get; private set; } = firstStep;

    public long StepCount => stepCount;

    public ResumePoint? ResumedFrom { get; } =
        firstStep == 0 ? null : new ResumePoint("checkpoint", firstStep);

    public string? CheckpointFolder { get; private set; }

    public ReadOnlySpan<float> Weights => _weights;

    public bool IsCheckpointDue => Step == stepCount;

    public bool IsEvaluationDue => false;

    public bool IsDisposed { get; private set; }

    public List<long> Saved { get; } = [];

    /// <summary>The sums that steps were taken with.</summary>
    public List<float> Sums { get; } = [];

    /// <summary>What a chunk's vector holds at each place.</summary>
    public static float ChunkValue(long step, int chunk) => ((step + 3) * (chunk + 11) % 97) + 1;

    public static float StepSum(long step, int chunks) =>
        Enumerable.Range(0, chunks).Sum(chunk => ChunkValue(step, chunk));

    public StepReport Apply(Span<float> vector)
    {
        Contract.Require(vector.Length == vectorLength, "a vector of this model");
        for (var i = 0; i < vector.Length; i++)
        {
            Contract.Require(vector[i] == vector[0], "all places hold the same");
            _weights[i] += vector[i];
        }

        Sums.Add(vector.Length == 0 ? 0 : vector[0]);
        return new StepReport(Step++, 0, Sums[^1], 1, 0.1, 1);
    }

    public bool IsWithinStep => false;

    public StepReport? ApplyPart(Span<float> vector, long step) => Apply(vector);

    public StepReport ApplyChange(Span<float> sum, int workers, int steps) => Apply(sum);

    public IReadOnlyList<double> LearningRates(int steps) => [.. Enumerable.Repeat(0.1, steps)];

    public string? Save()
    {
        Saved.Add(Step);
        return CheckpointFolder = $"step-{Step}";
    }

    /// <summary>Set: the evaluation is over when the test calls what it is given.</summary>
    public Action<Action>? HoldsEvaluation { get; set; }

    public void Evaluate(Action<long, EvaluationResult?, Exception?> done)
    {
        var step = Step;
        (HoldsEvaluation ?? (tell => tell()))(
            () => done(step, new EvaluationResult(0.25, 0.75, 4), null));
    }

    public void Dispose() => IsDisposed = true;
}
