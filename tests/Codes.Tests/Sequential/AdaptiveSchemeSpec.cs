using AkkaCoded.Codes.Baselines;

namespace AkkaCoded.Codes.Tests.Sequential;

/// <summary>LB-BSP, speculative copies and DSAG on times whose outcome is worked out by hand.
/// </summary>
public sealed class AdaptiveSchemeSpec
{
    [Fact]
    public void Load_balancing_must_even_out_lasting_differences()
    {
        // Speeds 4, 2, 1, 1: the best common time of the step is 1 / 8 of that of one unit.
        var times = new GivenTimes(new double[4], [1.0 / 4, 1.0 / 2, 1, 1]);
        var scheme = new LoadBalancedScheme(4, granules: 800);
        Assert.Equal(0.25, scheme.Step(0, times).Seconds, 1e-12);
        var step = scheme.Step(1, times);
        Assert.Equal(1.0 / 8, step.Seconds, 0.001);
        Assert.Equal(1, step.Work, 1e-12);
        Assert.Equal(0.5, scheme.Loads[0], 0.002);
    }

    [Fact]
    public void Load_balancing_must_always_share_the_whole_step()
    {
        var random = new SeededRandom(3);
        foreach (var model in new[] { SpeedModel.Proportional, SpeedModel.Affine })
        {
            var scheme = new LoadBalancedScheme(7, model, granules: 31, weight: 0.6);
            for (var t = 0; t < 300; t++)
            {
                var start = Enumerable.Range(0, 7).Select(_ => random.NextDouble()).ToArray();
                var slope = Enumerable.Range(0, 7).Select(_ => random.NextExponential()).ToArray();
                Assert.Equal(1, scheme.Step(t, new GivenTimes(start, slope)).Work, 1e-12);
                foreach (var load in scheme.Loads)
                {
                    Assert.True(load >= 1.0 / 31 - 1e-12, "every worker keeps a granule");
                    Assert.Equal(Math.Round(load * 31), load * 31, 1e-9);
                }
            }
        }
    }

    [Fact]
    public void Affine_balancing_must_allow_for_time_that_does_not_depend_on_the_load()
    {
        // Worker 0 loses 1 s whatever it does: loads x and 1 - x with 1 + 4 x = 4 (1 - x).
        var times = new GivenTimes([1, 0], [4, 4]);
        var affine = new LoadBalancedScheme(2, SpeedModel.Affine, granules: 4000);
        var proportional = new LoadBalancedScheme(2, granules: 4000);
        var (last, lastProportional) = (0.0, 0.0);
        for (var t = 0; t < 30; t++)
        {
            last = affine.Step(t, times).Seconds;
            lastProportional = proportional.Step(t, times).Seconds;
        }

        Assert.Equal(2.5, last, 0.01);
        Assert.True(lastProportional >= last - 1e-9, $"{lastProportional} against {last}");
    }

    [Fact]
    public void Slow_task_must_be_copied_to_the_worker_that_is_idle()
    {
        // Three of four tasks are done at 3 s, their median is 2 s: copies start at 3 s. Worker 0
        // has been idle longest and takes 1 s.
        var step = new SpeculativeScheme(4).Step(0, GivenTimes.Proportional(1, 2, 3, 50));
        Assert.Equal(4, step.Seconds, 1e-12);
        Assert.Equal(0.75 + (0.25 * 4 / 50) + 0.25, step.Work, 1e-12);
        Assert.Equal(step.Work - 1, step.Wasted, 1e-12);
    }

    [Fact]
    public void Task_must_not_be_copied_before_it_is_slow()
    {
        // 1.5 times the median of 2 s is 3 s, when all are done.
        var step = new SpeculativeScheme(4).Step(0, GivenTimes.Proportional(1, 2, 2.5, 3));
        Assert.Equal(3, step.Seconds);
        Assert.Equal(1, step.Work, 1e-12);
        Assert.Equal(0, step.Wasted);
    }

