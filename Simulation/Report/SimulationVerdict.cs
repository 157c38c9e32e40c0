namespace AkkaCoded.Simulation.Report;

/// <summary>What a comparison comes to, in sentences.</summary>
internal static class SimulationVerdict
{
    /// <summary>Less than this is no reason to change anything.</summary>
    private const double Little = 1.02;

    public static IEnumerable<string> Sentences(SimulationResult result)
    {
        var bounds = result.Bounds;
        var gain = bounds.WaitForAllSeconds / bounds.BestFixedSeconds;
        yield return gain < Little
            ? "On these delays no fixed code gains anything over waiting for all: no code is the "
                + "right choice."
            : $"On these delays {bounds.BestFixedName} is the best fixed code: {gain:0.00} times "
                + "as fast as waiting for all.";
        if (Rival(result) is { } rival)
        {
            yield return $"{rival.Name} did better than any: "
                + $"{bounds.WaitForAllSeconds / rival.StepSeconds.Sum():0.00} times as fast as "
                + "waiting for all" + (rival.RanOnActors ? "." : ", as a model has it.");
        }

        var median = bounds.EveryWorkerAtMedianSeconds;
        var text = new TotalText([median, bounds.WaitForAllSeconds]);
        yield return $"Were every worker at its step's median, the {result.Steps} steps would take "
            + $"{text.Of(median)}; waiting for all takes {text.Of(bounds.WaitForAllSeconds)}.";
        if (Auto(result) is { } auto)
        {
            var off = (auto.StepSeconds.Sum() / bounds.BestFixedSeconds) - 1;
            yield return "auto, which began with no knowledge, is "
                + (Math.Abs(off) < 0.0005 ? "as fast as it."
                    : $"{Math.Abs(off):0.0%} {(off > 0 ? "slower" : "faster")} than it.");
        }
    }

    /// <summary>An exact policy that beats every fixed code; null: none does.</summary>
    private static PolicyResult? Rival(SimulationResult result) => result.Policies
        .Where(policy => policy.IsSynchronousExact
            && policy.StepSeconds.Sum() * Little < result.Bounds.BestFixedSeconds)
        .MinBy(policy => policy.StepSeconds.Sum());

    private static PolicyResult? Auto(SimulationResult result) => result.Policies
        .FirstOrDefault(policy => policy.Name.StartsWith("auto", StringComparison.Ordinal));
}
