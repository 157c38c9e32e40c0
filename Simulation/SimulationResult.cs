namespace AkkaCoded.Simulation;

/// <summary>What became of a worker in a step that is drawn as a timeline.</summary>
public enum SimulatedFate
{
    /// <summary>It had no row.</summary>
    Idle,

    /// <summary>Its answer was decoded.</summary>
    Used,

    /// <summary>It answered after the decision.</summary>
    Late,

    /// <summary>It was stopped.</summary>
    Cancelled,

    /// <summary>It was down.</summary>
    Lost,
}

/// <summary>A policy's course over the simulated steps.</summary>
public sealed record PolicyResult
{
    /// <summary>Name with parameters, such as <c>fractional-repetition race, s = 3</c>.</summary>
    public required string Name { get; init; }

    /// <summary>s, or null where the policy has none.</summary>
    public required int? Stragglers { get; init; }

    /// <summary>Whether every update is the exact gradient of its step at the parameters of the
    /// update before; only such policies are compared step for step.</summary>
    public required bool IsSynchronousExact { get; init; }

    /// <summary>Whether the real TrainingJob actors ran it, or a model of a published scheme.
    /// </summary>
    public required bool RanOnActors { get; init; }

    /// <summary>Seconds of each step, in order.</summary>
    public required IReadOnlyList<double> StepSeconds { get; init; }

    /// <summary>Work of all workers over all steps; a whole step computed once is 1.</summary>
    public required double Work { get; init; }

    /// <summary>Share of <see cref="Work"/> that no result needed.</summary>
    public required double WastedWork { get; init; }

    /// <summary>Bytes sent to the coordinator.</summary>
    public required double Bytes { get; init; }

    /// <summary>Loss after each step where real gradients were computed, else null.</summary>
    public IReadOnlyList<double>? Losses { get; init; }

    /// <summary>By step and worker, for the heat map; null where not kept.</summary>
    public IReadOnlyList<IReadOnlyList<SimulatedFate>>? Fates { get; init; }

    /// <summary>By step and worker, arrival in seconds from the step's opening; null where not
    /// kept, NaN where no answer came.</summary>
    public IReadOnlyList<IReadOnlyList<double>>? Arrivals { get; init; }

    /// <summary>What the chooser decided, with its reasons; empty for fixed policies.</summary>
    public IReadOnlyList<string> Decisions { get; init; } = [];
}

/// <summary>Times that no choice can beat, or that a choice would have to beat; totals over all
/// steps, in seconds.</summary>
/// <param name="EveryWorkerAtMedianSeconds">Every worker takes its step's median at the uncoded
/// load.</param>
/// <param name="EarliestDecodableSeconds">The first decodable moment of each step, with hindsight,
/// under the best of the compared codes.</param>
/// <param name="BestFixedSeconds">The best fixed exact synchronous policy in hindsight.</param>
/// <param name="BestFixedName">Which that is.</param>
/// <param name="WaitForAllSeconds">Uncoded, waiting for all.</param>
public sealed record SimulationBounds(
    double EveryWorkerAtMedianSeconds,
    double EarliestDecodableSeconds,
    double BestFixedSeconds,
    string BestFixedName,
    double WaitForAllSeconds);

/// <summary>A comparison of policies on the very same delays.</summary>
public sealed record SimulationResult
{
    /// <summary>Where the delays come from, for people.</summary>
    public required string Source { get; init; }

    /// <summary>n.</summary>
    public required int Workers { get; init; }

    /// <summary>Simulated steps.</summary>
    public required int Steps { get; init; }

    /// <summary>Seed of all chance.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The policies, in the order asked for.</summary>
    public required IReadOnlyList<PolicyResult> Policies { get; init; }

    /// <summary>What they are held against.</summary>
    public required SimulationBounds Bounds { get; init; }
}
