using AkkaCoded.Coordinator.CommandLine;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Coordinator.Tests.Record;

public sealed class RunReportTextSpec
{
    [Fact]
    public void Report_must_say_what_the_race_bought_in_plain_text_when_no_terminal()
    {
        var run = new FakeRun(31, steps: 200);
        var summary = RunSummary.Of(run.Lines);
        var text = Text(run, summary);

        Assert.DoesNotContain('\e', text);
        Assert.Contains(
            $"A step took {TimeUnit.Text(summary.MeanStepSeconds)}", text,
            StringComparison.Ordinal);
        Assert.Contains($"{summary.SpeedUp:0.0} times as long", text, StringComparison.Ordinal);
        Assert.Contains("1 lost, 1 restarted, 1 joined", text, StringComparison.Ordinal);
        Assert.Contains("compute", text, StringComparison.Ordinal);
        Assert.DoesNotContain("evaluation", text, StringComparison.Ordinal);
        var bars = text.Split('\n').Where(line => line.Contains("##", StringComparison.Ordinal))
            .Select(line => line.Count(letter => letter == '#')).ToArray();
        Assert.Equal(3, bars.Length);
        Assert.Equal(48, bars[2]);
        Assert.True(bars[0] <= bars[1] && bars[1] < bars[2]);
    }

    [Fact]
    public void Report_must_list_every_worker_with_its_answers()
    {
        var run = new FakeRun(32, steps: 200);
        var summary = RunSummary.Of(run.Lines);
        var rows = Text(run, summary).Split('\n').Select(line =>
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        foreach (var worker in summary.Workers)
        {
            var row = rows.Single(cells => cells.Length > 6 && cells[0] == $"{worker.Worker}");
            Assert.Equal(
                [$"{worker.Used}", $"{worker.Late}", $"{worker.Cancelled}", $"{worker.Lost}"],
                row[1..5]);
        }
    }

    [Fact]
    public void Report_must_be_short_when_there_are_many_workers_or_no_steps()
    {
        var many = new FakeRun(33, workers: 300, steps: 10);
        Assert.InRange(Text(many, RunSummary.Of(many.Lines)).Split('\n').Length, 10, 60);
        var none = new FakeRun(34, steps: 0);
        Assert.Contains(
            "No step", Text(none, RunSummary.Of(none.Lines)), StringComparison.Ordinal);
    }

    [Fact]
    public void Result_must_have_the_keys_that_programs_read()
    {
        var summary = RunSummary.Of(new FakeRun(35, steps: 20).Lines);
        using var output = new StringWriter();
        CommandOutput.Json(
            output, TrainJson.Of(summary, 0.97, 0.1, 60, "runs/x/checkpoints/step-60", "runs/x"));
        var json = System.Text.Json.JsonDocument.Parse(output.ToString()).RootElement;
        Assert.Equal(
            [
                "accuracy", "loss", "steps", "stepsNow", "meanStepSeconds",
                "earliestDecodableSeconds", "waitForAllSeconds", "used", "late", "cancelled",
                "lost", "restarts", "decodeError", "samplesPerSecond", "checkpoint", "record",
            ],
            json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(60, json.GetProperty("steps").GetInt64());
        Assert.Equal(20, json.GetProperty("stepsNow").GetInt64());
    }

    private static string Text(FakeRun run, RunSummary summary)
    {
        var events = new EventList();
        run.Play(events);
        using var output = new StringWriter();
        RunReportText.Write(
            CommandOutput.Console(output), summary, run.Header.Workers, events.Events);
        return output.ToString();
    }
}
