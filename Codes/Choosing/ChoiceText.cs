using System.Globalization;

namespace AkkaCoded.Codes.Choosing;

/// <summary>Says in words why a plan was taken.</summary>
internal static class ChoiceText
{
    private const int AlternativesMax = 6;

    /// <summary>The best plan of each family, waiting for all, and the next best.</summary>
    public static IReadOnlyList<Alternative> Alternatives(IReadOnlyList<PlanCost> costs)
    {
        var heads = costs.GroupBy(cost => cost.Plan.Family)
            .Select(family => family.MinBy(cost => cost.Expected)!);
        var best = costs.OrderBy(cost => cost.Expected).Take(2);
        return [.. heads.Concat(best).Concat(costs.Where(IsWaiting)).Distinct()
            .OrderBy(cost => cost.Expected)
            .Take(AlternativesMax)
            .Select(cost => new Alternative(cost.Plan.ToString(), cost.Expected))];
    }

    public static string Reason(
        PlanCost picked, PlanCost? trial, PlanCost? current, IReadOnlyList<PlanCost> costs,
        LearnedDelays learned)
    {
        var waiting = costs.Where(IsWaiting).MaxBy(cost => cost.Plan.Workers.Length);
        var against = waiting is null || waiting == picked
            ? ""
            : $", waiting for all {Text(waiting.Expected)} s";
        var stays = trial is null && current == picked ? "stays with " : "";
        var text = $"{stays}{picked.Plan}: expected {Text(picked.Expected)} s a step{against}. "
            + Delays(learned);
        return trial is null
            ? text
            : $"tries {trial.Plan} to learn more, for {Text(trial.Expected)} s instead "
                + $"of {Text(picked.Expected)} s of {picked.Plan}. {Delays(learned)}";
    }

    private static bool IsWaiting(PlanCost cost) =>
        cost.Plan.Family == "uncoded" && cost.Plan.Excluded.IsEmpty;

    private static string Delays(LearnedDelays learned)
    {
        var slow = learned.Slowness.Select((factor, worker) => (factor, worker))
            .Where(one => one.factor > 1.2)
            .OrderByDescending(one => one.factor)
            .ToList();
        var names = string.Join(", ", slow.Take(5).Select(
            one => $"{one.worker} ({one.factor.ToString("F1", CultureInfo.InvariantCulture)}x)"));
        var more = slow.Count > 5 ? $" and {slow.Count - 5} more" : "";
        return $"A typical worker takes {Text(learned.TypicalSeconds)} s, of which "
            + $"{Percent(learned.GrowingShare)} grow with the load; delays add "
            + $"{Percent(learned.TailShare)}, and {Percent(learned.Persistence)} of lateness stays "
            + $"with a worker{(slow.Count > 0 ? $"; slow: {names}{more}" : "")}";
    }

    private static string Percent(double share) =>
        (100 * share).ToString("F0", CultureInfo.InvariantCulture) + " %";

    private static string Text(double seconds) =>
        seconds.ToString("G3", CultureInfo.InvariantCulture);
}
