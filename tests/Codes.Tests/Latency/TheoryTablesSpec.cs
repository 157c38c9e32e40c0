using System.Globalization;
using AkkaCoded.Codes.Latency;

namespace AkkaCoded.Codes.Tests.Latency;

/// <summary>
/// Published and computed figures, compared digit by digit as they are printed.
/// </summary>
public sealed class TheoryTablesSpec
{
    [Theory]
    [InlineData(10, 1, ".3929", ".4283", 7, ".2994", "6.8", ".3146", "1.31")]
    [InlineData(10, .1, "3.029", "2.483", 4, "1.447", "3.4", "1.516", "2.09")]
    [InlineData(20, 1, ".2299", ".2464", 14, ".1534", "13.6", ".1573", "1.50")]
    [InlineData(50, .1, ".9198", ".8032", 17, ".3002", "17.0", ".3032", "3.06")]
    [InlineData(100, 1, ".0619", ".0650", 69, ".0313", "68.2", ".0315", "1.98")]
    [InlineData(100, .1, ".5287", ".4699", 34, ".1509", "34.0", ".1516", "3.50")]
    public void Shifted_exponential_must_reproduce_the_table_when_load_multiplies(
        int n, double mu, string uncoded, string replicated, int needed, string coded,
        string neededInTheLimit, string codedInTheLimit, string gain)
    {
        var delay = new ShiftedExponentialDelay(1, mu);
        var report = StepTimeTheory.Report(
            new LatencyLaw(delay, LoadModel.Multiplicative()), n);
        AssertPrinted(uncoded, report.Uncoded.MeanStepSeconds);
        var twice = report.All.Single(
            time => time.Family == StepTimeTheory.Replication && time.Stragglers == 1);
        AssertPrinted(replicated, twice.MeanStepSeconds);
        var mds = BestOf(report, StepTimeTheory.Mds);
        Assert.Equal(needed, n - mds.Stragglers);
        AssertPrinted(coded, mds.MeanStepSeconds);
        AssertPrinted(gain, report.Gain(mds));
        var limit = MdsAsymptotics.Of(delay, n);
        AssertPrinted(neededInTheLimit, limit.Needed);
        AssertPrinted(codedInTheLimit, limit.MeanStepSeconds);
    }

    [Theory]
    [InlineData(1.5, 10, 6, "4.17")]
    [InlineData(1.5, 20, 12, "6.52")]
    [InlineData(1.5, 100, 60, "18.85")]
    [InlineData(1.2, 100, 55, "73")]
    [InlineData(2, 100, 0, "6.85")]
    [InlineData(3, 100, 0, "2.98")]
    public void Pareto_must_reproduce_the_gains_of_mds_codes(
        double shape, int n, int needed, string gain)
    {
        var law = new LatencyLaw(new ParetoDelay(1, shape), LoadModel.Multiplicative());
        AssertMds(law, n, needed, gain);
    }

    [Theory]
    [InlineData(.05, 10, 10, 8, "3.34")]
    [InlineData(.05, 10, 20, 16, "5.30")]
    [InlineData(.05, 10, 100, 88, "8.64")]
    [InlineData(.1, 3, 100, 83, "2.44")]
    public void Bimodal_must_reproduce_the_gains_of_mds_codes(
        double slowShare, double slow, int n, int needed, string gain)
    {
        var law = new LatencyLaw(
            new BimodalDelay(1, slow, slowShare), LoadModel.Multiplicative());
        AssertMds(law, n, needed, gain);
    }

    [Theory]
    [InlineData(10, .1, StepTimeTheory.Cyclic, "1.5")]
    [InlineData(12, .1, StepTimeTheory.FractionalRepetition, "1.53")]
    [InlineData(100, .1, StepTimeTheory.FractionalRepetition, "1.35")]
    public void Gradient_codes_must_gain_little_when_load_multiplies(
        int n, double mu, string family, string gain)
    {
        var law = new LatencyLaw(
            new ShiftedExponentialDelay(1, mu), LoadModel.Multiplicative());
        var report = StepTimeTheory.Report(law, n);
        AssertPrinted(gain, report.Gain(BestOf(report, family)));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(12)]
    [InlineData(100)]
    public void Gradient_codes_must_gain_nothing_when_load_multiplies_a_light_tail(int n)
    {
        var law = new LatencyLaw(
            new ShiftedExponentialDelay(1, 1), LoadModel.Multiplicative());
        Assert.Equal(StepTimeTheory.Uncoded, StepTimeTheory.Report(law, n).BestForTraining.Family);
    }

    [Theory]
    [InlineData(24, 10, StepTimeTheory.Cyclic, "1.19", -1)]
    [InlineData(24, 10, StepTimeTheory.FractionalRepetition, "1.94", -1)]
    [InlineData(100, 10, StepTimeTheory.Cyclic, "1.57", 9)]
    [InlineData(100, 10, StepTimeTheory.FractionalRepetition, "4.34", 4)]
    [InlineData(100, 2, StepTimeTheory.Cyclic, "3.05", -1)]
    [InlineData(100, 2, StepTimeTheory.FractionalRepetition, "10.56", -1)]
    public void Gradient_codes_must_reproduce_the_gains_when_delay_is_independent_of_load(
        int n, double rate, string family, string gain, int stragglers)
    {
        var law = new LatencyLaw(new ShiftedExponentialDelay(0, rate), LoadModel.Additive());
        var report = StepTimeTheory.Report(law, n);
        // The figures are for groups of equal size.
        var best = report.All
            .Where(time => time.Family == family)
            .Where(time => family == StepTimeTheory.Cyclic || n % (time.Stragglers + 1) == 0)
            .MinBy(time => time.MeanStepSeconds)!;
        AssertPrinted(gain, report.Gain(best));
        if (stragglers >= 0)
        {
            Assert.Equal(stragglers, best.Stragglers);
        }
    }

    [Fact]
    public void Groups_of_uneven_size_must_gain_more_than_even_ones_when_they_fit_the_law_better()
    {
        var law = new LatencyLaw(new ShiftedExponentialDelay(0, 10), LoadModel.Additive());
        var report = StepTimeTheory.Report(law, 100);
        var best = BestOf(report, StepTimeTheory.FractionalRepetition);
        Assert.Equal(5, best.Stragglers);
        Assert.Equal(1 / 16.0, best.Load, 1e-15);
        AssertPrinted("4.52", report.Gain(best));
    }

    private static void AssertMds(LatencyLaw law, int n, int needed, string gain)
    {
        var report = StepTimeTheory.Report(law, n);
        var best = BestOf(report, StepTimeTheory.Mds);
        AssertPrinted(gain, report.Gain(best));
        if (needed > 0)
        {
            Assert.Equal(needed, n - best.Stragglers);
        }
    }

    private static StepTime BestOf(StepTimeReport report, string family) =>
        report.BestOfEach.Single(time => time.Family == family);

    private static void AssertPrinted(string expected, double actual)
    {
        var point = expected.IndexOf('.');
        var digits = point < 0 ? 0 : expected.Length - point - 1;
        var printed = actual.ToString("F" + digits, CultureInfo.InvariantCulture);
        Assert.Equal(expected, expected.StartsWith('.') ? printed[1..] : printed);
    }
}
