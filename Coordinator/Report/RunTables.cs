using AkkaCoded.Coordinator.Record;

namespace AkkaCoded.Coordinator.Report;

/// <summary>The tables of a run's report.</summary>
internal static class RunTables
{
    /// <summary>Events shown from the beginning, and as many from the end.</summary>
    private const int EventsShown = 150;

    /// <summary>Workers beyond make a table that nobody reads; the heat map shows them all.
    /// </summary>
    private const int WorkersShown = 256;

    public static void AddWorkers(ReportPage page, RunRecordData data)
    {
        var workers = data.Summary.Workers;
        page.AddTable(
            "Workers",
            workers.Count > WorkersShown ? $"The first {WorkersShown} of {workers.Count}." : "",
            [
                ("worker", true), ("share of its answers", false), ("used", true),
                ("late", true), ("cancelled", true), ("lost", true), ("restarts", true),
                ("mean arrival", true),
            ],
            workers.Take(WorkersShown).Select(worker => (IReadOnlyList<string>)
            [
                $"{worker.Worker}",
                ShareBar(worker),
                $"{worker.Used:#,0}",
                $"{worker.Late:#,0}",
                $"{worker.Cancelled:#,0}",
                $"{worker.Lost:#,0}",
                $"{worker.Restarts}",
                worker.MeanArrivalSeconds is { } arrival ? TimeUnit.Text(arrival) : "none",
            ]));
    }

    public static void AddEvents(ReportPage page, RunRecordData data)
    {
        var events = data.Events;
        var hidden = events.Count - (2 * EventsShown);
        var shown = hidden <= 0
            ? events
            : [.. events.Take(EventsShown), .. events.TakeLast(EventsShown)];
        page.AddTable(
            "Events",
            events.Count == 0 ? "Nothing happened beside the steps."
                : hidden > 0
                    ? $"The first and the last {EventsShown} of {events.Count:#,0}; all are in "
                        + "record.jsonl."
                    : "",
            [("time", true), ("step", true), ("what", false), ("worker", true), ("", false)],
            shown.Select(line => (IReadOnlyList<string>)
            [
                TimeUnit.Clock(line.AtSeconds),
                $"{line.Event.Step:#,0}",
                $"<span class=\"kind\"><i class=\"{Style(line.Event.Kind)}\"></i>"
                    + $"{Svg.Escape(line.Event.Kind)}</span>",
                line.Event.Worker is { } worker ? $"{worker.Number}" : "",
                Svg.Escape(line.Event.Text),
            ]));
    }

    private static string ShareBar(WorkerTotals worker)
    {
        var all = Math.Max(worker.Used + worker.Late + worker.Cancelled + worker.Lost, 1);
        (string Style, long Count)[] parts =
        [
            ("used", worker.Used), ("late", worker.Late), ("cancelled", worker.Cancelled),
            ("lost", worker.Lost),
        ];
        return "<span class=\"share\" aria-hidden=\"true\">" + string.Concat(
            parts.Where(part => part.Count > 0).Select(part =>
                $"<i class=\"{part.Style}\" "
                + $"style=\"width:{Svg.Number(100.0 * part.Count / all)}%\"></i>")) + "</span>";
    }

    private static string Style(string kind) => kind switch
    {
        "lost" or "failed" or "wrong-answer" or "waiting" or "quarantined"
            or "node-lost" or "node-quarantined" => "lost",
        "slow" => "late",
        "joined" or "restarted" or "going-on" or "node-started" => "bound",
        "evaluation" => "test",
        "checkpoint" => "transfer",
        _ => "other",
    };
}
