using AkkaCoded.Simulation.Cluster;
using AkkaCoded.Simulation.CommandLine;
using AkkaCoded.TestSupport;

namespace AkkaCoded.Simulation.Tests.CommandLine;

public sealed class SimulateCommandSpec : IDisposable
{
    private const string Law = "shifted-exponential(rate=10, load=additive)";

    private readonly string _folder =
        Directory.CreateTempSubdirectory("akkacoded-simulate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Json_must_have_the_documented_keys_when_policies_are_simulated()
    {
        var json = CommandRun.Of(
            "simulate", "--law", Law, "--workers", "6", "--steps", "20", "--seed", "3",
            "--policies", "wait-all,exact:fractional-repetition:s=1,m-sgc:b=1,w=2,lambda=2",
            "--json").Json();
        var policies = json.GetProperty("policies").EnumerateArray().ToArray();
        Assert.Equal(3, policies.Length);
        Assert.Equal(
            ["name", "stragglers", "meanStepSeconds", "p50StepSeconds", "p99StepSeconds",
                "totalSeconds", "wastedWork", "bytes"],
            policies[0].EnumerateObject().Select(property => property.Name));
        Assert.Equal(
            ["everyWorkerAtMedianSeconds", "earliestDecodableSeconds", "bestFixedSeconds"],
            json.GetProperty("bounds").EnumerateObject().Select(property => property.Name));
        Assert.Equal(1, policies[1].GetProperty("stragglers").GetInt32());
        Assert.Equal(
            json.GetProperty("waitForAllSeconds").GetDouble(),
            policies[0].GetProperty("totalSeconds").GetDouble(), 6);
    }

    [Fact]
    public void Output_must_be_the_same_when_the_seed_is_and_differ_when_it_is_not()
    {
        string Of(string seed) => CommandRun.Of(
            "simulate", "--law", Law, "-n", "6", "--steps", "20", "--seed", seed, "--policies",
            "wait-all; exact:cyclic-mds:s=1", "--json").Output;

        Assert.Equal(Of("5"), Of("5"));
        Assert.NotEqual(Of("5"), Of("6").Replace("\"seed\": 6", "\"seed\": 5"));
    }

    [Fact]
    public void Trace_must_be_simulated_row_by_row_when_nothing_else_is_said()
    {
        var trace = Write("t.csv", "1,2,9,1\n1,1,1,5\n");
        var json = CommandRun.Of(
            "simulate", "--trace", trace, "--slope", "0", "--policies",
            "wait-all; exact:fractional-repetition:s=3", "--json").Json();
        Assert.Equal(2, json.GetProperty("steps").GetInt32());
        var totals = json.GetProperty("policies").EnumerateArray()
            .Select(policy => policy.GetProperty("totalSeconds").GetDouble()).ToArray();
        Assert.Equal(14, totals[0], 6);
        Assert.Equal(2, totals[1], 6);
        Assert.Equal(2.5, json.GetProperty("bounds").GetProperty("everyWorkerAtMedianSeconds")
            .GetDouble(), 6);
    }

    [Fact]
    public void Slope_must_be_times_the_median_when_it_ends_with_x()
    {
        var trace = Write("t.csv", "2,2,2,2\n2,2,2,2\n");
        string Of(string slope) => CommandRun.Of(
            "simulate", "--trace", trace, "--slope", slope, "--policies",
            "exact:fractional-repetition:s=1", "--json").Output;

        Assert.Equal(Of("4"), Of("2x"));
        Assert.NotEqual(Of("4"), Of("1x"));
    }

    [Fact]
    public void Job_must_say_code_policy_and_delays_when_no_option_does()
    {
        var job = Write("job.conf", """
            coded {
              model.mlp.hidden = [8]
              data.glyphs { size = 8, train = 60, test = 20 }
              training { samples-per-step = 20, steps = 1 }
              code { family = fractional-repetition, workers = 4, stragglers = 1, seed = 9 }
              chaos { enabled = on, law = "shifted-exponential(rate=10, load=additive)" }
            }
            """);
        var json = CommandRun.Of("simulate", job, "--steps", "5", "--json").Json();
        Assert.Equal(4, json.GetProperty("workers").GetInt32());
        Assert.Equal(9, json.GetProperty("seed").GetInt32());
        var names = json.GetProperty("policies").EnumerateArray()
            .Select(policy => policy.GetProperty("name").GetString()).ToArray();
        Assert.Contains("exact:fractional-repetition:s=1", names);
        // 64 inputs, 8 hidden units and the glyphs' classes: far less than the assumed million.
        Assert.InRange(
            json.GetProperty("policies")[0].GetProperty("bytes").GetDouble(), 5 * 4 * 1000,
            5 * 4 * 100_000);
    }

    [Fact]
    public void Report_must_be_one_file_that_names_its_command_when_asked_for()
    {
        var report = Path.Combine(_folder, "report.html");
        var run = CommandRun.Of(
            "simulate", "--law", Law, "-n", "6", "--steps", "30", "--report", report);
        Assert.True(run.ExitCode == 0, run.Error);
        var page = File.ReadAllText(report);
        Assert.Contains("id=\"race-bad\"", page);
        Assert.Contains("id=\"delays\"", page);
        Assert.Contains("--seed 1", page);
        Assert.Contains("best fixed policy in hindsight", run.Output);
    }

    [Fact]
    public void Compare_must_sweep_redundancy_and_mark_the_frontier_when_families_are_named()
    {
        var json = CommandRun.Of(
            "simulate", "compare", "--law", Law, "-n", "6", "--steps", "50", "--families",
            "fractional-repetition", "--json").Json();
        var points = json.GetProperty("frontier").EnumerateArray().ToArray();
        Assert.Equal(
            [0, 1, 2, 3, 4, 5], points.Select(point => point.GetProperty("stragglers").GetInt32()));
        Assert.Equal(
            ["uncoded", "fractional-repetition"],
            points.Select(point => point.GetProperty("family").GetString()).Distinct());
        // Without redundancy there is least work, so nothing beats it with less.
        Assert.True(points[0].GetProperty("isFrontier").GetBoolean());
        Assert.False(points[5].GetProperty("isFrontier").GetBoolean());
    }

    [Theory]
    [InlineData("CDL-0629", "-n", "4")]
    [InlineData("CDL-0629", "--law", Law, "--trace", "t.csv")]
    [InlineData("CDL-0630", "--law", Law, "-n", "4", "--slope", "1")]
    [InlineData("CDL-0631", "--law", Law)]
    [InlineData("CDL-0632", "--law", Law, "-n", "4", "--slow-workers", "3")]
    [InlineData("CDL-0628", "--law", Law, "-n", "4", "--late", "ignore")]
    [InlineData("CDL-0610", "--law", Law, "-n", "4", "--policies", "magic")]
    [InlineData("CDL-0600", "--law", Law, "-n", "4", "--steps", "0")]
    public void Simulate_must_end_with_code_2_when_input_is_bad(
        string number, params string[] options)
    {
        var run = CommandRun.Of(["simulate", .. options]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(number, run.Error);
    }

    [Fact]
    public void Default_policies_must_be_readable_when_workers_are_few_or_many()
    {
        foreach (var workers in new[] { 1, 2, 3, 8, 24, 1000 })
        {
            var policies = SimulatedPolicy.ParseList(DefaultPolicies.Of(workers, null));
            Assert.Equal("wait-all", policies[0].Text);
            Assert.Equal(policies.Count, policies.DistinctBy(policy => policy.Text).Count());
        }
    }

    [DataFact("traces")]
    [Trait("Suite", "Slow")]
    public void Every_trace_must_have_a_report_when_it_is_simulated_at_slopes_0_to_1_median()
    {
        var report = Path.Combine(_folder, "report.html");
        foreach (var trace in Directory.GetFiles(DataFolder.PathOf("traces"), "*.csv"))
        {
            foreach (var slope in new[] { "0", "0.5x", "1x" })
            {
                var run = CommandRun.Of(
                    "simulate", "--trace", trace, "--slope", slope, "--report", report);
                Assert.True(run.ExitCode == 0, $"{trace} {slope}: {run.Error}");
                Assert.Contains("</html>", File.ReadAllText(report));
                File.Delete(report);
            }
        }
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