    [Fact]
    public void Copies_must_wait_for_idle_workers_when_there_are_too_few()
    {
        // One of four done at 1 s starts copies at 1.5 s; it takes task 1 until 2.5 s, task 2 until
        // 3.5 s, task 3 until 4.5 s.
        var step = new SpeculativeScheme(4, quantile: 0.25)
            .Step(0, GivenTimes.Proportional(1, 90, 90, 90));
        Assert.Equal(4.5, step.Seconds, 1e-12);
    }

    [Fact]
    public void Copies_must_rescue_a_step_of_dead_workers()
    {
        var dead = double.PositiveInfinity;
        var step = new SpeculativeScheme(4).Step(0, GivenTimes.Proportional(1, 1, 1, dead));
        Assert.Equal(2.5, step.Seconds, 1e-12);
    }

    [Fact]
    public void Dsag_must_take_late_results_into_its_table()
    {
        var scheme = new DsagScheme(3, 2);
        var first = scheme.Step(0, GivenTimes.Proportional(1, 2, 3));
        Assert.Equal((2, 2), (first.Seconds, first.Vectors));
        Assert.Equal(2.0 / 3, first.FreshShare, 1e-12);
        Assert.Equal(2.0 / 3, scheme.TableShare, 1e-12);

        // Worker 2 sends the result of step 0 at 1 s, and would send that of step 1 at 11 s.
        var second = scheme.Step(1, GivenTimes.Proportional(1, 2, 10));
        Assert.Equal((2, 3), (second.Seconds, second.Vectors));
        Assert.Equal(1, scheme.TableShare, 1e-12);
        Assert.Equal(1.0 / 3, scheme.MeanStaleness, 1e-12);
        Assert.False(scheme.IsSynchronousExact);
    }

    [Fact]
    public void Dsag_must_not_restart_a_worker_that_is_busy_for_many_steps()
    {
        var scheme = new DsagScheme(3, 2);
        for (var t = 0; t < 3; t++)
        {
            Assert.Equal(2, scheme.Step(t, GivenTimes.Proportional(1, 2, 7)).Vectors);
            Assert.Equal(2.0 / 3, scheme.TableShare, 1e-12);
        }

        // Steps last 2 s each, so the result of step 0 comes 1 s into step 3.
        Assert.Equal(3, scheme.Step(3, GivenTimes.Proportional(1, 2, 7)).Vectors);
        Assert.Equal(1, scheme.TableShare, 1e-12);
        Assert.Equal(1, scheme.MeanStaleness, 1e-12);
    }

    [Fact]
    public void Dsag_must_give_slow_workers_less_when_it_balances()
    {
        var times = new GivenTimes(new double[4], [1, 1, 1, 3]);
        var scheme = new DsagScheme(4, 4, rebalanceEvery: 5);
        Assert.Equal(0.75, scheme.Step(0, times).Seconds, 1e-9);
        var last = new SchemeStep
        {
            Seconds = 0, Work = 0, Wasted = 0, Vectors = 0, Stragglers = 0,
        };
        for (var t = 1; t < 12; t++)
        {
            last = scheme.Step(t, times);
        }

        Assert.Equal(0.3, last.Seconds, 0.01);
        Assert.Equal(1, scheme.TableShare, 1e-9);
    }

    [Theory]
    [InlineData("CDL-0069")]
    [InlineData("CDL-0070")]
    [InlineData("CDL-0071")]
    [InlineData("CDL-0072")]
    [InlineData("CDL-0073")]
    public void Parameters_must_be_refused_when_out_of_range(string code)
    {
        Func<object> build = code switch
        {
            "CDL-0069" => () => new LoadBalancedScheme(4, granules: 3),
            "CDL-0070" => () => new LoadBalancedScheme(4, weight: 0),
            "CDL-0071" => () => new SpeculativeScheme(4, quantile: 1),
            "CDL-0072" => () => new SpeculativeScheme(4, multiplier: 0.5),
            _ => () => new DsagScheme(4, 2, rebalanceEvery: -1),
        };
        Assert.Equal(code, Assert.Throws<InvalidInputException>(build).Code);
    }
}
