using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Messages.Configuration;

namespace AkkaCoded.Coordinator.Tests.Jobs;

/// <summary>Whole runs with real workers: policies, faults at run time, workers that come and go.
/// </summary>
public sealed class TrainingRunSpec
{
    private const string Uncoded = "code { family = uncoded, stragglers = 0 }";

    [Theory]
    [InlineData("wait-all", Uncoded)]
    [InlineData("exact", "")]
    [InlineData("approximate", "code { family = regular-graph, stragglers = 1 }")]
    [InlineData("backup", Uncoded)]
    [InlineData("async", Uncoded)]
    [InlineData("ssp", Uncoded)]
    [InlineData("local-sgd", Uncoded)]
    public async Task Every_policy_must_learn(string policy, string code)
    {
        var config = Learning($"policy.name = {policy}, {code}");
        var observed = new Observed();

        var result = await RunJobs.Run(config, observed);

        Assert.Equal(200, result.Steps);
        Assert.True(result.Accuracy > 0.7, $"{policy} reaches {result.Accuracy}");
        Assert.True(result.Used > 0 && result.MeanStepSeconds > 0);
        Assert.Equal(result.Accuracy, observed.Of("evaluation").Last().Accuracy);
    }

    [Theory]
    [InlineData("wait-all")]
    [InlineData("backup")]
    [InlineData("async")]
    [InlineData("ssp")]
    [InlineData("local-sgd")]
    public async Task Every_policy_must_survive_kills_and_failures(string policy)
    {
        var config = Learning(
            $$"""
            policy.name = {{policy}}, {{Uncoded}}
            chaos {
              enabled = on
              faults = ["crash worker=1 step=5", "fail worker=2 step=9", "crash worker=3 step=20"]
            }
            """);

        var result = await RunJobs.Run(config);

        Assert.Equal(200, result.Steps);
        Assert.True(result.Accuracy > 0.7, $"{policy} reaches {result.Accuracy}");
    }

    [Fact]
    public async Task Large_vectors_must_reach_asynchronous_policies_over_the_exchange()
    {
        foreach (var policy in new[] { "async", "ssp", "local-sgd", "backup" })
        {
            var config = Learning(
                $"model.mlp.hidden = [96], policy.name = {policy}, {Uncoded}");

            var result = await RunJobs.Run(config);

            Assert.True(result.Weights.Length > 5000, "too long to ride in a message");
            Assert.True(result.Accuracy > 0.7, $"{policy} reaches {result.Accuracy}");
        }
    }

    [Fact]
    public async Task Fault_of_run_time_must_be_injected_where_chaos_is_enabled()
    {
        var config = Learning("chaos.enabled = on, training.steps = 100000");
        var observed = new Observed();
        await using var run = TrainingRun.Start(config, observed);
        await observed.HasStepped(3);

        await run.InjectAsync("crash worker=2");

        await observed.Heard("restarted");
        Assert.Contains(observed.Of("lost"), lost => lost.Worker!.Value.Number == 2);
        var error = await Assert.ThrowsAsync<InvalidInputException>(
            () => run.InjectAsync("explode worker=1"));
        Assert.StartsWith("CDL-01", error.Code);
        Assert.True((await run.StopAsync()).IsStopped);
    }

    [Fact]
    public async Task Fault_must_be_refused_where_chaos_is_off()
    {
        await using var run = TrainingRun.Start(Learning("training.steps = 100000"));

        var error = await Assert.ThrowsAsync<InvalidInputException>(
            () => run.InjectAsync("crash worker=2"));

        Assert.Equal("CDL-0156", error.Code);
    }

    [Fact]
    public async Task Hung_worker_must_be_replaced_by_its_next_incarnation()
    {
        var config = Learning(
            $$"""
            {{Uncoded}}, training.steps = 20
            supervision { deadline-min = 200ms, deadline-first = 5s }
            chaos { enabled = on, faults = ["hang worker=1 step=6"] }
            """);
        var observed = new Observed();

        var result = await RunJobs.Run(config, observed);

        Assert.Equal(20, result.Steps);
        Assert.Contains(observed.Of("lost"), lost => lost.Text.Contains("hung"));
        Assert.NotEmpty(observed.Of("waiting"));
    }

