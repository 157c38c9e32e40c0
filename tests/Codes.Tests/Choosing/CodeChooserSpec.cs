using AkkaCoded.Codes.Choosing;

namespace AkkaCoded.Codes.Tests.Choosing;

public sealed class CodeChooserSpec
{
    [Fact]
    public void Choices_must_be_the_same_when_seed_and_answers_are()
    {
        var world = World("bimodal n=8", 0.2, 3);
        var (one, two) = (ChooserRun.Over(world, "a"), ChooserRun.Over(world, "b"));
        Assert.Equal(one.Auto, two.Auto);
        Assert.Equal(one.Choices.Select(c => c.Reason), two.Choices.Select(c => c.Reason));
    }

    [Fact]
    public void Chooser_must_wait_for_all_when_workers_are_alike_and_load_costs()
    {
        var run = ChooserRun.Over(World("identical n=8", null, 1), "identical");
        Assert.Equal("uncoded", run.Choices[^1].Plan.Family);
        Assert.Empty(run.Choices[^1].Plan.Excluded);
        Assert.True(run.Auto < run.WaitForAll + (1.5 * run.WaitForAll / run.Steps), run.ToString());
    }

    [Fact]
    public void Chooser_must_repeat_work_when_it_costs_nothing_and_delays_are_by_chance()
    {
        var run = ChooserRun.Over(World("pareto 1.5 n=32", 0, 1), "pareto");
        var last = run.Choices[^1];
        Assert.Equal("fractional-repetition", last.Plan.Family);
        Assert.True(last.Plan.Stragglers >= 3, last.Reason);
        Assert.Contains("waiting for all", last.Reason, StringComparison.Ordinal);
        Assert.Contains(last.Alternatives, other => other.Plan.StartsWith("uncoded", default));
        Assert.Equal(last.Alternatives, last.Alternatives.OrderBy(o => o.ExpectedSeconds));
    }

    [Fact]
    public void Chooser_must_find_new_slow_workers_when_slowness_moves()
    {
        var run = ChooserRun.Over(World("drift n=8", 0.2, 2), "drift");
        Assert.True(run.IsGood, run.ToString());
        // Nobody is waited for who is slow now: the last steps take what fast workers take.
        Assert.True(run.Auto < 0.6 * run.WaitForAll, run.ToString());
    }

    [Fact]
    public void Plan_must_stay_when_a_change_costs_more_than_it_gains()
    {
        var world = World("bimodal n=8", 0.2, 1);
        var free = ChooserRun.Over(world, "free");
        var dear = ChooserRun.Over(world, "dear", new ChooserOptions { ReplanSeconds = 1e6 });
        Assert.True(free.Choices.Count(choice => choice.Changed) > 3);
        Assert.Single(dear.Choices, choice => choice.Changed);
        var some = ChooserRun.Over(world, "some", new ChooserOptions { ReplanSeconds = 2 });
        Assert.InRange(some.Choices.Count(choice => choice.Changed), 1, 8);
    }

    [Fact]
    public void Plan_must_name_live_workers_only()
    {
        var chooser = new CodeChooser(6);
        Assert.Equal(6, chooser.Decide().Plan.Workers.Length);
        chooser.Observe(Seen(chooser.Decide().Plan, worker => 1 + (0.01 * worker)));
        var choice = chooser.Decide([0, 2, 5]);
        Assert.All(choice.Plan.Workers, worker => Assert.Contains(worker, new[] { 0, 2, 5 }));
        Assert.True(choice.Changed);
    }

    [Fact]
    public void Worker_must_not_be_needed_alone_when_it_is_lost_again_and_again()
    {
        var chooser = new CodeChooser(8);
        for (var step = 0; step < 6; step++)
        {
            var plan = chooser.Decide().Plan;
            chooser.Observe(Seen(plan, worker => worker == 3 ? double.NaN : 1 + (0.01 * worker)));
        }

        var last = chooser.Decide().Plan;
        Assert.DoesNotContain(last.Groups, group => group.Workers is [3]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Chooser_must_work_with_any_number_of_workers(int workers)
    {
        var chooser = new CodeChooser(workers);
        for (var step = 0; step < 4; step++)
        {
            var choice = chooser.Decide();
            Assert.NotEmpty(choice.Plan.Workers);
            chooser.Observe(Seen(choice.Plan, worker => 1 + (worker % 7 * 0.01)));
        }

        Assert.NotNull(chooser.Decide().ExpectedSeconds);
    }

    [Fact]
    public void Options_must_be_refused_when_they_are_out_of_range()
    {
        var error = Assert.Throws<InvalidInputException>(
            () => new CodeChooser(4, new ChooserOptions { ReplanSeconds = -1 }));
        Assert.Equal(("CDL-0051", "code.auto.replan-seconds"), (error.Code, error.Key));
        Assert.Equal("CDL-0001", Assert.Throws<InvalidInputException>(
            () => new CodeChooser(0)).Code);
    }

    /// <summary>Everybody answers, or is lost where the time is NaN; nobody is cancelled.</summary>
    private static StepObservation Seen(CodePlan plan, Func<int, double> seconds)
    {
        var seen = plan.Workers.Select(worker => double.IsNaN(seconds(worker))
            ? new WorkerObservation(worker, plan.LoadOf(worker), 1, AnswerFate.Lost)
            : new WorkerObservation(
                worker, plan.LoadOf(worker), seconds(worker), AnswerFate.Answered));
        return new(1.1, [.. seen]);
    }

    private static TableWorld World(string kind, double? slope, ulong seed)
    {
        var make = SyntheticWorlds.Kinds().First(k => k.Name == kind).Make;
        return new(kind, make(SeededRandom.Stream(seed, 77)), slope);
    }
}
