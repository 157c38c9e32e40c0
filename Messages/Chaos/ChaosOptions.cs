using AkkaCoded.Codes.Latency;

namespace AkkaCoded.Messages.Chaos;

/// <summary>Section <c>coded.chaos</c>: faults injected on purpose.</summary>
public sealed record ChaosOptions
{
    /// <summary>Nothing is injected, and run-time injections are refused, unless this is on.
    /// </summary>
    public required bool Enabled { get; init; }

    /// <summary>Seed of all drawn delays.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Delay of every worker in every step, besides its computing; null: none.</summary>
    public required LatencyLaw? Law { get; init; }

    /// <summary>Single faults.</summary>
    public required IReadOnlyList<Fault> Faults { get; init; }
}

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>A delay law of its own instead of the common one.</summary>
    Delay,

    /// <summary>Computing and delay take a factor longer.</summary>
    Slow,

    /// <summary>Stops without a word, deaf to Cancel, for a time or for ever.</summary>
    Hang,

    /// <summary>The worker dies as a killed process does.</summary>
    Crash,

    /// <summary>The computation throws.</summary>
    Fail,

    /// <summary>The answer's values are wrong.</summary>
    Wrong,

    /// <summary>The worker leaves in good order.</summary>
    Leave,
}

/// <summary>
/// One injected fault. Text form: the kind, then key=value pairs, such as
/// <c>crash worker=3 step=120</c>, <c>hang worker=1 step=50 for=5s</c>,
/// <c>slow worker=2 factor=8 from=0 to=200</c>, <c>delay worker=4 law="normal(...)"</c>.
/// </summary>
/// <param name="Kind">What.</param>
/// <param name="Worker">Number of the worker it happens to.</param>
/// <param name="FromStep">First step it holds for.</param>
/// <param name="ToStep">Last step it holds for; Crash, Hang, Fail and Leave happen once, in
/// <paramref name="FromStep"/>, or in the first later step the worker computes.</param>
/// <param name="Factor">Slow: at least 1; else 1.</param>
/// <param name="Law">Delay: the law; else null.</param>
/// <param name="Duration">Hang: how long, null for ever.</param>
public sealed partial record Fault(
    FaultKind Kind,
    int Worker,
    long FromStep,
    long ToStep,
    double Factor,
    LatencyLaw? Law,
    TimeSpan? Duration);
