using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Simulation.Report;

/// <summary>The tables of a simulation's report.</summary>
internal static class SimulationTables
{
    private const int DecisionsShown = 200;

    public static void AddPolicies(
        ReportPage page, SimulationResult result, IReadOnlyList<PolicyFigures> policies)
    {
        var hasLosses = PolicyFigures.TargetLoss(result) is not null;
        var columns = new List<(string, bool)>
        {
            ("policy", false), ("total", true), ("gain", true), ("mean step", true),
            ("p50", true), ("p99", true), ("work per step", true), ("wasted", true),
            ("received", true),
        };
        if (hasLosses)
        {
            columns.Add(("to target", true));
        }

        page.AddTable(
            "Policies",
            "All on the very same delays. Gain: times as fast as waiting for all. Work: computing "
            + "a step once is 1; wasted is the share of it that no result needed. A policy with * "
            + "takes other steps than exact training, so its steps do not compare; one with † is a "
            + "model of its times, all others ran the real job's actors.",
            columns,
            policies.Select(one => Row(one, hasLosses, Texts(policies))));
    }

    public static void AddDecisions(ReportPage page, SimulationResult result)
    {
        foreach (var policy in result.Policies.Where(policy => policy.Decisions.Count > 0))
        {
            var hidden = policy.Decisions.Count - DecisionsShown;
            page.AddTable(
                $"What {policy.Name} decided",
                hidden > 0 ? $"The first {DecisionsShown} of {policy.Decisions.Count}." : "",
                [("decision", false)],
                policy.Decisions.Take(DecisionsShown)
                    .Select(text => (IReadOnlyList<string>)[Svg.Escape(text)]));
        }
    }

    /// <summary>The name with its marks: * other steps, † a model.</summary>
    public static string Marked(PolicyResult policy) => policy.Name
        + (policy.IsSynchronousExact ? "" : " *") + (policy.RanOnActors ? "" : " †");

    private static (TotalText Total, TotalText Step) Texts(
        IReadOnlyList<PolicyFigures> policies) => (
        new(policies.Select(one => one.TotalSeconds)),
        new(policies.Select(one => one.MeanStepSeconds)));

    private static List<string> Row(
        PolicyFigures one, bool hasLosses, (TotalText Total, TotalText Step) text)
    {
        var row = new List<string>
        {
            Svg.Escape(Marked(one.Policy)),
            text.Total.Of(one.TotalSeconds),
            $"{one.Gain:0.00}x",
            text.Step.Of(one.MeanStepSeconds),
            text.Step.Of(one.P50StepSeconds),
            text.Step.Of(one.P99StepSeconds),
            $"{one.WorkPerStep:0.00}",
            $"{one.Policy.WastedWork:0%}",
            ByteText.Of(one.Policy.Bytes),
        };
        if (hasLosses)
        {
            row.Add(one.TimeToTargetSeconds is { } time ? text.Total.Of(time) : "never");
        }

        return row;
    }
}
