using System.Text.RegularExpressions;
using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Simulation.Report;

/// <summary>Redundancy against time: a curve per family of codes.</summary>
internal static class FrontierPlot
{
    /// <summary>Null where no family was run with two redundancies.</summary>
    public static Plot? Of(SimulationResult result, IReadOnlyList<PolicyFigures> policies)
    {
        var families = Families(policies);
        if (families.Count == 0)
        {
            return null;
        }

        var most = families.Max(family => family.Curve.Max(one => one.Policy.Stragglers!.Value));
        var times = families.SelectMany(family => family.Curve).Select(one => one.MeanStepSeconds)
            .Append(Median(result)).ToArray();
        return new Plot
        {
            Id = "redundancy",
            Title = "Redundancy against time",
            Description = "Mean step time by s, the stragglers that a code survives whichever they "
                + "are; every worker then computes about s + 1 times its share. Where a curve "
                + "turns up, more redundancy costs more than it saves.",
            XAxis = Axis.Counts("stragglers s", 0, Math.Max(most, 1)),
            YAxis = Axis.Seconds("mean step time", 0, times.Max() * 1.05).Rounded(5),
            Layers =
            [
                .. families.SelectMany((family, i) => Layers(family, i)),
                new LineLayer(
                    "other", "every worker at its step's median", [0, Math.Max(most, 1)],
                    [Median(result), Median(result)], isDashed: true),
            ],
        };
    }

    /// <summary>Curves of at least two redundancies, each beginning without one.</summary>
    internal static IReadOnlyList<(string Name, IReadOnlyList<PolicyFigures> Curve)> Families(
        IReadOnlyList<PolicyFigures> policies)
    {
        var uncoded = policies.Where(one => one.Policy is
            { Stragglers: 0, IsSynchronousExact: true }).Take(1).ToArray();
        return
        [
            .. policies.Where(one => one.Policy.Stragglers is > 0)
                .GroupBy(one => FamilyOf(one.Policy))
                .Where(family => family.Count() > 1)
                .Select(family => (family.Key, (IReadOnlyList<PolicyFigures>)
                [
                    .. uncoded,
                    .. family.OrderBy(one => one.Policy.Stragglers),
                ])),
        ];
    }

    /// <summary>The name without its number of stragglers.</summary>
    internal static string FamilyOf(PolicyResult policy) =>
        Regex.Replace(policy.Name, $@"[:,]? ?s ?= ?{policy.Stragglers}\b", "");

    private static IEnumerable<PlotLayer> Layers(
        (string Name, IReadOnlyList<PolicyFigures> Curve) family, int index)
    {
        double[] xs = [.. family.Curve.Select(one => (double)one.Policy.Stragglers!.Value)];
        double[] ys = [.. family.Curve.Select(one => one.MeanStepSeconds)];
        var best = family.Curve.MinBy(one => one.MeanStepSeconds)!.Policy.Stragglers;
        yield return new LineLayer(
            SimulationPlots.Style(index), $"{family.Name}, best with s = {best}", xs, ys,
            isDashed: index % 2 == 1);
        yield return new PointsLayer(SimulationPlots.Style(index), "", xs, ys);
    }

    private static double Median(SimulationResult result) =>
        result.Bounds.EveryWorkerAtMedianSeconds / Math.Max(result.Steps, 1);
}
