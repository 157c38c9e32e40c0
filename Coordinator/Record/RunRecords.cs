using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Record;

/// <summary>Where the time of a step went, in seconds; the parts add up to the step's.</summary>
/// <param name="ComputeSeconds">Computing and fetching parameters of the answer that ended the
/// step.</param>
/// <param name="WaitSeconds">The rest of the time until the step could be decoded.</param>
/// <param name="TransferSeconds">From the decision until every used answer was there.</param>
/// <param name="DecodeSeconds">Combining answers, as far as it did not overlap the transfer.
/// </param>
/// <param name="OptimizerSeconds">The update, and publishing the new parameters.</param>
public readonly record struct TimeSplit(
    double ComputeSeconds,
    double WaitSeconds,
    double TransferSeconds,
    double DecodeSeconds,
    double OptimizerSeconds);

/// <summary>One line of the run record: what a step did.</summary>
public sealed record StepRecord
{
    /// <summary>The step, from 0.</summary>
    public required long Step { get; init; }

    /// <summary>The coordinator's reign.</summary>
    public required long JobEpoch { get; init; }

    /// <summary>Mean loss of the step's samples before the update.</summary>
    public required double Loss { get; init; }

    /// <summary>Share of the step's samples classified rightly.</summary>
    public required double Accuracy { get; init; }

    /// <summary>2-norm of the decoded gradient.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Learning rate of the update.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Workers whose answers were decoded.</summary>
    public required IReadOnlyList<int> Used { get; init; }

    /// <summary>Workers whose answers came but were not needed: after the decision, or replicas of
    /// a used one.</summary>
    public required IReadOnlyList<int> Late { get; init; }

    /// <summary>Workers that were stopped.</summary>
    public required IReadOnlyList<int> Cancelled { get; init; }

    /// <summary>Workers that died, hung or failed.</summary>
    public required IReadOnlyList<int> Lost { get; init; }

    /// <summary>Residual / sqrt(chunks) of what was decoded; 0 up to rounding where exact.
    /// </summary>
    public required double DecodeError { get; init; }

    /// <summary>Amplification of the decoded set.</summary>
    public required double Amplification { get; init; }

    /// <summary>Wall time of the step.</summary>
    public required double Seconds { get; init; }

    /// <summary>Where it went.</summary>
    public required TimeSplit Split { get; init; }

    /// <summary>What writing a checkpoint during this step kept the job's thread; 0 where none was
    /// written. Workers compute meanwhile, so that it is not a part of the split.</summary>
    public double CheckpointSeconds { get; init; }

    /// <summary>Messages since the job began here that were out of date and were dropped.</summary>
    public long StaleMessages { get; init; }

    /// <summary>By worker number: seconds from the step's opening to its answer, or null.</summary>
    public required IReadOnlyList<double?> ArrivalSeconds { get; init; }

    /// <summary>By worker number: share of its row done when the step ended, 0 .. 1.</summary>
    public required IReadOnlyList<double> WorkDone { get; init; }

    /// <summary>By worker number: injected delay as drawn; null where nothing is injected.
    /// </summary>
    public IReadOnlyList<double>? DrawnDelaySeconds { get; init; }

    /// <summary>Earliest decodable time over the drawn delays; null as above.</summary>
    public double? EarliestDecodableSeconds { get; init; }

    /// <summary>Largest drawn delay: what waiting for all costs; null as above.</summary>
    public double? WaitForAllSeconds { get; init; }
}

/// <summary>Something that happened beside the steps.</summary>
/// <param name="Kind">One of joined, lost, failed, restarted, slow, quarantined, left, waiting,
/// going-on, replanned, wrong-answer, checkpoint, evaluation, resumed, stopped; of worker processes
/// of this machine node-started, node-lost, node-quarantined.</param>
/// <param name="Step">The step it happened in.</param>
/// <param name="Worker">Whom it happened to, or null.</param>
/// <param name="Text">For people.</param>
/// <param name="Loss">Evaluation: mean test loss.</param>
/// <param name="Accuracy">Evaluation: test accuracy.</param>
public sealed record JobEvent(
    string Kind,
    long Step,
    WorkerId? Worker,
    string Text,
    double? Loss = null,
    double? Accuracy = null);

/// <summary>
/// Hears what a job does. Calls come one at a time, on a thread of the job: return at once.
/// </summary>
public interface IJobObserver
{
    /// <summary>A step is done.</summary>
    void OnStep(StepRecord step);

    /// <summary>Something else happened.</summary>
    void OnEvent(JobEvent happened);
}
