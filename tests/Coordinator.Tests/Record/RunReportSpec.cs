using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Coordinator.Report;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Record;

public sealed partial class RunReportSpec
{
    private const int ReportBytesMax = 2_000_000;

    public static TheoryData<int, int, int, bool> Runs => new()
    {
        { 1, 8, 300, true },
        { 2, 8, 700, false },
        { 3, 2, 1, true },
        { 4, 200, 600, true },
        { 5, 4, 0, true },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public void Report_must_be_whole_and_fetch_nothing(
        int seed, int workers, int steps, bool isInjected)
    {
        var html = Html(new FakeRun(seed, workers, steps, isInjected));

        Assert.InRange(html.Length, 5_000, ReportBytesMax);
        var addresses = Address().Matches(html).Select(match => match.Value).Distinct();
        Assert.All(addresses, address => Assert.Equal("http://www.w3.org/2000/svg", address));
        Assert.DoesNotMatch(Fetching(), html);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
        Assert.Contains("name=\"viewport\"", html, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Plots_must_be_well_formed_named_and_described(
        int seed, int workers, int steps, bool isInjected)
    {
        var pictures = Pictures(Html(new FakeRun(seed, workers, steps, isInjected)));

        Assert.Equal(steps == 0 ? 0 : (steps > 1 ? 7 : 6) * 2, pictures.Count);
        var ids = pictures.SelectMany(svg => svg.DescendantsAndSelf())
            .Select(element => (string?)element.Attribute("id")).OfType<string>().ToArray();
        Assert.Equal(ids.Length, ids.Distinct().Count());
        foreach (var svg in pictures)
        {
            var named = ((string)svg.Attribute("aria-labelledby")!).Split(' ');
            Assert.Equal((string?)svg.Element("title")!.Attribute("id"), named[0]);
            Assert.Equal((string?)svg.Element("desc")!.Attribute("id"), named[1]);
            Assert.True(svg.Element("desc")!.Value.Length > 20);
        }
    }

    [Fact]
    public void Report_must_say_what_the_race_bought_and_show_it()
    {
        var run = new FakeRun(11, steps: 400);
        var summary = RunSummary.Of(run.Lines);
        var html = Html(run);

        Assert.Contains(
            $"Waiting for all 8 workers would have taken "
                + TimeUnit.Text(summary.WaitForAllSeconds!.Value), html, StringComparison.Ordinal);
        Assert.Contains($"{summary.SpeedUp:0.0} times as long", html, StringComparison.Ordinal);
        foreach (var id in new[] { "loss", "distribution", "completed", "answers", "split" })
        {
            Assert.Contains($"<figure id=\"{id}\">", html, StringComparison.Ordinal);
        }

        Assert.Contains("worker 3 is gone", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_must_not_invent_a_comparison_when_nothing_was_injected()
    {
        var html = Html(new FakeRun(12, steps: 100, isInjected: false));
        Assert.Contains("No delay was injected", html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"bars\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain(">wait for all<", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_must_escape_what_users_wrote()
    {
        var html = Html(new FakeRun(13, steps: 60));
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<again>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_of_twenty_thousand_steps_must_stay_small() => Assert.InRange(
        Html(new FakeRun(14, steps: 20_000)).Length, 50_000, ReportBytesMax);

    [Fact]
    [Trait("Suite", "Slow")]
    public void Report_of_a_hundred_thousand_steps_must_stay_small()
    {
        var html = Html(new FakeRun(14, workers: 16, steps: 100_000));
        Assert.InRange(html.Length, 50_000, ReportBytesMax);
        Assert.Contains("100,000", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_must_survive_steps_that_name_no_worker()
    {
        var run = new FakeRun(18, steps: 3);
        for (var i = 0; i < run.Lines.Count; i++)
        {
            if (run.Lines[i] is StepLine line)
            {
                run.Lines[i] = line with
                {
                    Step = line.Step with
                    {
                        Used = [],
                        Late = [],
                        Cancelled = [],
                        Lost = [],
                        ArrivalSeconds = [],
                        WorkDone = [],
                        DrawnDelaySeconds = null,
                        EarliestDecodableSeconds = 0,
                        WaitForAllSeconds = 0,
                    },
                };
            }
        }

        Assert.Equal(12, Pictures(Html(run)).Count);
    }

    [Fact]
    public void Report_must_survive_a_run_that_diverged()
    {
        var run = new FakeRun(15, steps: 20);
        for (var i = 0; i < run.Lines.Count; i++)
        {
            if (run.Lines[i] is StepLine { Step.Step: > 15 } line)
            {
                run.Lines[i] = line with { Step = line.Step with { Loss = double.NaN } };
            }
        }

        Assert.Equal(14, Pictures(Html(run)).Count);
    }

    [Fact]
    public void Report_must_be_written_from_a_folder_and_replace_an_older_one()
    {
        var root = Directory.CreateTempSubdirectory("akkacoded-report-").FullName;
        try
        {
            var folder = RunFolder.Create(
                root, new JobId("digits"), FakeRun.Configuration, new ManualTime());
            var run = new FakeRun(16, steps: 50);
            using (var writer = new RunRecordWriter(folder.Record, run.Header, new ManualTime()))
            {
                run.Play(writer);
            }

            File.WriteAllText(folder.Report, "old");
            RunReport.Write(folder);
            Assert.StartsWith(
                "<!DOCTYPE html>", File.ReadAllText(folder.Report), StringComparison.Ordinal);
            Assert.Equal(3, Directory.GetFiles(folder.FullPath).Length);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public void Hover_data_must_fit_its_plot()
    {
        var html = Html(new FakeRun(17, steps: 300));
        var data = HoverData().Matches(html)
            .Select(match => JsonDocument.Parse(match.Groups[1].Value).RootElement).ToArray();
        Assert.True(data.Length >= 4);
        foreach (var plot in data)
        {
            var places = plot.GetProperty("x").EnumerateArray()
                .Select(x => x.GetDouble()).ToArray();
            Assert.Equal(places.Length, plot.GetProperty("t").GetArrayLength());
            Assert.Equal(places.Order(), places);
            Assert.All(places, x => Assert.InRange(x, 0, 1));
        }
    }

    private static string Html(FakeRun run) =>
        RunReport.ToHtml(run.Lines, FakeRun.Configuration);

    private static List<XElement> Pictures(string html) =>
        [.. Picture().Matches(html).Select(match => XElement.Parse(match.Value))];

    [GeneratedRegex("<svg.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Picture();

    [GeneratedRegex("[a-z]+://[^'\" ]+")]
    private static partial Regex Address();

    [GeneratedRegex("<link|src=|@import|url\\([^#]|fetch\\(|XMLHttpRequest")]
    private static partial Regex Fetching();

    [GeneratedRegex("<script type=\"application/json\">(.*?)</script>")]
    private static partial Regex HoverData();
}
