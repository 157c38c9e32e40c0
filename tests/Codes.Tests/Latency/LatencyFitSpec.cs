using AkkaCoded.Codes.Latency;
using AkkaCoded.TestSupport;

namespace AkkaCoded.Codes.Tests.Latency;

public sealed class LatencyFitSpec
{
    /// <summary>Text of the true law, its family, and how near the parameters must come.</summary>
    public static TheoryData<string, TailFamily, LoadKind> Laws() => new()
    {
        {
            "shifted-exponential(shift=0.2, rate=5, load=additive, slope=3)",
            TailFamily.Exponential, LoadKind.Additive
        },
        {
            "shifted-exponential(shift=0, rate=1, load=additive, slope=10)",
            TailFamily.Exponential, LoadKind.Additive
        },
        {
            "shifted-exponential(shift=2, rate=0.7, load=multiplicative, base=0.05)",
            TailFamily.Exponential, LoadKind.Multiplicative
        },
        {
            "shifted-exponential(shift=1, rate=1, load=multiplicative)",
            TailFamily.Exponential, LoadKind.Multiplicative
        },
        {
            "pareto(scale=0.1, shape=1.5, load=additive, slope=2)",
            TailFamily.Pareto, LoadKind.Additive
        },
        {
            "pareto(scale=1, shape=2, load=multiplicative, base=0.05)",
            TailFamily.Pareto, LoadKind.Multiplicative
        },
        {
            "bimodal(fast=0.3, slow=2, slow-share=0.1, load=additive, slope=3)",
            TailFamily.Bimodal, LoadKind.Additive
        },
        {
            "bimodal(fast=3, slow=8, slow-share=0.1, load=multiplicative, base=0.2)",
            TailFamily.Bimodal, LoadKind.Multiplicative
        },
    };

    [Theory]
    [MemberData(nameof(Laws))]
    public void Fit_must_find_law_and_parameters_when_there_are_many_observations(
        string text, TailFamily tail, LoadKind load)
    {
        var law = LatencyLaw.Parse(text);
        var fit = LatencyFit.Of(Observe(law, 2_000, new SeededRandom(31)));
        Assert.Equal((tail, load, true), (fit.Tail, fit.Load, fit.SlopeIdentified));
        foreach (var share in new[] { 0.05, 0.25, 0.75 })
        {
            foreach (var p in new[] { 0.05, 0.5, 0.85, 0.95 })
            {
                var expected = law.Quantile(p, share);
                Assert.Equal(expected, fit.Law.Quantile(p, share), 0.12 * expected);
            }
        }

        var trueBase = load == LoadKind.Additive ? law.Delay.Minimum : law.Load.BaseSeconds;
        var trueSlope = load == LoadKind.Additive ? law.Load.Slope : law.Delay.Minimum;
        Assert.Equal(trueSlope, fit.SlopeSeconds, 0.03 * trueSlope);
        Assert.Equal(trueBase, fit.BaseSeconds, 0.02 * law.Quantile(0.5, 0.25));
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void Fit_must_find_the_law_nearly_always_when_there_are_three_hundred_observations(
        string text, TailFamily tail, LoadKind load)
    {
        var law = LatencyLaw.Parse(text);
        var right = Enumerable.Range(0, 40).Count(seed =>
        {
            var fit = LatencyFit.Of(Observe(law, 300, SeededRandom.Stream(7, (ulong)seed)));
            return fit.Tail == tail && fit.Load == load;
        });
        Assert.True(right >= 36, $"{text}: {right} of 40 right, seeds 7/0..39");
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.05)]
    public void Fit_must_find_the_modes_when_times_are_noisy(double noise)
    {
        var random = new SeededRandom(9);
        var law = LatencyLaw.Parse("bimodal(fast=1, slow=3, slow-share=0.15, load=additive)");
        var observations = Observe(law, 400, random).Select(
            seen => seen with { Seconds = seen.Seconds + (noise * random.NextGaussian()) });
        var fit = LatencyFit.Of([.. observations]);
        var delay = Assert.IsType<BimodalDelay>(fit.Law.Delay);
        Assert.Equal(0.15, delay.SlowShare, 0.05);
        Assert.Equal(2, delay.Slow - delay.Fast, 0.1);
        Assert.Equal(1, fit.BaseSeconds, 0.05);
        Assert.Equal(1, fit.SlopeSeconds, 0.1);
    }

    [Fact]
    public void Fit_must_find_no_tail_when_there_is_only_symmetric_noise()
    {
        var random = new SeededRandom(10);
        LatencyObservation[] seen = [.. Enumerable.Range(0, 300).Select(i => new LatencyObservation(
            (1 + (i % 4)) / 8.0, 2 + (4 * (1 + (i % 4)) / 8.0) + (0.1 * random.NextGaussian())))];
        var fit = LatencyFit.Of(seen);
        Assert.Equal(TailFamily.Normal, fit.Tail);
        Assert.Equal(0.1, ((NormalDelay)fit.Law.Delay).Deviation, 0.02);
        Assert.Equal(2, fit.BaseSeconds, 0.05);
        Assert.Equal(4, fit.SlopeSeconds, 0.15);
        Assert.Equal(
            StepTimeTheory.Uncoded, StepTimeTheory.Report(fit.Law, 12).BestForTraining.Family);
    }

