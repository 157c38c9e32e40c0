using AkkaCoded.Codes.Latency;
using AkkaCoded.Messages.Chaos;

namespace AkkaCoded.Messages.Tests.Chaos;

/// <summary>What a plan draws.</summary>
public sealed class ChaosPlanSpec
{
    private const string Bimodal =
        "bimodal(fast=0.02, slow=0.16, slow-share=0.05, load=additive, slope=0)";

    [Fact]
    public void Delays_must_follow_from_seed_step_and_worker_alone()
    {
        var law = "shifted-exponential(shift=0.1, rate=10, load=additive, slope=0)";
        var forward = new ChaosPlan(Options(law), 5);
        var backward = new ChaosPlan(Options(law), 5);
        var cells = (from step in Enumerable.Range(0, 40)
                     from worker in Enumerable.Range(0, 5)
                     select (step, worker)).ToList();
        var there = cells.ToDictionary(c => c, c => forward.DelaySeconds(c.step, c.worker, 0.5));
        foreach (var cell in Enumerable.Reverse(cells))
        {
            Assert.Equal(there[cell], backward.DelaySeconds(cell.step, cell.worker, 0.5));
        }

        Assert.Equal(200, there.Values.Distinct().Count());
        var other = new ChaosPlan(Options(law) with { Seed = 2 }, 5);
        Assert.All(cells, c => Assert.NotEqual(
            there[c], other.DelaySeconds(c.step, c.worker, 0.5)));
    }

    [Fact]
    public void Delays_must_have_the_share_of_slow_worker_steps_that_the_law_says()
    {
        var plan = new ChaosPlan(Options(Bimodal), 8);
        var slow = Enumerable.Range(0, 20_000).Count(i => plan.DelaySeconds(i / 8, i % 8, 1) > 0.1);
        // 5 % of 20,000 within four standard deviations; the seed is fixed.
        Assert.InRange(slow, 877, 1123);
    }

    [Fact]
    public void Delay_must_grow_with_the_load_as_the_law_says()
    {
        var plan = new ChaosPlan(
            Options("normal(centre=1, deviation=0.1, load=multiplicative)"), 2);
        Assert.Equal(
            plan.DelaySeconds(3, 1, 0.25) * 2, plan.DelaySeconds(3, 1, 0.5), tolerance: 1e-12);
        Assert.Equal(0, plan.DelaySeconds(3, 1, 0));
    }

    [Fact]
    public void Trace_must_keep_the_workers_of_a_step_together_when_it_draws_steps()
    {
        // In row i every worker takes i to i + 0.3 s.
        var trace = LatencyTrace.Parse(
            new StringReader("1,1.1,1.2,1.3\n2,2.1,2.2,2.3\n3,3.1,3.2,3.3\n"), "rows");
        var law = new LatencyLaw(new TraceDelay(trace), LoadModel.Additive(slope: 0));
        var plan = new ChaosPlan(Options(law), 4);
        var rows = new HashSet<int>();
        for (var step = 0; step < 50; step++)
        {
            var delays = Enumerable.Range(0, 4).Select(w => plan.DelaySeconds(step, w, 0.5))
                .Order().ToArray();
            var row = (int)Math.Floor(delays[0]);
            rows.Add(row);
            double[] expected = [row, row + 0.1, row + 0.2, row + 0.3];
            Assert.All(expected.Zip(delays), pair => Assert.Equal(pair.First, pair.Second, 12));
            // Another load in between, and a step that was over, change nothing.
            Assert.Equal(plan.DelaySeconds(step, 1, 0.25), plan.DelaySeconds(step, 1, 0.5), 12);
        }

        Assert.Equal(3, rows.Count);
        Assert.InRange(plan.DelaySeconds(0, 9, 0.5), 1, 3.3);
    }

    [Fact]
    public void Trace_draws_must_agree_when_several_threads_ask_one_plan()
    {
        var trace = LatencyTrace.Parse(new StringReader("1,2,3\n4,5,6\n7,8,9\n"), "rows");
        var law = new LatencyLaw(new TraceDelay(trace), LoadModel.Additive(slope: 0));
        var expected = new ChaosPlan(Options(law), 3);
        var shared = new ChaosPlan(Options(law), 3);
        var wrong = 0;
        Parallel.For(0, 4, thread =>
        {
            var own = new ChaosPlan(Options(law), 3);
            for (var step = 0; step < 2000; step++)
            {
                var worker = (step + thread) % 3;
                if (shared.DelaySeconds(step, worker, 1) != own.DelaySeconds(step, worker, 1))
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        });
        Assert.Equal(0, wrong);
        Assert.Equal(expected.DelaySeconds(7, 2, 1), shared.DelaySeconds(7, 2, 1));
    }

    [Fact]
    public void Own_law_must_hold_in_its_steps_and_the_last_one_must_win()
    {
        var plan = new ChaosPlan(Options(
            Bimodal,
            "delay worker=1 law=bimodal(fast=5, slow=5, slow-share=0.5, load=additive, slope=0)",
            "delay worker=1 from=10 to=20 law=bimodal(fast=7, slow=7, slow-share=0.5, "
                + "load=additive, slope=0)"), 2);
        Assert.Equal(5, plan.DelaySeconds(9, 1, 1));
        Assert.Equal(7, plan.DelaySeconds(10, 1, 1));
        Assert.Equal(7, plan.DelaySeconds(20, 1, 1));
        Assert.Equal(5, plan.DelaySeconds(21, 1, 1));
        Assert.InRange(plan.DelaySeconds(10, 0, 1), 0.01, 0.17);
    }

    [Fact]
    public void Slow_factor_must_multiply_the_delay_in_its_steps_only()
    {
        var plan = new ChaosPlan(Options(
            Bimodal, "slow worker=0 factor=8 from=5 to=6", "slow worker=0 factor=2 from=6"), 2);
        var bare = new ChaosPlan(Options(Bimodal), 2);
        Assert.Equal([1, 8, 16, 2], Enumerable.Range(4, 4).Select(s => plan.SlowFactor(s, 0)));
        Assert.Equal(1, plan.SlowFactor(6, 1));
        Assert.Equal(16 * bare.DelaySeconds(6, 0, 1), plan.DelaySeconds(6, 0, 1), 12);
    }

    [Fact]
    public void Wrong_answers_must_be_due_in_their_steps()
    {
        var plan = new ChaosPlan(Options(null, "wrong worker=1 from=3 to=4"), 2);
        Assert.Equal(
            [false, true, true, false], Enumerable.Range(2, 4).Select(s => plan.IsWrong(s, 1)));
        Assert.False(plan.IsWrong(3, 0));
        Assert.False(plan.DrawsDelays);
    }

    [Fact]
    public void Plan_must_be_empty_when_chaos_is_off()
    {
        var options = Options(Bimodal, "slow worker=0 factor=3") with { Enabled = false };
        var plan = new ChaosPlan(options, 1);
        Assert.False(plan.DrawsDelays);
        Assert.Equal(0, plan.DelaySeconds(0, 0, 1));
        Assert.Equal(1, plan.SlowFactor(0, 0));
        Assert.Empty(plan.Faults);
    }

    private static ChaosOptions Options(string? law, params string[] faults) => new()
    {
        Enabled = true,
        Seed = 1,
        Law = law is null ? null : LatencyLaw.Parse(law),
        Faults = [.. faults.Select(Fault.Parse)],
    };

    private static ChaosOptions Options(LatencyLaw law) => Options(null, []) with { Law = law };
}
