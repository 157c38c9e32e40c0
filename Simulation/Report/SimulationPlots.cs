using AkkaCoded.Coordinator.Record;
using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Simulation.Report;

/// <summary>Distributions of step times, losses over time, and redundancy against time.</summary>
internal static class SimulationPlots
{
    /// <summary>Policies in one picture at most: beyond, colours can't be told apart.</summary>
    public const int SeriesMax = 7;

    /// <summary>CSS class of the i-th series.</summary>
    public static string Style(int index) => $"p{index % SeriesMax}";

    /// <summary>Waiting for all, then the fastest; in the order asked for.</summary>
    public static IReadOnlyList<PolicyFigures> Shown(IReadOnlyList<PolicyFigures> policies)
    {
        if (policies.Count <= SeriesMax)
        {
            return policies;
        }

        var waiting = policies.FirstOrDefault(one => one.Policy.Stragglers == 0)
            ?? policies.MaxBy(one => one.TotalSeconds)!;
        var kept = policies.Where(one => one != waiting).OrderBy(one => one.TotalSeconds)
            .Take(SeriesMax - 1).Append(waiting).ToHashSet();
        return [.. policies.Where(kept.Contains)];
    }

    public static Plot Distribution(IReadOnlyList<PolicyFigures> policies)
    {
        var shown = Shown(policies);
        return new Plot
        {
            Id = "distribution",
            Title = "Step times",
            Description = "A histogram for each policy, on the very same delays; the line is the "
                + "mean. Heights show the square root of the share of steps, so that rare slow "
                + "steps stay visible." + OfAll(shown, policies),
            XAxis = TimeAxis(shown),
            YAxis = Axis.Bands("", [.. shown.Select(_ => "")]),
            Layers =
            [
                new RidgeLayer(
                [
                    .. shown.Select((one, i) => new Ridge(Style(i), one.Policy.StepSeconds, "")),
                ]),
                new BandNamesLayer(
                [
                    .. shown.Select(one =>
                        $"{one.Policy.Name}: {TimeUnit.Text(one.MeanStepSeconds)}"),
                ]),
            ],
            Height = 80 * shown.Count,
            NarrowHeight = 76 * shown.Count,
        };
    }

    public static Plot Completed(IReadOnlyList<PolicyFigures> policies)
    {
        var shown = Shown(policies);
        var shares = Enumerable.Range(0, 201).Select(i => i / 2.0).ToArray();
        return new Plot
        {
            Id = "completed",
            Title = "Steps done within a time",
            Description = "Share of the steps that were done after so long. The further left a "
                + "curve, the faster; the tail shows at the top." + OfAll(shown, policies),
            XAxis = TimeAxis(shown),
            YAxis = Axis.Linear("share of steps (%)", 0, 100),
            Layers =
            [
                .. shown.Select((one, i) => new LineLayer(
                    Style(i), one.Policy.Name, Quantiles(one, shares), shares,
                    isDashed: i % 2 == 1, isStep: true)),
            ],
        };
    }

    /// <summary>Null where no losses were computed.</summary>
    public static Plot? Losses(IReadOnlyList<PolicyFigures> policies, double? target)
    {
        var shown = Shown([.. policies.Where(one => one.Policy.Losses is { Count: > 1 })]);
        if (shown.Count == 0)
        {
            return null;
        }

        var all = shown.SelectMany(one => one.Policy.Losses!).Where(double.IsFinite).ToArray();
        return new Plot
        {
            Id = "losses",
            Title = "Loss over time",
            Description = "Exact policies take the same steps and differ in time alone; others "
                + "also take other steps."
                + (target is { } loss
                    ? $" Time to target is when the loss is at {TimeUnit.Digits(loss)}." : ""),
            XAxis = Axis.Seconds("simulated time", 0, shown.Max(one => one.TotalSeconds)),
            YAxis = Axis.Linear("loss", Math.Min(all.Min(), 0), all.Max()).Rounded(5),
            Layers =
            [
                .. shown.Select((one, i) => new LineLayer(
                    Style(i), one.Policy.Name, Times(one), one.Policy.Losses!,
                    isDashed: i % 2 == 1)),
            ],
        };
    }

    private static double[] Times(PolicyFigures one)
    {
        var now = 0.0;
        return [.. one.Policy.StepSeconds.Select(seconds => now += seconds)];
    }

    private static string OfAll(
        IReadOnlyList<PolicyFigures> shown, IReadOnlyList<PolicyFigures> all) =>
        shown.Count == all.Count ? "" : $" The {shown.Count - 1} fastest of {all.Count} policies, "
            + "and waiting for all.";

    private static double[] Quantiles(PolicyFigures one, double[] shares)
    {
        var sorted = one.Policy.StepSeconds.Order().ToArray();
        return [.. shares.Select(share => RunTally.Quantile(sorted, share / 100))];
    }

    /// <summary>A time of 0 has no logarithm.</summary>
    private static Axis TimeAxis(IReadOnlyList<PolicyFigures> shown)
    {
        var times = shown.SelectMany(one => one.Policy.StepSeconds)
            .Where(time => time > 0 && double.IsFinite(time)).ToArray();
        return times.Length == 0
            ? Axis.Seconds("step time", 1e-6, 1, isLog: true)
            : Axis.Seconds("step time", times.Min() * 0.9, times.Max() * 1.1, isLog: true);
    }
}
