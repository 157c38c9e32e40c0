using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Record;

namespace AkkaCoded.Coordinator.Report;

/// <summary>The report of a run as one self-contained HTML file.</summary>
public static class RunReport
{
    /// <summary>Writes <see cref="RunFolder.Report"/> from the record and job.conf.</summary>
    /// <exception cref="InvalidInputException">CDL-0560 to CDL-0563: the record cannot be read,
    /// or the report cannot be written.</exception>
    public static void Write(RunFolder run)
    {
        var html = ToHtml(
            RunRecordReader.Read(run.Record), File.ReadAllText(run.JobConf));
        RunFolder.Guarded(run.Report, () =>
        {
            // A reader may have the old report open: it sees the old or the new one, no half.
            var next = run.Report + ".new";
            File.WriteAllText(next, html);
            File.Move(next, run.Report, overwrite: true);
            return true;
        });
    }

    /// <summary>The report of lines that begin with a session.</summary>
    /// <param name="lines">From <see cref="RunRecordReader.Read"/>.</param>
    /// <param name="configuration">Resolved configuration.</param>
    public static string ToHtml(IEnumerable<RunRecordLine> lines, string configuration)
    {
        var data = RunRecordData.Of(lines);
        var header = data.Header;
        var page = new ReportPage(
            header.Job,
            $"{header.Code} · {header.Policy} · {header.Workers} workers · "
                + $"{data.Sessions[0].Header.StartedAt:yyyy-MM-dd HH:mm 'UTC'zzz}");
        page.AddHtml(Verdict(data));
        AddComparison(page, data);
        page.AddCards(Cards(data));
        if (data.Summary.Steps > 0)
        {
            foreach (var plot in RunPlots.All(data))
            {
                page.Add(plot);
            }

            RunTables.AddWorkers(page, data);
        }

        RunTables.AddEvents(page, data);
        AddConfiguration(page, data, configuration);
        return page.ToHtml();
    }

    private static string Verdict(RunRecordData data) =>
        "<p class=\"verdict\">" + string.Join(
            ' ', RunVerdict.Sentences(data.Summary, data.Header.Workers).Select(Svg.Escape))
        + "</p>";

    private static void AddComparison(ReportPage page, RunRecordData data)
    {
        if (data.Summary is { EarliestDecodableSeconds: { } bound, WaitForAllSeconds: > 0 })
        {
            var (mean, all) = (data.Summary.MeanStepSeconds, data.Summary.WaitForAllSeconds.Value);
            page.AddBars(
            [
                new("bound", "bound", bound, TimeUnit.Text(bound)),
                new("run", "this run", mean, TimeUnit.Text(mean)),
                new("all", "waiting for all", all, TimeUnit.Text(all)),
            ]);
        }
    }

    private static IEnumerable<ReportCard> Cards(RunRecordData data)
    {
        var summary = data.Summary;
        if (summary is { TestAccuracy: { } accuracy, TestLoss: { } loss })
        {
            yield return new($"{accuracy:0.0%}", "test accuracy");
            yield return new(TimeUnit.Digits(loss), "test loss");
        }

        yield return new($"{summary.Steps:#,0}", "steps");
        yield return new(TimeUnit.Clock(data.LastSeconds), "running time");
        yield return new(TimeUnit.Digits(summary.SamplesPerSecond), "samples/s");
        yield return new(
            $"{TimeUnit.Text(summary.P50StepSeconds)}",
            $"median step; p99 {TimeUnit.Text(summary.P99StepSeconds)}");
        yield return new(
            Share(summary.Used, summary),
            $"of answers used; {Share(summary.Cancelled, summary)} cancelled");
        yield return new($"{summary.Lost:#,0}", $"answers lost; {summary.Late:#,0} late");
        yield return new($"{summary.Restarts}", "restarts");
        yield return new(
            summary.DecodeErrorMax == 0 ? "0" : summary.DecodeErrorMax.ToString("0.#e+0"),
            "largest decode error of a step");
    }

    private static string Share(long count, RunSummary of)
    {
        var all = of.Used + of.Late + of.Cancelled + of.Lost;
        return all == 0 ? "0%" : $"{100.0 * count / all:0}%";
    }

    private static void AddConfiguration(
        ReportPage page, RunRecordData data, string configuration)
    {
        var header = data.Header;
        page.AddHtml("<section><h2>Configuration</h2>");
        if (header.Chaos is { Length: > 0 } chaos)
        {
            page.AddHtml($"<p class=\"note\">Injected on purpose: {Svg.Escape(chaos)}</p>");
        }

        page.AddDetails("job.conf", configuration);
        page.AddHtml("</section>");
        var machine = header.Machine;
        page.AddHtml($"<footer>{Svg.Escape(machine.Os)}, {machine.Cores} cores, "
            + $".NET {Svg.Escape(machine.DotNet)}, engine {Svg.Escape(machine.Engine)}; "
            + $"seed {header.Seed}; {Sessions(data.Sessions.Count)}.</footer>");
    }

    private static string Sessions(int count) =>
        count == 1 ? "one session" : $"{count} sessions";
}
