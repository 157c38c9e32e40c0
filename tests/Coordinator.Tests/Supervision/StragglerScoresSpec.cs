using AkkaCoded.Coordinator.Supervision;
using AkkaCoded.Messages.Protocol;
using static AkkaCoded.Coordinator.Supervision.SpeedVerdict;

namespace AkkaCoded.Coordinator.Tests.Supervision;

public sealed class StragglerScoresSpec
{
    private static readonly WorkerId Watched = new(2);

    private readonly StragglerScores _scores = new(SupervisionExamples.Options);

    /// <summary>What the watched worker shows step by step beside a fastest of 1 second; its own
    /// best is 1. ok, slow, cancelled early (before the factor), cancelled slow.</summary>
    [Theory]
    [InlineData("ok slow slow slow slow", "slow@5")]
    [InlineData("ok slow slow slow ok slow slow slow ok", "")]
    [InlineData("ok slow early slow early slow early slow", "slow@8")]
    [InlineData("ok early early early early early early early early", "")]
    [InlineData("ok late late slow late", "slow@5")]
    [InlineData("ok slow slow slow slow ok", "slow@5 recovered@6")]
    [InlineData("ok slow slow slow slow early ok", "slow@5 recovered@7")]
    [InlineData("ok slow slow slow slow slow slow slow", "slow@5 restart@8")]
    [InlineData("ok late late late late late late late", "slow@5 restart@8")]
    [InlineData("slow slow slow slow slow slow slow slow slow", "")]
    public void Verdict_must_follow_the_streak(string steps, string expected)
    {
        var found = new List<string>();
        foreach (var (kind, step) in steps.Split(' ').Select((kind, i) => (kind, i + 1)))
        {
            foreach (var finding in Step(kind))
            {
                Assert.Equal(Watched, finding.Worker);
                found.Add($"{finding.Verdict.ToString().ToLowerInvariant()}@{step}");
            }
        }

        Assert.Equal(expected, string.Join(' ', found));
    }

    [Fact]
    public void Worker_must_not_be_slow_when_the_step_was_long_for_all()
    {
        Step("ok");
        for (var step = 0; step < 10; step++)
        {
            Assert.Empty(_scores.Judge([new(new(1), 1, 9), new(Watched, 1, 10)]));
        }
    }

    [Fact]
    public void Load_must_count_when_rows_differ()
    {
        for (var step = 0; step < 10; step++)
        {
            Assert.Empty(_scores.Judge([new(new(1), 1, 1), new(Watched, 8, 8)]));
        }

        Assert.Equal(1, _scores.TimesFastest(Watched));
    }

    [Fact]
    public void Restart_must_end_the_streak_and_not_count_the_warm_up()
    {
        foreach (var kind in "ok slow slow slow".Split(' '))
        {
            Step(kind);
        }

        _scores.Restarted(Watched);
        Assert.Equal(0, _scores.SlowSteps(Watched));
        Assert.Empty(Step("late"));
        Assert.Empty(Step("slow"));
        Assert.Equal(0, _scores.SlowSteps(Watched));
        Step("slow");
        Assert.Equal(1, _scores.SlowSteps(Watched));
    }

    [Fact]
    public void Restart_must_never_be_asked_for_when_it_is_switched_off()
    {
        var scores = new StragglerScores(
            SupervisionExamples.Options with { SlowStepsRestart = 0 });
        var found = new List<SpeedFinding>();
        for (var step = 0; step < 50; step++)
        {
            found.AddRange(scores.Judge([new(new(1), 1, 1), new(Watched, 1, step == 0 ? 1 : 9)]));
        }

        Assert.Equal(new SpeedFinding(Watched, Slow, 4, 9), Assert.Single(found));
        Assert.True(scores.IsSlow(Watched));
    }

    [Fact]
    public void Nothing_must_be_judged_when_nobody_answered()
    {
        Step("ok");
        Assert.Empty(_scores.Judge([new(Watched, 1, 100, IsCancelled: true)]));
        Assert.Empty(_scores.Judge([]));
        Assert.Equal(0, _scores.SlowSteps(Watched));
    }

    [Fact]
    public void Findings_must_come_by_number_when_several_are_slow()
    {
        WorkerId[] numbers = [new(5), new(0), new(3)];
        IReadOnlyList<SpeedFinding> last = [];
        for (var step = 0; step < 5; step++)
        {
            var seconds = step == 0 ? 1 : 4;
            last = _scores.Judge(
                [.. numbers.Select(n => new WorkerTime(n, 1, seconds)), new(new(1), 1, 1)]);
        }

        Assert.Equal([0, 3, 5], last.Select(finding => finding.Worker.Number));
        Assert.All(last, finding => Assert.Equal(Slow, finding.Verdict));
    }

    private IReadOnlyList<SpeedFinding> Step(string kind) => _scores.Judge(
    [
        new(Watched, 1, kind switch { "ok" => 1, "early" => 1.1, _ => 5 },
            IsCancelled: kind is "early" or "late"),
        new(new(1), 1, 1),
    ]);
}
