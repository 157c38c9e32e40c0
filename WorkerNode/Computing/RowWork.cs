using AkkaCoded.Codes;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.WorkerNode.Computing;

/// <summary>
/// One row of one step as far as it is done. It outlives its item: a row that was cancelled is
/// kept until its step is closed, and a later attempt goes on from there. Thread-confined.
/// </summary>
internal sealed class RowWork
{
    private Compute _request;

    public RowWork(Compute request, float[] sum)
    {
        _request = request;
        Sum = sum;
        Reset();
    }

    /// <summary>The newest request for this row.</summary>
    public Compute Request => _request;

    public AnswerKey Key => _request.Key;

    /// <summary>Sum of the finished chunks; when done, the answer.</summary>
    public float[] Sum { get; }

    /// <summary>Steps of this row: 1, or the number of local steps.</summary>
    public int Steps => _request.Local?.LearningRates.Length ?? 1;

    /// <summary>The step within the row that is being computed, from 0.</summary>
    public int StepIndex { get; private set; }

    /// <summary>The step whose samples are being computed.</summary>
    public long Step => Key.Step.Step + StepIndex;

    /// <summary>Chunks of the current step that are in <see cref="Sum"/>.</summary>
    public int ChunksInStep { get; set; }

    /// <summary>Chunks done in all steps of the row.</summary>
    public int ChunksDone => (StepIndex * _request.RowChunks.Length) + ChunksInStep;

    public bool IsDone { get; private set; }

    /// <summary>Hash of the answer, once it is done.</summary>
    public ulong Hash { get; private set; }

    public double ParametersSeconds { get; set; }

    public double ComputeSeconds { get; set; }

    public double DelaySeconds { get; set; }

    /// <summary>Injected delay that is still to be waited for, in seconds.</summary>
    public double OwedSeconds { get; set; }

    /// <summary>Whether the current step's delay is in <see cref="OwedSeconds"/> already.</summary>
    public bool IsDelayDrawn { get; set; }

    /// <summary>Whether Cancel has ended a delay of this row: then no more follows.</summary>
    public bool IsDelayWaived { get; set; }

    /// <summary>Sums of loss and right answers over local steps.</summary>
    public double LossSum { get; set; }

    /// <summary>See <see cref="LossSum"/>.</summary>
    public double CorrectSum { get; set; }

    /// <summary>Hand-overs that may still read <see cref="Sum"/>.</summary>
    public int PostsPending { get; set; }

    /// <summary>Whether its step is closed: the vector goes back once no hand-over reads it.
    /// </summary>
    public bool IsClosed { get; set; }

    /// <summary>Whether another piece of work for the same partition has taken its place.</summary>
    public bool IsReplaced { get; set; }

    /// <summary>The factor of the chunk that comes next.</summary>
    public float NextCoefficient => _request.Coefficients.IsDefaultOrEmpty
        ? 1f
        : (float)_request.Coefficients[ChunksInStep];

    public WorkTimings Timings => new(ParametersSeconds, ComputeSeconds, DelaySeconds);

    /// <summary>Takes over a later attempt; false where that is for another piece of work.
    /// </summary>
    public bool TryRenew(Compute request)
    {
        if (!IsSameWork(request))
        {
            return false;
        }

        _request = request;
        return true;
    }

    /// <summary>Begins from the start.</summary>
    public void Reset()
    {
        Contract.Require(!IsDone, "an answer that may have been handed over does not change");
        StepIndex = 0;
        ChunksInStep = 0;
        IsDelayWaived = false;
        IsDelayDrawn = false;
        OwedSeconds = 0;
        (ParametersSeconds, ComputeSeconds, DelaySeconds) = (0, 0, 0);
        (LossSum, CorrectSum) = (0, 0);
        ClearSum();
    }

    /// <summary>Goes on to the next local step; after the last one the sum stays.</summary>
    public void NextStep()
    {
        StepIndex++;
        IsDelayDrawn = false;
        if (StepIndex < Steps)
        {
            ClearSum();
        }

        ChunksInStep = 0;
    }

    /// <summary>The answer stands in <see cref="Sum"/>.</summary>
    public void Finish(ulong hash)
    {
        Hash = hash;
        IsDone = true;
    }

    private void ClearSum() => Array.Clear(Sum);

    private bool IsSameWork(Compute other) =>
        other.ParametersVersion == _request.ParametersVersion
        && other.Chunks == _request.Chunks
        && other.RowChunks.AsSpan().SequenceEqual(_request.RowChunks.AsSpan())
        && other.Coefficients.AsSpan().SequenceEqual(_request.Coefficients.AsSpan())
        && IsSameLocal(other.Local, _request.Local);

    private static bool IsSameLocal(LocalSteps? one, LocalSteps? other) =>
        one is null || other is null
            ? one is null && other is null
            : one.GradientScale == other.GradientScale
                && one.LearningRates.AsSpan().SequenceEqual(other.LearningRates.AsSpan());
}
