namespace AkkaCoded.Coordinator.Jobs;

/// <summary>What a run came to.</summary>
public sealed record RunResult
{
    /// <summary>Whether it was stopped before its last step.</summary>
    public required bool IsStopped { get; init; }

    /// <summary>Share of the test data classified rightly at the end; null where it was stopped.
    /// </summary>
    public required double? Accuracy { get; init; }

    /// <summary>Mean loss on the test data at the end; null where it was stopped.</summary>
    public required double? Loss { get; init; }

    /// <summary>Steps done since the start of training, resumed ones included.</summary>
    public required long Steps { get; init; }

    /// <summary>Steps done by this run.</summary>
    public required long StepsNow { get; init; }

    /// <summary>Wall time of a step, mean over this run; 0 where it did none.</summary>
    public required double MeanStepSeconds { get; init; }

    /// <summary>Earliest decodable time on the injected delays, mean over the steps; null where
    /// nothing was injected.</summary>
    public required double? EarliestDecodableSeconds { get; init; }

    /// <summary>The largest injected delay, mean over the steps: what waiting for all would have
    /// cost; null as above.</summary>
    public required double? WaitForAllSeconds { get; init; }

    /// <summary>Answers that were decoded, over all steps.</summary>
    public required long Used { get; init; }

    /// <summary>Answers that came and were not needed.</summary>
    public required long Late { get; init; }

    /// <summary>Answers that were stopped.</summary>
    public required long Cancelled { get; init; }

    /// <summary>Answers of workers that died, hung, failed, or were not there.</summary>
    public required long Lost { get; init; }

    /// <summary>How often a worker came back.</summary>
    public required long Restarts { get; init; }

    /// <summary>Messages that were out of date or doubled, and dropped.</summary>
    public required long Stale { get; init; }

    /// <summary>Largest residual / sqrt(chunks) of a decoded step.</summary>
    public required double DecodeError { get; init; }

    /// <summary>Weights and running statistics at the end.</summary>
    public required ReadOnlyMemory<float> Weights { get; init; }

    /// <summary>The newest checkpoint, or null.</summary>
    public required string? CheckpointFolder { get; init; }
}