    [Fact]
    public async Task Wrong_answer_must_be_found_among_replicas()
    {
        var config = Learning(
            "policy.name = wait-all, training.steps = 12, "
            + "chaos { enabled = on, faults = [\"wrong worker=1 from=3 to=5\"] }");
        var observed = new Observed();

        var result = await RunJobs.Run(config, observed);

        Assert.Equal(12, result.Steps);
        Assert.NotEmpty(observed.Of("wrong-answer"));
        Assert.All(
            observed.Of("wrong-answer"), wrong => Assert.InRange(wrong.Step, 3, 5));
    }

    [Fact]
    public async Task Workers_must_come_and_go_while_an_elastic_run_goes_on()
    {
        var config = Learning(
            "training.steps = 100000, job { elastic = on, workers-min = 2 }");
        var observed = new Observed();
        await using var run = TrainingRun.Start(config, observed);
        await observed.HasStepped(3);

        Assert.Equal(4, await run.AddWorkerAsync());
        await observed.Heard("replanned");
        await run.RemoveWorkerAsync(0);
        await observed.Heard("replanned", times: 2);
        await observed.HasStepped(observed.Steps.Count + 3);

        Assert.Equal([1, 2, 3, 4], observed.Of("joined").Select(e => e.Worker!.Value.Number)
            .Except([0]).Order());
        Assert.Equal("CDL-0403", (await Assert.ThrowsAsync<InvalidInputException>(
            () => run.RemoveWorkerAsync(0))).Code);
    }

    [Fact]
    public async Task Hindsight_must_say_what_the_same_delays_would_have_cost()
    {
        var config = Learning(
            "training.steps = 12, chaos { enabled = on, law = "
            + "\"bimodal(fast=0.001, slow=0.01, slow-share=0.2, load=additive, slope=0)\" }");
        var observed = new Observed();

        var result = await RunJobs.Run(config, observed);

        Assert.All(observed.Steps, step => Assert.Equal(
            step.DrawnDelaySeconds!.Max(), step.WaitForAllSeconds!.Value, 12));
        Assert.All(observed.Steps, step =>
            Assert.True(step.EarliestDecodableSeconds <= step.WaitForAllSeconds));
        Assert.Equal(
            observed.Steps.Average(step => step.WaitForAllSeconds!.Value),
            result.WaitForAllSeconds!.Value, 12);
        Assert.True(result.EarliestDecodableSeconds <= result.WaitForAllSeconds);
    }

    [Fact]
    public async Task Opened_run_must_say_how_long_it_is_and_give_everything_back()
    {
        using (var opened = TrainingRun.Open(Learning("training.steps = 7")))
        {
            Assert.Equal((7, 0), (opened.StepCount, opened.FirstStep));
            await using var run = opened.Begin();
            Assert.Equal(7, (await run.Completion).Steps);
        }

        using var unused = TrainingRun.Open(Learning(""));
    }

    [Fact]
    public async Task Training_that_diverges_must_end_with_its_error()
    {
        await using var run = TrainingRun.Start(Learning("optimizer.learning-rate = 1e6"));

        var error = await Assert.ThrowsAsync<InvalidInputException>(() => run.Completion);

        Assert.Equal("CDL-0262", error.Code);
    }

    private static LayeredConfig Learning(string hocon) => RunJobs.Parse(
        $$"""
        coded {
          data { normalize = standard, glyphs { size = 12, train = 960, test = 200 } }
          model.mlp.hidden = [16]
          optimizer { name = sgd, learning-rate = 0.4 }
          training { samples-per-step = 64, steps = 200 }
          {{hocon}}
        }
        """);
}
