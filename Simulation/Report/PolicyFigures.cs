using AkkaCoded.Coordinator.Record;

namespace AkkaCoded.Simulation.Report;

/// <summary>What tables, JSON and pictures say about a policy.</summary>
internal sealed record PolicyFigures
{
    public required PolicyResult Policy { get; init; }

    public required double MeanStepSeconds { get; init; }

    public required double P50StepSeconds { get; init; }

    public required double P99StepSeconds { get; init; }

    public required double TotalSeconds { get; init; }

    /// <summary>How many times faster than waiting for all.</summary>
    public required double Gain { get; init; }

    /// <summary>Until the loss is at the target; null: no losses, or it does not get there.
    /// </summary>
    public required double? TimeToTargetSeconds { get; init; }

    /// <summary>Work of a step, computing it once being 1.</summary>
    public double WorkPerStep => Policy.Work / Math.Max(Policy.StepSeconds.Count, 1);

    public static IReadOnlyList<PolicyFigures> Of(SimulationResult result)
    {
        var target = TargetLoss(result);
        return [.. result.Policies.Select(policy => Of(policy, result.Bounds, target))];
    }

    /// <summary>A loss that every policy reaches, as late as the slowest learner allows; null where
    /// no losses were computed.</summary>
    public static double? TargetLoss(SimulationResult result)
    {
        var lowest = result.Policies.Where(policy => policy.Losses is { Count: > 0 })
            .Select(policy => policy.Losses!.Min()).ToArray();
        return lowest.Length == 0 ? null : lowest.Max();
    }

    private static PolicyFigures Of(
        PolicyResult policy, SimulationBounds bounds, double? target)
    {
        var sorted = policy.StepSeconds.Order().ToArray();
        var total = policy.StepSeconds.Sum();
        return new()
        {
            Policy = policy,
            MeanStepSeconds = total / Math.Max(sorted.Length, 1),
            P50StepSeconds = RunTally.Quantile(sorted, 0.5),
            P99StepSeconds = RunTally.Quantile(sorted, 0.99),
            TotalSeconds = total,
            Gain = bounds.WaitForAllSeconds / total,
            TimeToTargetSeconds = TimeTo(policy, target),
        };
    }

    private static double? TimeTo(PolicyResult policy, double? target)
    {
        var seconds = 0.0;
        for (var step = 0; step < (policy.Losses?.Count ?? 0); step++)
        {
            seconds += policy.StepSeconds[step];
            if (policy.Losses![step] <= target)
            {
                return seconds;
            }
        }

        return null;
    }
}
