using System.Text.Json;

namespace AkkaCoded.Coordinator.Tests;

public sealed class CodeCommandSpec
{
    [Fact]
    public void Code_show_must_print_the_documented_keys_when_asked_for_json()
    {
        var json = Show("cyclic-mds", 10, 3);

        Assert.Equal("cyclic-mds", json.GetProperty("family").GetString());
        Assert.Equal(10, json.GetProperty("workers").GetInt32());
        Assert.Equal(3, json.GetProperty("stragglers").GetInt32());
        Assert.Equal(4, json.GetProperty("load").GetInt32());
        Assert.Equal(3, json.GetProperty("tolerance").GetInt32());
        Assert.Equal(120, json.GetProperty("subsetsChecked").GetInt32());
        Assert.InRange(json.GetProperty("worstResidual").GetDouble(), 0, 1e-12);
        Assert.InRange(json.GetProperty("worstAmplification").GetDouble(), 1, 7);
        Assert.InRange(json.GetProperty("meanAmplification").GetDouble(), 1, 2);
    }

    [Fact]
    public void Code_show_must_report_the_larger_code_when_n_minus_s_is_even()
    {
        var json = Show("cyclic-mds", 10, 4);

        Assert.Equal(6, json.GetProperty("load").GetInt32());
        Assert.Equal(5, json.GetProperty("tolerance").GetInt32());
    }

    [Fact]
    public void Code_show_must_count_every_subset_when_there_are_few_workers()
    {
        var json = Show("fractional-repetition", 4, 1);

        var decodable = json.GetProperty("subsetSizes").EnumerateArray()
            .Select(size => size.GetProperty("decodable").GetInt32());
        // Two groups of two: one answer of each, hence 2 x 2 pairs, all 4 triples and the whole.
        Assert.Equal([0, 0, 4, 4, 1], decodable);
    }

    [Fact]
    public void Code_show_must_print_a_table_and_rows_when_asked()
    {
        var run = CommandRun.Of("code", "show", "uncoded", "-n", "3", "-s", "0", "--rows");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("worst amplification", run.Output, StringComparison.Ordinal);
        Assert.Contains("x 1", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("0.0e", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_list_must_name_every_family()
    {
        var json = CommandRun.Of("code", "list", "--json").Json();

        var names = json.EnumerateArray().Select(one => one.GetProperty("family").GetString());
        Assert.Superset(
            new HashSet<string?>
            {
                "uncoded", "fractional-repetition", "cyclic-repetition", "cyclic-mds",
                "reed-solomon", "bernoulli", "stochastic", "regular-graph",
                "batched-coupon-collector", "heterogeneous",
            },
            names.ToHashSet());
    }

    [Fact]
    public void Code_must_list_the_families_when_no_verb_follows()
    {
        Assert.Equal(CommandRun.Of("code", "list"), CommandRun.Of("code"));
    }

    [Fact]
    public void Code_theory_must_reproduce_the_published_gain_of_a_repetition_race()
    {
        // Additive delays, T = load + Exp(10), n = 24: 1.94 times faster than uncoded.
        var json = CommandRun.Of(
            "code", "theory", "--law", "shifted-exponential(rate=10, load=additive)", "-n", "24",
            "--json").Json();

        Assert.Equal(24, json.GetProperty("workers").GetInt32());
        var uncoded = Seconds(json.GetProperty("families").EnumerateArray()
            .First(one => one.GetProperty("family").GetString() == "uncoded"));
        Assert.Equal("fractional-repetition",
            json.GetProperty("best").GetProperty("family").GetString());
        Assert.Equal(1.94, uncoded / Seconds(json.GetProperty("best")), 0.005);

        static double Seconds(JsonElement one) => one.GetProperty("meanStepSeconds").GetDouble();
    }

    [Fact]
    public void Code_theory_must_advise_no_redundancy_when_delays_grow_with_the_load()
    {
        var run = CommandRun.Of(
            "code", "theory", "--law", "shifted-exponential(shift=1, rate=1)", "-n", "24");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("no redundancy", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("poisson", "code", "theory", "--law", "poisson(rate=1)", "-n", "4")]
    [InlineData("rate", "code", "theory", "--law", "shifted-exponential(rate=-1)", "-n", "4")]
    [InlineData("-n", "code", "theory", "--law", "pareto(shape=2)", "-n", "0")]
    [InlineData("code.workers", "code", "show", "cyclic-mds", "-n", "0", "-s", "0")]
    [InlineData("code.stragglers", "code", "show", "cyclic-mds", "-n", "5", "-s", "5")]
    [InlineData("code.stragglers", "code", "show", "cyclic-mds", "-n", "5", "-s", "-1")]
    [InlineData("cyclic-mds", "code", "show", "cyclic-msd", "-n", "5", "-s", "1")]
    [InlineData("code.max-amplification", "code", "show", "uncoded", "-n", "5", "-s", "0",
        "--max-amplification", "0.5")]
    [InlineData("--workers", "code", "show", "uncoded", "-s", "0")]
    [InlineData("--help", "code", "sho")]
    [InlineData("did you mean show?", "code", "shwo")]
    [InlineData("did you mean test?", "tset")]
    [InlineData("--sample", "code", "show", "uncoded", "-n", "5", "-s", "0", "--sample", "0")]
    public void Bad_input_must_end_with_code_2_and_name_what_is_wrong(
        string named, params string[] arguments)
    {
        var run = CommandRun.Of(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Theory]
    [InlineData("pareto(shape=0.9)", "uncoded, the mean step time is infinite")]
    [InlineData("pareto(shape=0.2)", "infinite with every redundancy")]
    public void Code_theory_must_not_compare_means_that_are_infinite(string law, string verdict)
    {
        var run = CommandRun.Of("code", "theory", "--law", law, "-n", "4");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(verdict, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("infinite as fast", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("costs more", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_show_must_draw_as_many_patterns_as_asked_when_there_are_too_many()
    {
        var json = CommandRun.Of(
            "code", "show", "fractional-repetition", "-n", "64", "-s", "7", "--sample", "10",
            "--json").Json();

        Assert.Equal(64 + 10, json.GetProperty("subsetsChecked").GetInt32());
        Assert.All(json.GetProperty("subsetSizes").EnumerateArray(), size =>
            Assert.Equal(10, size.GetProperty("checked").GetInt32()));
    }

    [Fact]
    public void Completion_must_know_families_when_the_line_asks_for_one()
    {
        var run = CommandRun.Of("[suggest:13]", "code show cyc");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(
            ["cyclic-mds", "cyclic-repetition"],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Broken_classes_must_end_with_code_1_and_say_what_broke()
    {
        var run = CommandRun.Of(
            "code", "show", $"{typeof(CodeWithoutRows).FullName}, AkkaCoded.Coordinator.Tests",
            "-n", "3", "-s", "0");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("exactly one row per worker", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    private static JsonElement Show(string family, int workers, int stragglers) => CommandRun.Of(
        "code", "show", family, "-n", $"{workers}", "-s", $"{stragglers}", "--json").Json();
}
