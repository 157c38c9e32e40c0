using System.Text.Json;

namespace AkkaCoded.Coordinator.Tests;

/// <summary>What validate says about a job that is valid.</summary>
public sealed class ValidateSpec : IDisposable
{
    private const string Quick = "data.glyphs { size = 8, train = 400, test = 20 }\n"
        + "model.mlp.hidden = [8]\n training { samples-per-step = 40, steps = 1000 }\n";

    private const string Uncoded = "code { family = uncoded, workers = 8, stragglers = 0 }\n";

    private const string Bimodal = "chaos { enabled = on, law = \"bimodal(fast=0.02, slow=0.16, "
        + "slow-share=0.05, load=additive, slope=0)\" }\n";

    private readonly string _job = Path.GetTempFileName();

    public void Dispose() => File.Delete(_job);

    [Fact]
    public void Sizes_must_follow_from_model_and_code()
    {
        var json = Validate("code { workers = 8, stragglers = 1 }");
        // 64 pixels, 8 neurons, 10 classes; an answer has loss and right answers besides.
        const int weights = (64 * 8) + 8 + (8 * 10) + 10;
        Assert.Equal(weights, json.GetProperty("parameters").GetInt32());
        Assert.Equal(weights + 2, json.GetProperty("vectorLength").GetInt32());
        Assert.Equal(7, json.GetProperty("answersNeeded").GetInt32());
        Assert.Equal(4, json.GetProperty("answersCombined").GetInt32());
        Assert.Equal(10, json.GetProperty("samplesPerWorkerStep").GetInt32());
        Assert.Equal(4 * 8 * weights, json.GetProperty("parameterBytesPerStep").GetInt64());
        Assert.Equal(4 * 4 * (weights + 2), json.GetProperty("answerBytesPerStep").GetInt64());
        Assert.Equal(
            4 * ((2 * weights) + (3 * (weights + 2)) + (5 * 64)),
            json.GetProperty("memoryBytesPerWorker").GetInt64());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("stepTime").ValueKind);
    }

    [Fact]
    public void Code_that_plans_itself_must_be_shown_as_uncoded_and_said_so()
    {
        var json = Validate("code { family = auto, workers = 8 }");
        Assert.True(json.GetProperty("isPlanned").GetBoolean());
        Assert.Equal("uncoded", json.GetProperty("code").GetProperty("family").GetString());
        Assert.Equal(8, json.GetProperty("answersNeeded").GetInt32());
        Assert.False(Validate(Uncoded).GetProperty("isPlanned").GetBoolean());
    }

    [Fact]
    public void Step_time_must_be_that_of_the_law()
    {
        var json = Validate(Bimodal + "code { workers = 8, stragglers = 1 }")
            .GetProperty("stepTime");
        // All 8 fast: 0.95^8; all 4 groups with a fast one: (1 - 0.05^2)^4.
        var all = 0.16 - (0.14 * Math.Pow(0.95, 8));
        var race = 0.16 - (0.14 * Math.Pow(1 - 0.0025, 4));
        Assert.Equal(1000, json.GetProperty("drawnSteps").GetInt32());
        // Four standard deviations of a mean of 1000 draws; seeds are fixed.
        Assert.Equal(all, json.GetProperty("waitForAllSeconds").GetDouble(), tolerance: 0.009);
        Assert.Equal(all, json.GetProperty("uncodedSeconds").GetDouble(), tolerance: 0.009);
        Assert.Equal(race, json.GetProperty("policySeconds").GetDouble(), tolerance: 0.002);
    }

    [Theory]
    [InlineData("wait-all", 8, 0.16 - (0.14 * 0.6634), 0.009)]
    [InlineData("exact", 8, 0.16 - (0.14 * 0.6634), 0.009)]
    // At most one of 8 slow.
    [InlineData("backup", 7, 0.16 - (0.14 * 0.9428), 0.005)]
    [InlineData("async", 1, 0.027, 0.002)]
    public void Step_time_must_follow_the_policy(
        string policy, int answers, double seconds, double tolerance)
    {
        var json = Validate(Bimodal + Uncoded + $"policy.name = {policy}");
        Assert.Equal(policy, json.GetProperty("policy").GetString());
        Assert.Equal(answers, json.GetProperty("answersNeeded").GetInt32());
        Assert.Equal(
            seconds, json.GetProperty("stepTime").GetProperty("policySeconds").GetDouble(),
            tolerance);
    }

    [Fact]
    public void Step_time_must_grow_when_policies_wait_more()
    {
        double[] seconds =
        [
            Seconds("policy.name = async"),
            Seconds("policy { name = ssp, ssp.staleness = 10 }"),
            Seconds("policy { name = ssp, ssp.staleness = 1 }"),
            Seconds("policy { name = ssp, ssp.staleness = 0 }"),
        ];
        Assert.Equal(seconds.Order(), seconds);
        Assert.Equal(4, seconds.Distinct().Count());
        Assert.Equal(Seconds("policy.name = wait-all"), seconds[3], tolerance: 1e-3);
        Assert.Equal(
            Seconds("policy.name = wait-all"),
            Seconds("policy { name = local-sgd, local-sgd.steps = 1 }"), tolerance: 1e-9);
        Assert.InRange(
            Seconds("policy { name = local-sgd, local-sgd.steps = 8 }"), seconds[0], seconds[3]);

        double Seconds(string policy) => Validate(Bimodal + Uncoded + policy)
            .GetProperty("stepTime").GetProperty("policySeconds").GetDouble();
    }

    [Fact]
    public void Approximate_step_must_end_at_its_deadline_when_the_estimate_is_good_enough()
    {
        // Without one of 8 chunks the error is sqrt(1/8) = 0.35.
        var good = Times("0.4");
        var strict = Times("0.3");
        Assert.InRange(good, 0.02, 0.05);
        Assert.Equal(0.16 - (0.14 * 0.6634), strict, tolerance: 0.009);

        double Times(string error) => Validate(Bimodal + Uncoded + "policy { name = approximate\n"
                + $"approximate {{ error-max = {error}, deadline = 30ms }} }}")
            .GetProperty("stepTime").GetProperty("policySeconds").GetDouble();
    }

    [Fact]
    public void Slow_worker_must_cost_the_whole_step_only_without_a_code()
    {
        var slow = Bimodal.Replace("enabled = on,", "enabled = on, faults = "
            + "[\"slow worker=3 factor=8\"],", StringComparison.Ordinal);
        var json = Validate(slow + "code { workers = 8, stragglers = 1 }");
        Assert.Equal(1, json.GetProperty("faults").GetInt32());
        Assert.InRange(
            json.GetProperty("stepTime").GetProperty("policySeconds").GetDouble(), 0.02, 0.03);
        Assert.InRange(
            json.GetProperty("stepTime").GetProperty("uncodedSeconds").GetDouble(), 0.16, 0.3);
    }

    [Fact]
    public void Text_must_say_load_answers_costs_and_the_rule_for_late_answers()
    {
        File.WriteAllText(_job, $"coded {{ {Quick} {Bimodal} }}");
        var run = CommandRun.Of("validate", _job);
        Assert.Equal(0, run.ExitCode);
        Assert.All(
            [
                "configuration  every key and value is valid", "2 of 4 chunks per worker",
                "policy         exact: 3 of 4 answers", "late answers   stopped or dropped",
                "per worker", "ms a step: 2 answers of 612 values", "waiting for all",
            ],
            text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
    }

    private JsonElement Validate(string hocon)
    {
        File.WriteAllText(_job, $"coded {{ {Quick} {hocon} }}");
        return CommandRun.Of("validate", _job, "--json").Json();
    }
}
