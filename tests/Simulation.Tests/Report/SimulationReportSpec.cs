using System.Text.RegularExpressions;
using System.Xml.Linq;
using AkkaCoded.Simulation.Report;

namespace AkkaCoded.Simulation.Tests.Report;

public sealed partial class SimulationReportSpec
{
    private const string Command = "./akkacoded simulate --law \"a <b>\" --workers 24";

    private static readonly string Page =
        SimulationReport.ToHtml(ExampleSimulation.Of(hasLosses: true), Command);

    [Fact]
    public void Report_must_hold_every_plot_when_everything_was_kept()
    {
        var ids = Figure().Matches(Page).Select(match => match.Groups[1].Value);
        Assert.Equal(
            ["distribution", "completed", "redundancy", "losses", "race-usual", "race-bad",
                "delays"],
            ids);
    }

    [Fact]
    public void Report_must_hold_no_timelines_when_none_were_kept()
    {
        var page = SimulationReport.ToHtml(ExampleSimulation.Of(hasTimelines: false), "");
        Assert.DoesNotContain("race-usual", page);
        Assert.DoesNotContain("id=\"delays\"", page);
        Assert.Contains("id=\"redundancy\"", page);
    }

    [Fact]
    public void Report_must_fetch_nothing_and_escape_when_it_shows_what_a_user_wrote()
    {
        Assert.DoesNotMatch("(src|href)=", Page);
        Assert.DoesNotContain("a <b>", Page);
        Assert.Contains("because &lt;base&gt; is", Page);
    }

    [Fact]
    public void Pictures_must_be_well_formed_when_drawn()
    {
        var pictures = Picture().Matches(Page);
        Assert.Equal(14, pictures.Count);
        foreach (Match picture in pictures)
        {
            var svg = XElement.Parse(picture.Value);
            Assert.DoesNotContain("NaN", picture.Value);
            Assert.DoesNotContain("Infinity", picture.Value);
            Assert.NotEmpty(svg.Descendants("title").Single().Value);
            Assert.NotEmpty(svg.Descendants("desc").Single().Value);
        }
    }

    [Fact]
    public void Axes_must_name_their_units_when_they_show_times()
    {
        foreach (var label in new[] { "step time (", "mean step time (", "simulated time (" })
        {
            Assert.Contains(label, Page);
        }
    }

    [Fact]
    public void Race_must_show_each_worker_once_and_the_decision_when_drawn()
    {
        var result = ExampleSimulation.Of();
        var plot = SimulationTimelines.Of(result).First();
        var layer = Assert.IsType<RaceTimelineLayer>(plot.Layers.Single());
        var legend = layer.Legend.Select(entry => entry.Text).ToArray();
        var counted = legend.SkipLast(2)
            .Sum(text => int.Parse(Number().Match(text).Groups[1].Value));
        Assert.Equal(result.Workers, counted);
        Assert.StartsWith("decision after", legend[^2]);
        Assert.StartsWith("uncoded, all would be there after", legend[^1]);
    }

    [Fact]
    public void Race_must_draw_few_enough_lines_when_workers_are_many()
    {
        var plot = SimulationTimelines.Of(ExampleSimulation.Of(1000, 5)).First();
        Assert.InRange(plot.YAxis.Max, 100, 128);
        Assert.Contains("One of 8 is drawn; there are 1000 workers.", plot.Description);
        Assert.InRange(plot.Height, 300, 600);
    }

    [Fact]
    public void Frontier_must_begin_without_redundancy_and_name_the_best_when_families_were_swept()
    {
        var policies = PolicyFigures.Of(ExampleSimulation.Of());
        var families = FrontierPlot.Families(policies);
        Assert.Equal(
            ["fractional-repetition race", "cyclic-mds race"], families.Select(one => one.Name));
        Assert.All(families, family => Assert.Equal(
            [0, 1, 2, 3, 5], family.Curve.Select(one => one.Policy.Stragglers)));
    }

    [Fact]
    public void Time_to_target_must_be_when_the_slowest_learner_is_there_when_losses_are_known()
    {
        var result = ExampleSimulation.Of(steps: 10, hasLosses: true);
        var all = result.Policies[0];
        var early = all with { Losses = [.. all.Losses!.Select(loss => loss / 2)] };
        var figures = PolicyFigures.Of(result with { Policies = [all, early] });
        // The target is what the first reaches only at its very end, the second at once.
        Assert.Equal(all.StepSeconds.Sum(), figures[0].TimeToTargetSeconds!.Value, 9);
        Assert.Equal(all.StepSeconds[0], figures[1].TimeToTargetSeconds!.Value, 9);
    }

    [Fact]
    public void Verdict_must_advise_no_code_when_nothing_gains()
    {
        var result = ExampleSimulation.Of();
        var bounds = result.Bounds with { BestFixedSeconds = result.Bounds.WaitForAllSeconds };
        Assert.Contains(
            "no code is the right choice",
            SimulationVerdict.Sentences(result with { Bounds = bounds }).First());
    }

    [GeneratedRegex("<figure id=\"([a-z-]+)\"")]
    private static partial Regex Figure();

    [GeneratedRegex("<svg .*?</svg>")]
    private static partial Regex Picture();

    [GeneratedRegex("\\((\\d+)\\)")]
    private static partial Regex Number();
}
