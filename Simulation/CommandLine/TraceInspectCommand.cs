using System.CommandLine;
using AkkaCoded.Coordinator.CommandLine;
using AkkaCoded.Coordinator.Report;
using AkkaCoded.Simulation.Traces;
using Spectre.Console;

namespace AkkaCoded.Simulation.CommandLine;

/// <summary><c>trace inspect</c>: what measured times mean for codes.</summary>
internal static class TraceInspectCommand
{
    /// <summary>Workers shown as text: the slowest. JSON has them all.</summary>
    private const int WorkersShown = 8;

    public static Command Create()
    {
        var json = Options.Json();
        var command = new Command(
            "inspect",
            "Ratios of order statistics, persistence, workers, fitted laws, and what they mean.")
        {
            json,
        };
        var source = new TraceSource(command);
        command.SetAction(parsed =>
        {
            var (grid, missing, _) = source.Read(parsed);
            var facts = new TraceFacts(grid.ToTrace());
            var report = TraceInspection.Of(facts, missing);
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
            {
                CommandOutput.Json(output, report);
            }
            else
            {
                Write(output, report);
            }
        });
        return command;
    }

    private static void Write(TextWriter output, TraceInspection report)
    {
        output.WriteLine($"{report.Trace}: {report.Steps} steps of {report.Workers} workers");
        if (report.MissingAnswers > 0)
        {
            output.WriteLine(
                $"{report.MissingAnswers} answers had no time; what stands for them is drawn");
        }

        output.WriteLine($"step: median worker {TimeUnit.Text(report.MedianStepSeconds)}, "
            + $"slowest {TimeUnit.Text(report.WaitForAllSeconds)} (means over the steps)");
        var console = CommandOutput.Console(output);
        console.Write(Ratios(report));
        console.Write(PersistenceTable(report));
        console.Write(WorkerTable(report));
        console.Write(Laws(report));
        foreach (var sentence in report.Advice)
        {
            output.WriteLine(sentence);
        }
    }

    private static Table Ratios(TraceInspection report)
    {
        var table = CommandOutput.Table(("per step", false), ("mean", true), ("worst step", true));
        AddRatio(table, "slowest / median", report.MaxOverMedian);
        AddRatio(table, "99th percentile / median", report.P99OverMedian);
        foreach (var (answers, ratio) in report.OrderRatios)
        {
            table.AddRow($"slowest / {answers} answers are there", $"{ratio:0.00}", "");
        }

        table.AddRow("share above twice the median", $"{report.OverTwiceMedian:0.00%}", "");
        table.AddRow("share above twice the fastest", $"{report.OverTwiceFastest:0.00%}", "");
        return table;
    }

    private static void AddRatio(Table table, string name, StepRatio ratio) =>
        table.AddRow(name, $"{ratio.Mean:0.00}", $"{ratio.Max:0.00}");

    private static Table PersistenceTable(TraceInspection report)
    {
        var table = CommandOutput.Table(
            ("slow: above ... times the median", false), ("share of times", true),
            ("of those slow a step before", true));
        foreach (var (factor, share, again) in report.Persistence)
        {
            table.AddRow($"{factor}", $"{share:0.0%}", again is { } known ? $"{known:0.0%}" : "-");
        }

        return table;
    }

    private static Table WorkerTable(TraceInspection report)
    {
        var table = CommandOutput.Table(
            (report.Workers > WorkersShown ? "slowest workers" : "worker", false),
            ("mean", true), ($"slow (above {TraceFacts.Slow}) in", true));
        var shown = report.WorkerMeans.OrderByDescending(worker => worker.MeanSeconds)
            .Take(WorkersShown);
        foreach (var (worker, mean, slow) in shown)
        {
            table.AddRow($"{worker}", TimeUnit.Text(mean), $"{slow:0.0%} of the steps");
        }

        return table;
    }

    private static Table Laws(TraceInspection report)
    {
        var table = CommandOutput.Table(("fitted law, the best first", false), ("BIC", true));
        foreach (var law in report.Laws)
        {
            table.AddRow(Markup.Escape(law.Law), $"{law.Bic:0.0}");
        }

        return table;
    }
}
