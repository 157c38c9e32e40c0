using AkkaCoded.Codes.Latency;

namespace AkkaCoded.Codes.Tests.Latency;

/// <summary>Every closed form against draws from the law itself, and against quadrature.</summary>
public sealed class ClosedFormSpec
{
    private const ulong Seed = 88;
    private const int DrawsMax = 1_000_000;

    /// <summary>Laws whose step times have a variance, so that 1 % is many standard errors.
    /// </summary>
    public static TheoryData<string> Laws() =>
    [
        "shifted-exponential(shift=1, rate=1)",
        "shifted-exponential(shift=1, rate=0.5, load=multiplicative, base=0.2)",
        "shifted-exponential(shift=0, rate=10, load=additive)",
        "shifted-exponential(shift=0.1, rate=2, load=additive, slope=3)",
        "pareto(scale=1, shape=4)",
        "pareto(scale=0.2, shape=5, shift=-0.1, load=additive, slope=2)",
        "normal(centre=1, deviation=0.4)",
        "normal(centre=0.1, deviation=0.2, load=additive)",
        "bimodal(fast=1, slow=10, slow-share=0.05)",
        "bimodal(fast=0.5, slow=2, slow-share=0.2, load=additive, slope=4)",
    ];

    [Theory]
    [MemberData(nameof(Laws))]
    public void Step_times_must_agree_with_a_simulation_within_one_percent(string text)
    {
        var law = LatencyLaw.Parse(text);
        const int n = 12;
        foreach (var time in StepTimeTheory.Report(law, n).All)
        {
            if (time.Stragglers is 0 or 1 or 3 or 4 or 7)
            {
                var simulated = Simulate(law, time);
                AssertWithin(0.01, simulated, time.MeanStepSeconds, $"{time}, seed {Seed}");
            }
        }
    }

    [Theory]
    [InlineData(1.5, 7)]
    [InlineData(1.2, 5)]
    public void Step_times_must_agree_with_a_simulation_when_the_tail_has_no_variance(
        double shape, int stragglers)
    {
        var law = new LatencyLaw(new ParetoDelay(1, shape), LoadModel.Multiplicative());
        foreach (var family in new[] { StepTimeTheory.Mds, StepTimeTheory.FractionalRepetition })
        {
            var time = StepTimeTheory.Of(family, law, 12, stragglers);
            var simulated = Simulate(law, time);
            AssertWithin(0.01, simulated, time.MeanStepSeconds, $"{time}, seed {Seed}");
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 10)]
    [InlineData(10, 10)]
    [InlineData(97, 100)]
    [InlineData(500, 1000)]
    public void Order_statistics_must_agree_with_quadrature(int k, int n)
    {
        AssertWithin(1e-9, new ByQuadrature(new ShiftedExponentialDelay(1, 0.3)).MeanOfOrder(k, n),
            new ShiftedExponentialDelay(1, 0.3).MeanOfOrder(k, n), "shifted exponential");
        AssertWithin(1e-9, new ByQuadrature(new ParetoDelay(2, 1.3)).MeanOfOrder(k, n),
            new ParetoDelay(2, 1.3).MeanOfOrder(k, n), "pareto");
    }

    [Theory]
    [InlineData(12, 1)]
    [InlineData(12, 4)]
    [InlineData(100, 20)]
    [InlineData(100, 100)]
    public void Races_must_agree_with_quadrature(int n, int count)
    {
        var groups = new RaceGroups(n, count);
        AssertWithin(1e-9, new ByQuadrature(new ShiftedExponentialDelay(1, 0.3)).MeanOfRace(groups),
            new ShiftedExponentialDelay(1, 0.3).MeanOfRace(groups), "shifted exponential");
        AssertWithin(1e-9, new ByQuadrature(new ParetoDelay(2, 1.3)).MeanOfRace(groups),
            new ParetoDelay(2, 1.3).MeanOfRace(groups), "pareto");
    }

    [Fact]
    public void Step_times_must_be_infinite_when_the_last_answer_has_no_mean()
    {
        var law = new LatencyLaw(new ParetoDelay(1, 0.6), LoadModel.Multiplicative());
        var report = StepTimeTheory.Report(law, 10);
        Assert.Equal(double.PositiveInfinity, report.Uncoded.MeanStepSeconds);
        Assert.Equal(
            double.PositiveInfinity,
            StepTimeTheory.Of(StepTimeTheory.FractionalRepetition, law, 10, 0).MeanStepSeconds);
        Assert.True(double.IsFinite(
            StepTimeTheory.Of(StepTimeTheory.FractionalRepetition, law, 10, 1).MeanStepSeconds));
        Assert.True(double.IsFinite(
            StepTimeTheory.Of(StepTimeTheory.Mds, law, 10, 1).MeanStepSeconds));
        Assert.True(report.BestForTraining.Stragglers > 0);
    }

