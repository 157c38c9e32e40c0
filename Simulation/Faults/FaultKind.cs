namespace AkkaCoded.Simulation.Faults;

/// <summary>What goes wrong in a fault world, besides what links do to single messages.</summary>
internal enum FaultKind
{
    /// <summary>A worker's process is killed; its node starts it anew after its pause.</summary>
    Crash,

    /// <summary>A worker's compute thread makes no progress for a time.</summary>
    Hang,

    /// <summary>As <see cref="Hang"/>, until the worker is restarted.</summary>
    HangForGood,

    /// <summary>The worker's next computation throws: it starts anew on the spot.</summary>
    Throw,

    /// <summary>A worker says goodbye, and comes back under a new start later on.</summary>
    Leave,

    /// <summary>Nothing passes between a worker and the coordinator, in either direction.
    /// </summary>
    CutBoth,

    /// <summary>Nothing reaches a worker, but it is heard.</summary>
    CutToWorker,

    /// <summary>A worker is not heard, but everything reaches it.</summary>
    CutFromWorker,

    /// <summary>A worker computes many times slower for a time.</summary>
    Slow,

    /// <summary>A worker's next answer is wrong, hash included; computed again it is right.
    /// </summary>
    WrongAnswer,

    /// <summary>A worker's next upload breaks off in the middle and is not told about.</summary>
    BrokenUpload,

    /// <summary>A worker's next upload takes far longer than usual.</summary>
    LateUpload,

    /// <summary>The coordinator is killed and starts anew from its checkpoint.</summary>
    CoordinatorCrash,

    /// <summary>As <see cref="CoordinatorCrash"/>, but the old one does not know that it is
    /// replaced and goes on for a while.</summary>
    CoordinatorSplit,
}

/// <summary>One fault of a plan.</summary>
/// <param name="At">When it begins.</param>
/// <param name="Kind">What.</param>
/// <param name="Worker">Whom it happens to; without meaning for the coordinator.</param>
/// <param name="For">How long it lasts, where it lasts.</param>
internal sealed record PlannedFault(TimeSpan At, FaultKind Kind, int Worker, TimeSpan For)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{At.TotalSeconds:0.000} s {Kind} worker {Worker} for {For.TotalSeconds:0.000} s";
}

/// <summary>What a link does to single messages while faults go on.</summary>
/// <param name="Loss">Share of messages that never arrive.</param>
/// <param name="Duplication">Share of messages that arrive twice.</param>
/// <param name="Delay">Least delay.</param>
/// <param name="Jitter">Mean of the exponential delay on top.</param>
/// <param name="KeepsOrder">Whether messages arrive in the order in which they were sent.</param>
internal sealed record LinkQuality(
    double Loss, double Duplication, TimeSpan Delay, TimeSpan Jitter, bool KeepsOrder)
{
    /// <summary>What every link is once the faults have stopped.</summary>
    public static readonly LinkQuality Sound =
        new(0, 0, TimeSpan.FromMilliseconds(1), TimeSpan.Zero, true);
}
