using AkkaCoded.Codes.Baselines;
using AkkaCoded.Codes.Sequential;

namespace AkkaCoded.Codes.Tests.Sequential;

/// <summary>The rule by time around the rounds: cut-off, waiting, work and vectors.</summary>
public sealed class SequentialStepSpec
{
    [Fact]
    public void Round_must_end_at_its_cutoff_when_the_stragglers_are_tolerated()
    {
        var scheme = new MultiplexedCode(new(4, 1, 2, 1));
        var steps = new SequentialStepScheme(scheme, jobs: 2);
        var step = steps.Step(0, GivenTimes.Fixed(1, 1.5, 1.2, 30));
        Assert.Equal(2, step.Seconds);
        Assert.Equal((0, 3, 1), (step.Updates, step.Vectors, step.Stragglers));
        Assert.Equal(0, steps.WaitOuts);

        // The straggler of the last round must come, whatever it takes.
        var next = steps.Step(1, GivenTimes.Fixed(1, 1, 1, 7));
        Assert.Equal(7, next.Seconds);
        Assert.Equal((1, 8), (next.Updates, next.Vectors));
        Assert.Equal(1, steps.WaitOuts);
        Assert.Equal(1, steps.Delay);
    }

    [Theory]
    [InlineData(WaitOut.UntilEnough, 5)]
    [InlineData(WaitOut.ForAll, 30)]
    public void Round_must_wait_for_as_many_as_told_when_too_many_are_late(
        WaitOut waitOut, double expected)
    {
        var scheme = new MultiplexedCode(new(4, 1, 2, 1));
        var steps = new SequentialStepScheme(scheme, 3, waitOut: waitOut);
        Assert.Equal(expected, steps.Step(0, GivenTimes.Fixed(1, 5, 1.2, 30)).Seconds);
    }

    [Fact]
    public void Work_must_be_wasted_only_where_it_was_redundant()
    {
        // Without stragglers M-SGC does (n - lambda) / n of its groups in vain: B u n lambda.
        var scheme = new MultiplexedCode(new(6, 2, 3, 2));
        var steps = new SequentialStepScheme(scheme, jobs: 10);
        var (work, wasted, updates) = (0.0, 0.0, 0);
        for (var t = 0; t < 10 + scheme.Delay; t++)
        {
            var step = steps.Step(t, GivenTimes.Fixed(1, 1, 1, 1, 1, 1));
            Assert.Equal(1, step.Seconds);
            (work, wasted) = (work + step.Work, wasted + step.Wasted);
            updates += step.Updates;
        }

        Assert.Equal(10, updates);
        Assert.Equal(10 * 6 * scheme.Load, work, 1e-9);
        Assert.Equal(work - 10, wasted, 1e-9);
        Assert.Equal(0, steps.Step(12, GivenTimes.Fixed(1, 1, 1, 1, 1, 1)).Seconds);
    }

    [Fact]
    public void Run_must_stay_stuck_when_a_worker_it_needs_is_dead()
    {
        var steps = new SequentialStepScheme(new MultiplexedCode(new(4, 1, 2, 1)), jobs: 5);
        var times = GivenTimes.Fixed(1, 1, double.PositiveInfinity, 1);
        Assert.Equal(2, steps.Step(0, times).Seconds);
        Assert.Equal(double.PositiveInfinity, steps.Step(1, times).Seconds);
        Assert.Equal(double.PositiveInfinity, steps.Step(2, times).Seconds);
    }

    [Fact]
    public void Selective_repeat_must_go_on_without_a_worker_that_is_dead_for_good()
    {
        var scheme = new SelectiveRepeat(new(4, 1, 2, 2));
        var steps = new SequentialStepScheme(scheme, jobs: 20);
        var updates = 0;
        for (var t = 0; t < 20; t++)
        {
            var step = steps.Step(t, GivenTimes.Fixed(1, 1, double.PositiveInfinity, 1));
            Assert.Equal(2, step.Seconds);
            updates += step.Updates;
        }

        Assert.Equal(20, updates);
    }
}