    [Fact]
    public void Best_for_training_must_be_repetition_when_a_cyclic_code_is_no_faster()
    {
        // With s = n - 1 both give everybody the whole step and end with the first answer.
        var report = StepTimeTheory.Report(LatencyLaw.Parse("pareto(shape=0.9)"), 4);
        Assert.Equal(
            (StepTimeTheory.FractionalRepetition, 3),
            (report.BestForTraining.Family, report.BestForTraining.Stragglers));
    }

    [Fact]
    public void Families_must_all_be_the_uncoded_one_when_nobody_may_be_late()
    {
        var law = LatencyLaw.Parse("pareto(shape=3, load=additive)");
        var uncoded = StepTimeTheory.Of(StepTimeTheory.Uncoded, law, 9, 0).MeanStepSeconds;
        foreach (var family in StepTimeTheory.Families)
        {
            var time = StepTimeTheory.Of(family, law, 9, 0);
            AssertWithin(1e-12, uncoded, time.MeanStepSeconds, family);
        }
    }

    [Theory]
    [InlineData("cyclic", 0, 0)]
    [InlineData("cyclic", 5, 5)]
    [InlineData("cyclic", 5, -1)]
    [InlineData("uncoded", 5, 1)]
    [InlineData("replication", 5, 1)]
    [InlineData("magic", 5, 1)]
    public void Theory_must_name_what_is_allowed_when_asked_for_something_else(
        string family, int n, int s)
    {
        var law = LatencyLaw.Parse("pareto(shape=3)");
        var error = Assert.Throws<InvalidInputException>(
            () => StepTimeTheory.Of(family, law, n, s));
        Assert.Equal("CDL-0049", error.Code);
        Assert.NotEmpty(error.Allowed);
    }

    /// <summary>Draws until 1 % is five standard errors, so a right formula can't miss it.
    /// </summary>
    internal static double Simulate(LatencyLaw law, StepTime time)
    {
        var random = SeededRandom.Stream(Seed, (ulong)((time.Stragglers * 8) + time.Family.Length));
        var seconds = new double[time.Workers];
        double sum = 0, squares = 0;
        for (var draws = 1; draws <= DrawsMax; draws++)
        {
            law.SampleStep(random, time.Load, seconds);
            var ends = Ends(time, seconds);
            sum += ends;
            squares += ends * ends;
            var mean = sum / draws;
            var error = Math.Sqrt(Math.Max(0, (squares / draws) - (mean * mean)) / draws);
            if (draws % 1_000 == 0 && draws >= 5_000 && error < 0.002 * mean)
            {
                return mean;
            }
        }

        return sum / DrawsMax;
    }

    /// <summary>When a step with these answer times ends, by the meaning of the family.</summary>
    internal static double Ends(StepTime time, double[] seconds)
    {
        if (time.Family is not (StepTimeTheory.Replication or StepTimeTheory.FractionalRepetition))
        {
            Array.Sort(seconds);
            return seconds[time.Workers - time.Stragglers - 1];
        }

        var groups = time.Workers / (time.Stragglers + 1);
        var ends = Enumerable.Repeat(double.PositiveInfinity, groups).ToArray();
        for (var worker = 0; worker < seconds.Length; worker++)
        {
            var group = worker % groups;
            ends[group] = Math.Min(ends[group], seconds[worker]);
        }

        return ends.Max();
    }

    internal static void AssertWithin(double relative, double expected, double actual, string what)
    {
        var difference = Math.Abs(actual - expected) / Math.Abs(expected);
        Assert.True(difference <= relative, $"{what}: {actual} is not {expected}");
    }

    /// <summary>The same law without its closed forms.</summary>
    private sealed class ByQuadrature(DelayDistribution law) : DelayDistribution
    {
        public override string Name => law.Name;

        public override IReadOnlyList<KeyValuePair<string, string>> Parameters => law.Parameters;

        public override double Minimum => law.Minimum;

        public override double Mean => law.Mean;

        public override double Cdf(double seconds) => law.Cdf(seconds);

        public override double QuantileOfTail(double tail) => law.QuantileOfTail(tail);
    }
}
