using AkkaCoded.Coordinator.CommandLine;
using AkkaCoded.Simulation.Report;
using Spectre.Console;

namespace AkkaCoded.Simulation.CommandLine;

/// <summary>A simulation as a table for people.</summary>
internal static class SimulationText
{
    public static void Write(TextWriter output, SimulationResult result)
    {
        output.WriteLine($"{result.Source}");
        output.WriteLine($"{result.Workers} workers, {result.Steps} steps, seed {result.Seed}; "
            + "every policy meets the very same delays");
        var figures = PolicyFigures.Of(result);
        var console = CommandOutput.Console(output);
        console.Write(Policies(result, figures));
        console.Write(Bounds(result, figures));
        if (figures.Any(one => !one.Policy.IsSynchronousExact))
        {
            output.WriteLine("* takes other steps than exact training: its times do not compare");
        }

        if (figures.Any(one => !one.Policy.RanOnActors))
        {
            output.WriteLine("† a model of its times; all others ran the job's own actors");
        }

        foreach (var sentence in SimulationVerdict.Sentences(result))
        {
            output.WriteLine(sentence);
        }
    }

    private static Table Policies(SimulationResult result, IReadOnlyList<PolicyFigures> figures)
    {
        var hasLosses = PolicyFigures.TargetLoss(result) is not null;
        var step = new TotalText(figures.Select(one => one.MeanStepSeconds));
        var total = new TotalText(figures.Select(one => one.TotalSeconds));
        var columns = new List<(string, bool)>
        {
            ("policy", false), ("mean step", true), ("p50", true), ("p99", true), ("total", true),
            ("against wait-all", true), ("wasted", true), ("received", true),
        };
        if (hasLosses)
        {
            columns.Add(("to target", true));
        }

        var table = CommandOutput.Table([.. columns]);
        foreach (var one in figures)
        {
            var cells = new List<string>
            {
                Markup.Escape(SimulationTables.Marked(one.Policy)),
                step.Of(one.MeanStepSeconds), step.Of(one.P50StepSeconds),
                step.Of(one.P99StepSeconds), total.Of(one.TotalSeconds), $"{one.Gain:0.00}x",
                $"{one.Policy.WastedWork:0%}", ByteText.Of(one.Policy.Bytes),
            };
            if (hasLosses)
            {
                cells.Add(one.TimeToTargetSeconds is { } time ? total.Of(time) : "never");
            }

            table.AddRow([.. cells]);
        }

        return table;
    }

    private static Table Bounds(SimulationResult result, IReadOnlyList<PolicyFigures> figures)
    {
        var bounds = result.Bounds;
        var text = new TotalText(figures.Select(one => one.TotalSeconds));
        var table = CommandOutput.Table(("against", false), ("total", true), ("", false));
        table.AddRow("waiting for all", text.Of(bounds.WaitForAllSeconds), "");
        table.AddRow(
            "best fixed policy in hindsight", text.Of(bounds.BestFixedSeconds),
            Markup.Escape(bounds.BestFixedName));
        table.AddRow(
            "first decodable moment in hindsight", text.Of(bounds.EarliestDecodableSeconds),
            "each step under the best of the compared codes");
        table.AddRow(
            "every worker at its median", text.Of(bounds.EveryWorkerAtMedianSeconds),
            "no stragglers, no redundancy");
        return table;
    }
}
