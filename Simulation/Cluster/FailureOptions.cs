namespace AkkaCoded.Simulation.Cluster;

/// <summary>How workers fail and come back.</summary>
public sealed record FailureOptions
{
    /// <summary>Mean running time until a worker fails, exponentially distributed; read where
    /// <see cref="Recorded"/> is null.</summary>
    public double MeanSecondsToFailure { get; init; }

    /// <summary>Mean time until it is back, exponentially distributed; read as above.</summary>
    public double MeanSecondsToRepair { get; init; }

    /// <summary>Faults as they were recorded; null: exponential ones.</summary>
    public RecordedFaults? Recorded { get; init; }

    /// <summary>True: a failed worker stops without a word, and the coordinator finds out by its
    /// deadlines. False: it hears of the death at once, as from a connection that breaks.</summary>
    public bool IsSilent { get; init; }
}
