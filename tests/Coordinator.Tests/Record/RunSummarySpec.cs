using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Tests.Record;

public sealed class RunSummarySpec
{
    [Fact]
    public void Summary_must_give_totals_and_means_over_the_steps()
    {
        var tally = new RunTally(100);
        foreach (var index in Enumerable.Range(0, 100))
        {
            tally.OnStep(Step(index, (index + 1) / 1000.0, 0.01, 0.1));
        }

        tally.OnEvent(new("restarted", 5, new WorkerId(2), "again"));
        tally.OnEvent(new("evaluation", 9, null, "test", 0.25, 0.9));
        tally.OnEvent(new("joined", 9, new WorkerId(2), "back"));
        var summary = tally.Summary();

        Assert.Equal(100, summary.Steps);
        Assert.Equal(0.0505, summary.MeanStepSeconds, 12);
        Assert.Equal(0.050, summary.P50StepSeconds);
        Assert.Equal(0.099, summary.P99StepSeconds);
        Assert.Equal(0.01, summary.EarliestDecodableSeconds!.Value, 12);
        Assert.Equal(0.1, summary.WaitForAllSeconds!.Value, 12);
        Assert.Equal(0.1 / 0.0505, summary.SpeedUp!.Value, 9);
        Assert.Equal(5.05, summary.OverBound!.Value, 9);
        Assert.Equal((200, 100, 50, 50),
            (summary.Used, summary.Late, summary.Cancelled, summary.Lost));
        Assert.Equal(1, summary.Restarts);
        Assert.Equal(0.5, summary.DecodeErrorMax);
        Assert.Equal(100 * 100 / 5.05, summary.SamplesPerSecond, 6);
        Assert.Equal((0.25, 0.9), (summary.TestLoss, summary.TestAccuracy));
        Assert.Equal(
            new WorkerTotals(2, 0, 100, 0, 0, 1, 0.02),
            summary.Workers[2] with
            {
                MeanArrivalSeconds = Math.Round(summary.Workers[2].MeanArrivalSeconds!.Value, 9),
            });
        Assert.Equal((50, 50), (summary.Workers[3].Cancelled, summary.Workers[3].Lost));
        Assert.Null(summary.Workers[3].MeanArrivalSeconds);
        Assert.Equal(0.002, summary.MeanSplit.WaitSeconds, 9);
    }

    [Fact]
    public void Summary_must_know_no_bound_when_nothing_was_injected()
    {
        var summary = RunSummary.Of(new FakeRun(1, steps: 50, isInjected: false).Lines);
        Assert.Null(summary.EarliestDecodableSeconds);
        Assert.Null(summary.WaitForAllSeconds);
        Assert.Null(summary.SpeedUp);
        Assert.Null(summary.OverBound);
    }

    [Fact]
    public void Summary_must_take_means_only_over_steps_with_drawn_delays()
    {
        var tally = new RunTally(1);
        tally.OnStep(Step(0, 0.05, 0.04, 0.2));
        tally.OnStep(Step(1, 0.05, 0.02, 0.1));
        tally.OnStep(Step(2, 0.05, null, null));
        Assert.Equal(0.03, tally.Summary().EarliestDecodableSeconds!.Value, 12);
        Assert.Equal(0.15, tally.Summary().WaitForAllSeconds!.Value, 12);
    }

    [Fact]
    public void Summary_must_hold_zeros_when_no_step_was_done()
    {
        var summary = new RunTally(10).Summary();
        Assert.Equal(0, summary.Steps);
        Assert.Equal(0, summary.MeanStepSeconds);
        Assert.Equal(0, summary.P99StepSeconds);
        Assert.Equal(0, summary.SamplesPerSecond);
        Assert.Empty(summary.Workers);
    }

    [Fact]
    public void Summary_must_agree_with_the_run_it_is_made_of()
    {
        var run = new FakeRun(7, steps: 400);
        var steps = run.Steps.ToArray();
        var summary = RunSummary.Of(run.Lines);
        Assert.Equal(steps.Average(step => step.Seconds), summary.MeanStepSeconds, 9);
        Assert.Equal(
            steps.Average(step => step.WaitForAllSeconds!.Value),
            summary.WaitForAllSeconds!.Value, 9);
        Assert.Equal(
            400 * 8, summary.Used + summary.Late + summary.Cancelled + summary.Lost);
        Assert.Equal(
            summary.Lost, summary.Workers[3].Lost);
        Assert.InRange(summary.OverBound!.Value, 1, 1.2);
    }

    private static StepRecord Step(int index, double seconds, double? bound, double? all) => new()
    {
        Step = index,
        JobEpoch = 1,
        Loss = 1,
        Accuracy = 0.5,
        GradientNorm = 1,
        LearningRate = 0.1,
        Used = [0, 1],
        Late = [2],
        Cancelled = index % 2 == 0 ? [3] : [],
        Lost = index % 2 == 0 ? [] : [3],
        DecodeError = index == 42 ? 0.5 : 0,
        Amplification = 1,
        Seconds = seconds,
        Split = new TimeSplit(0.001, 0.002, 0.003, 0.004, 0.005),
        ArrivalSeconds = [0.01, 0.01, 0.02, null],
        WorkDone = [1, 1, 1, 0.5],
        EarliestDecodableSeconds = bound,
        WaitForAllSeconds = all,
    };
}
