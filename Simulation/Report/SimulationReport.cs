using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Simulation.Report;

/// <summary>A simulation as one self-contained HTML file.</summary>
public static class SimulationReport
{
    /// <summary>The page.</summary>
    /// <param name="result">What was simulated; at least one policy.</param>
    /// <param name="command">The command that gives the same again; empty: unknown.</param>
    public static string ToHtml(SimulationResult result, string command)
    {
        var policies = PolicyFigures.Of(result);
        var page = new ReportPage(
            "Simulation",
            $"{result.Source} · {result.Workers} workers · {result.Steps} steps · "
                + $"seed {result.Seed}");
        page.AddHtml("<p class=\"verdict\">"
            + string.Join(' ', SimulationVerdict.Sentences(result).Select(Svg.Escape)) + "</p>");
        page.AddBars(Bars(result, policies));
        SimulationTables.AddPolicies(page, result, policies);
        page.Add(SimulationPlots.Distribution(policies));
        page.Add(SimulationPlots.Completed(policies));
        AddOptional(page, FrontierPlot.Of(result, policies));
        AddOptional(
            page, SimulationPlots.Losses(policies, PolicyFigures.TargetLoss(result)));
        foreach (var race in SimulationTimelines.Of(result))
        {
            page.Add(race);
        }

        AddOptional(page, SimulationHeatMap.Of(result));
        SimulationTables.AddDecisions(page, result);
        AddEnd(page, command);
        return page.ToHtml();
    }

    private static void AddOptional(ReportPage page, Plot? plot)
    {
        if (plot is not null)
        {
            page.Add(plot);
        }
    }

    private static IReadOnlyList<ReportBar> Bars(
        SimulationResult result, IReadOnlyList<PolicyFigures> policies)
    {
        var shown = SimulationPlots.Shown(policies);
        (string Name, double Seconds)[] bounds =
        [
            ("first decodable moment, in hindsight", result.Bounds.EarliestDecodableSeconds),
            ("every worker at its median", result.Bounds.EveryWorkerAtMedianSeconds),
        ];
        var text = new TotalText(
            shown.Select(one => one.TotalSeconds).Concat(bounds.Select(one => one.Seconds)));
        return
        [
            .. shown.Select((one, i) => new ReportBar(
                SimulationPlots.Style(i), one.Policy.Name, one.TotalSeconds,
                text.Of(one.TotalSeconds))),
            .. bounds.Select(one => new ReportBar(
                "cancelled", $"bound: {one.Name}", one.Seconds, text.Of(one.Seconds))),
        ];
    }

    private static void AddEnd(ReportPage page, string command)
    {
        page.AddHtml("<section><h2>What the figures contain</h2><p class=\"says\">"
            + "Delays of workers, and of transfers where they are given. Not in them: the "
            + "coordinator's own computing, a network that several answers share, and what a real "
            + "delay would have been at a load that was never measured: that follows from the load "
            + "law named above.</p>");
        if (command.Length > 0)
        {
            page.AddDetails("The command that gives these figures again", command);
        }

        page.AddHtml("</section>");
    }
}
