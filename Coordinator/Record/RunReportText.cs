using AkkaCoded.Coordinator.CommandLine;
using AkkaCoded.Coordinator.Report;
using Spectre.Console;

namespace AkkaCoded.Coordinator.Record;

/// <summary>The end report on the terminal; plain text where the console has no colours.</summary>
internal static class RunReportText
{
    /// <summary>Columns of the longest bar.</summary>
    private const int BarColumns = 48;

    /// <summary>Beyond, only workers that stand out are listed.</summary>
    private const int WorkersShown = 24;

    private const int EventsShown = 12;

    /// <param name="console">From <see cref="CommandOutput.Console"/>.</param>
    /// <param name="summary">Totals of the session.</param>
    /// <param name="workers">Workers that have a row.</param>
    /// <param name="events">What happened beside the steps, in order.</param>
    public static void Write(
        IAnsiConsole console, RunSummary summary, int workers, IReadOnlyList<JobEvent> events)
    {
        console.WriteLine();
        foreach (var sentence in RunVerdict.Sentences(summary, workers))
        {
            console.WriteLine(sentence);
        }

        if (summary.Steps == 0)
        {
            return;
        }

        WriteBars(console, summary);
        console.Write(Workers(summary));
        WriteSplit(console, summary);
        WriteEvents(console, events);
    }

    private static void WriteBars(IAnsiConsole console, RunSummary summary)
    {
        if (summary is not { EarliestDecodableSeconds: { } bound, WaitForAllSeconds: { } all })
        {
            return;
        }

        var longest = Math.Max(Math.Max(all, summary.MeanStepSeconds), bound);
        console.WriteLine();
        Bar(console, "bound", "green", bound, longest);
        Bar(console, "this run", "blue", summary.MeanStepSeconds, longest);
        Bar(console, "waiting for all", "darkorange3", all, longest);
    }

    private static void Bar(
        IAnsiConsole console, string name, string color, double seconds, double longest)
    {
        var mark = console.Profile.Capabilities.Unicode ? '█' : '#';
        var columns = longest > 0 ? (int)Math.Round(BarColumns * seconds / longest) : 0;
        var bar = new string(mark, Math.Clamp(columns, 1, BarColumns));
        console.MarkupLine($"  {name,-16}[{color}]{bar}[/] {TimeUnit.Text(seconds)}");
    }

    private static Table Workers(RunSummary summary)
    {
        var table = CommandOutput.Table(
            ("worker", true), ("used", true), ("late", true), ("cancelled", true),
            ("lost", true), ("restarts", true), ("mean arrival", true));
        var listed = summary.Workers.Count <= WorkersShown
            ? summary.Workers
            : [.. summary.Workers.Where(StandsOut).Take(WorkersShown)];
        foreach (var worker in listed)
        {
            table.AddRow(
                $"{worker.Worker}", $"{worker.Used}", $"{worker.Late}", $"{worker.Cancelled}",
                Alarming(worker.Lost), Alarming(worker.Restarts),
                worker.MeanArrivalSeconds is { } arrival ? TimeUnit.Text(arrival) : "none");
        }

        table.AddRow(
            "all", $"{summary.Used}", $"{summary.Late}", $"{summary.Cancelled}",
            $"{summary.Lost}", $"{summary.Restarts}", "");
        return table;
    }

    private static string Alarming(long count) => count == 0 ? "0" : $"[darkorange3]{count}[/]";

    /// <summary>In a long list, those that were lost, restarted, or of little use.</summary>
    private static bool StandsOut(WorkerTotals worker) =>
        worker.Lost > 0 || worker.Restarts > 0 || worker.Cancelled > 9 * worker.Used;

    private static void WriteSplit(IAnsiConsole console, RunSummary summary)
    {
        var split = summary.MeanSplit;
        (string Name, double Seconds)[] parts =
        [
            ("compute", split.ComputeSeconds), ("wait", split.WaitSeconds),
            ("transfer", split.TransferSeconds), ("decode", split.DecodeSeconds),
            ("optimizer", split.OptimizerSeconds),
        ];
        var all = parts.Sum(part => part.Seconds);
        console.WriteLine("A step's time: " + string.Join(", ", parts.Select(part =>
            $"{part.Name} {TimeUnit.Text(part.Seconds)}"
            + (all > 0 ? $" ({part.Seconds / all:0%})" : ""))));
    }

    private static void WriteEvents(IAnsiConsole console, IReadOnlyList<JobEvent> events)
    {
        // Evaluations and checkpoints are in the ordinary course of a run.
        var notable = events
            .Where(one => one.Kind is not ("evaluation" or "checkpoint")).ToArray();
        if (notable.Length == 0)
        {
            return;
        }

        console.WriteLine("Events: " + string.Join(", ", notable
            .GroupBy(one => one.Kind).Select(group => $"{group.Count()} {group.Key}")));
        foreach (var one in notable.TakeLast(EventsShown))
        {
            console.WriteLine($"  step {one.Step,7}  {one.Kind,-12} {one.Text}");
        }
    }
}