    [Fact]
    public void Fit_must_not_invent_a_slope_when_all_loads_are_equal()
    {
        var random = new SeededRandom(11);
        LatencyObservation[] seen = [.. Enumerable.Range(0, 200).Select(_ =>
            new LatencyObservation(0.1, 1 + (0.5 * random.NextExponential())))];
        var fit = LatencyFit.Of(seen);
        Assert.False(fit.SlopeIdentified);
        Assert.Equal((TailFamily.Exponential, LoadKind.Additive), (fit.Tail, fit.Load));
        Assert.Equal(0, fit.SlopeSeconds);
        Assert.Equal(1, fit.BaseSeconds, 0.02);
        Assert.Equal(0.5, fit.TailMeanSeconds, 0.08);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(30)]
    public void Fit_must_stay_sane_when_there_are_few_observations(int count)
    {
        var law = LatencyLaw.Parse("shifted-exponential(shift=1, rate=2, load=additive, slope=3)");
        for (var seed = 0UL; seed < 50; seed++)
        {
            var seen = Observe(law, count, SeededRandom.Stream(12, seed));
            var fit = LatencyFit.Of(seen);
            var (lowest, highest) = (seen.Min(s => s.Seconds), seen.Max(s => s.Seconds));
            foreach (var load in seen.Select(s => s.Load))
            {
                var median = fit.Law.Quantile(0.5, load);
                Assert.True(
                    median > 0 && median <= 2 * highest
                    && fit.Law.Quantile(0, load) <= 1.01 * highest,
                    $"median {median} of {fit.Law} for times {lowest} .. {highest}, "
                    + $"seed 12/{seed}");
            }
        }
    }

    [Fact]
    public void Fit_must_accept_times_that_are_all_equal()
    {
        foreach (var count in new[] { 1, 3, 50 })
        {
            var fit = LatencyFit.Of(
                [.. Enumerable.Repeat(new LatencyObservation(0.5, 2), count)]);
            Assert.Equal(TailFamily.Normal, fit.Tail);
            Assert.Equal(2, fit.Law.Mean(0.5), 1e-6);
        }
    }

    [Fact]
    public void Fit_must_lead_to_the_redundancy_that_the_true_law_asks_for()
    {
        foreach (var text in Laws().Select(row => (string)row[0]))
        {
            var law = LatencyLaw.Parse(text);
            var fit = LatencyFit.Of(Observe(law, 2_000, new SeededRandom(14)));
            var chosen = StepTimeTheory.Report(fit.Law, 24).BestForTraining;
            var truth = StepTimeTheory.Report(law, 24);
            var got = truth.All.Single(
                t => t.Family == chosen.Family && t.Stragglers == chosen.Stragglers);
            Assert.True(
                got.MeanStepSeconds <= 1.05 * truth.BestForTraining.MeanStepSeconds,
                $"{fit.Law}: chose {got}, best {truth.BestForTraining}");
        }
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(double.NaN, 1)]
    [InlineData(0.5, -1)]
    [InlineData(0.5, double.NaN)]
    [InlineData(0.5, double.PositiveInfinity)]
    public void Fit_must_refuse_observations_that_are_none(double load, double seconds)
    {
        var error = Assert.Throws<InvalidInputException>(
            () => LatencyFit.Of([new(0.5, 1), new(load, seconds)]));
        Assert.Equal(("CDL-0050", "observation 1"), (error.Code, error.Key));
        Assert.Throws<InvalidInputException>(() => LatencyFit.Of([]));
    }

    [DataFact("traces/bytedance_AR.csv")]
    public void Fit_must_see_two_modes_when_one_of_four_workers_is_always_slow()
    {
        var fit = LatencyFit.Of(Seen("bytedance_AR.csv"));
        var delay = Assert.IsType<BimodalDelay>(fit.Law.Delay);
        Assert.Equal(0.25, delay.SlowShare, 0.001);
        Assert.Equal(2.25, delay.Slow / delay.Fast, 0.02);
    }

    [DataFact("traces/hivemind_180.csv")]
    public void Fit_must_reproduce_mean_median_and_maximum_of_measured_workers()
    {
        foreach (var file in new[] { "bytedance_SE.csv", "hivemind_180.csv", "hivemind_331.csv" })
        {
            var seen = Seen(file);
            var fit = LatencyFit.Of(seen);
            var measured = new TraceDelay(
                LatencyTrace.Read(DataFolder.PathOf("traces/" + file)));
            var n = measured.Trace.Workers;
            var last = measured.MeanOfOrder(n, n);
            Assert.Equal(last, fit.Law.Delay.MeanOfOrder(n, n), 0.1 * last);
            var times = seen.Select(s => s.Seconds).Order().ToList();
            var load = seen[0].Load;
            Assert.Equal(times.Average(), fit.Law.Mean(load), 0.05 * times.Average());
            Assert.Equal(
                times[times.Count / 2], fit.Law.Quantile(0.5, load), 0.1 * times.Average());
        }
    }

    private static LatencyObservation[] Seen(string file)
    {
        var trace = LatencyTrace.Read(DataFolder.PathOf("traces/" + file));
        return [.. trace.All.ToArray().Select(s => new LatencyObservation(1.0 / trace.Workers, s))];
    }

    /// <summary>Loads as a coordinator sees them that tries several redundancies.</summary>
    private static LatencyObservation[] Observe(LatencyLaw law, int count, SeededRandom random)
    {
        double[] loads = [1 / 16.0, 2 / 16.0, 4 / 16.0, 8 / 16.0];
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            var load = loads[i % loads.Length];
            return new LatencyObservation(load, law.Sample(random, load));
        })];
    }
}
