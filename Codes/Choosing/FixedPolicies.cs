using System.Globalization;

namespace AkkaCoded.Codes.Choosing;

/// <summary>A plan that never changes, and what it took.</summary>
/// <param name="Name">Such as <c>fractional-repetition s=3</c>.</param>
/// <param name="Plan">The plan.</param>
/// <param name="TotalSeconds">Over all steps.</param>
public sealed record FixedPolicy(string Name, CodePlan Plan, double TotalSeconds);

/// <summary>
/// What could have been had by one plan for all steps, known only afterwards: the yardstick of the
/// chooser.
/// </summary>
public static class FixedPolicies
{
    /// <summary>Every worker one share, all waited for.</summary>
    public static CodePlan WaitForAll(int workers) =>
        CodePlan.Repetition(workers, [.. Enumerable.Range(0, workers).Select(w => new[] { w })]);

    /// <summary>Neighbours repeat each other in floor(n / (s+1)) groups of equal work.</summary>
    public static CodePlan Repetition(int workers, int stragglers)
    {
        var groups = workers / (stragglers + 1);
        return CodePlan.Repetition(
            workers, [.. Enumerable.Range(0, groups).Select(g => Share(workers, g, groups))]);
    }

    /// <summary>Runs waiting for all, and races of fractional repetition, of counting codes and of
    /// loads in proportion to the mean speeds of the whole run.</summary>
    /// <returns>The fastest first.</returns>
    public static IReadOnlyList<FixedPolicy> Run(IStepWorld world, bool carryOver = false)
    {
        var n = world.Workers;
        var plans = new List<(string Name, CodePlan Plan)> { ("uncoded", WaitForAll(n)) };
        for (var s = 1; s < n; s++)
        {
            if (n / (s + 1) != n / s || s == 1)
            {
                plans.Add(($"fractional-repetition s={Text(s)}", Repetition(n, s)));
            }

            plans.Add(($"cyclic s={Text(s)}", CodePlan.AnyOf(n, [.. Enumerable.Range(0, n)], s)));
        }

        if (n > 1)
        {
            plans.Add(("heterogeneous s=0", Balanced(world)));
        }

        return [.. plans
            .Select(p => new FixedPolicy(
                p.Name, p.Plan, RaceRun.TotalSeconds(world, p.Plan, carryOver)))
            .OrderBy(policy => policy.TotalSeconds)];
    }

    private static CodePlan Balanced(IStepWorld world)
    {
        var n = world.Workers;
        var speeds = new double[n];
        for (var worker = 0; worker < n; worker++)
        {
            var sum = 0.0;
            for (var step = 0; step < world.Steps; step++)
            {
                sum += world.Seconds(step, worker, 1.0 / n);
            }

            speeds[worker] = 1 / sum;
        }

        var all = speeds.Sum();
        return CodePlan.Repetition(
            n, [.. Enumerable.Range(0, n).Select(w => new[] { w })],
            Array.ConvertAll(speeds, speed => speed / all));
    }

    private static int[] Share(int workers, int group, int groups)
    {
        var (first, count) = Deal.Share(workers, group, groups);
        return [.. Enumerable.Range(first, count)];
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
