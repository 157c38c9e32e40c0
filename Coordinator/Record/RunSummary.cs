namespace AkkaCoded.Coordinator.Record;

/// <summary>What became of one worker's answers.</summary>
/// <param name="Worker">Its number.</param>
/// <param name="Used">Steps whose decoded set it was in.</param>
/// <param name="Late">Steps in which it answered after the decision.</param>
/// <param name="Cancelled">Steps in which it was stopped.</param>
/// <param name="Lost">Steps in which it died, hung or failed.</param>
/// <param name="Restarts">How often it was started again.</param>
/// <param name="MeanArrivalSeconds">Mean over the answers that came, from the step's opening;
/// null: none came.</param>
public sealed record WorkerTotals(
    int Worker,
    long Used,
    long Late,
    long Cancelled,
    long Lost,
    long Restarts,
    double? MeanArrivalSeconds);

/// <summary>Totals and means over the steps of a run.</summary>
public sealed record RunSummary
{
    /// <summary>How many steps it is about.</summary>
    public required long Steps { get; init; }

    /// <summary>Sum of the steps' wall times; evaluations and checkpoints are not in it.</summary>
    public required double StepSeconds { get; init; }

    /// <summary>Mean wall time of a step; 0 without a step.</summary>
    public required double MeanStepSeconds { get; init; }

    /// <summary>Half of the steps were faster.</summary>
    public required double P50StepSeconds { get; init; }

    /// <summary>1 % of the steps took at least so long.</summary>
    public required double P99StepSeconds { get; init; }

    /// <summary>Mean over the drawn delays of the first moment at which the step could be decoded:
    /// no rule of ending steps is faster with this code. Null where nothing was injected, because
    /// nobody knows when a cancelled answer would have come.</summary>
    public required double? EarliestDecodableSeconds { get; init; }

    /// <summary>Mean over the drawn delays of the largest one; null as above.</summary>
    public required double? WaitForAllSeconds { get; init; }

    /// <summary>Answers decoded.</summary>
    public required long Used { get; init; }

    /// <summary>Answers that came but were not needed.</summary>
    public required long Late { get; init; }

    /// <summary>Answers stopped.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Answers of workers that died, hung or failed.</summary>
    public required long Lost { get; init; }

    /// <summary>How often a worker was started again.</summary>
    public required long Restarts { get; init; }

    /// <summary>Largest decode error of a step, residual / sqrt(chunks).</summary>
    public required double DecodeErrorMax { get; init; }

    /// <summary>Samples per second of step time.</summary>
    public required double SamplesPerSecond { get; init; }

    /// <summary>Where the time of the mean step went.</summary>
    public required TimeSplit MeanSplit { get; init; }

    /// <summary>Loss of the last step.</summary>
    public required double? LastLoss { get; init; }

    /// <summary>Last evaluation: mean test loss.</summary>
    public required double? TestLoss { get; init; }

    /// <summary>Last evaluation: test accuracy.</summary>
    public required double? TestAccuracy { get; init; }

    /// <summary>By worker number.</summary>
    public required IReadOnlyList<WorkerTotals> Workers { get; init; }

    /// <summary>How much longer a step that waits for all takes than this run's; null where
    /// unknown.</summary>
    public double? SpeedUp =>
        MeanStepSeconds > 0 ? WaitForAllSeconds / MeanStepSeconds : null;

    /// <summary>This run's mean step over the bound; 1 cannot be beaten. Null where unknown.
    /// </summary>
    public double? OverBound =>
        EarliestDecodableSeconds > 0 ? MeanStepSeconds / EarliestDecodableSeconds : null;

    /// <summary>The summary of lines as they were written.</summary>
    /// <param name="lines">From <see cref="RunRecordReader.Read"/>.</param>
    public static RunSummary Of(IEnumerable<RunRecordLine> lines)
    {
        var tally = new RunTally(0);
        foreach (var line in lines)
        {
            tally.Add(line);
        }

        return tally.Summary();
    }
}
