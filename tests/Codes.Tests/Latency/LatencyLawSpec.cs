using AkkaCoded.Codes.Latency;

namespace AkkaCoded.Codes.Tests.Latency;

public sealed class LatencyLawSpec
{
    [Theory]
    [InlineData("shifted-exponential(shift=1, rate=10, load=multiplicative)")]
    [InlineData("shifted-exponential(shift=0, rate=0.1, load=additive, slope=2.5, at=0.125)")]
    [InlineData("pareto(scale=1, shape=1.5, load=multiplicative, at=0.25, base=0.01)")]
    [InlineData("pareto(scale=1, shape=1.5, shift=-0.5, load=additive, slope=1)")]
    [InlineData("bimodal(fast=1, slow=10, slow-share=0.05, load=multiplicative)")]
    public void Text_must_survive_parsing_and_formatting(string text)
    {
        Assert.Equal(text, LatencyLaw.Parse(text).ToString());
    }

    [Fact]
    public void Text_must_be_forgiving_about_blanks_order_and_defaults()
    {
        var law = LatencyLaw.Parse("  shifted-exponential ( rate = 1e1 ,load=additive, )");
        Assert.Equal(
            "shifted-exponential(shift=0, rate=10, load=additive, slope=1)", law.ToString());
    }

    [Theory]
    [InlineData("", "CDL-0040", "latency law")]
    [InlineData("pareto", "CDL-0040", "latency law")]
    [InlineData("pareto(shape)", "CDL-0040", "latency law")]
    [InlineData("pareto(shape=)", "CDL-0040", "latency law")]
    [InlineData("pareto(shape=\"2)", "CDL-0040", "latency law")]
    [InlineData("pareto(shape=2))", "CDL-0040", "latency law")]
    [InlineData("weibull(shape=2)", "CDL-0041", "latency law")]
    [InlineData("pareto(scale=1)", "CDL-0042", "shape")]
    [InlineData("pareto(shape=2, rate=1)", "CDL-0042", "rate")]
    [InlineData("pareto(shape=2, shape=3)", "CDL-0042", "shape")]
    [InlineData("pareto(shape=2, slope=1)", "CDL-0042", "slope")]
    [InlineData("pareto(shape=2, load=additive, base=1)", "CDL-0042", "base")]
    [InlineData("pareto(shape=0)", "CDL-0043", "shape")]
    [InlineData("pareto(shape=NaN)", "CDL-0043", "shape")]
    [InlineData("pareto(shape=two)", "CDL-0043", "shape")]
    [InlineData("pareto(shape=2, shift=-1.5)", "CDL-0043", "shift")]
    [InlineData("shifted-exponential(shift=-1, rate=1)", "CDL-0043", "shift")]
    [InlineData("shifted-exponential(rate=Infinity)", "CDL-0043", "rate")]
    [InlineData("normal(centre=1)", "CDL-0042", "deviation")]
    [InlineData("normal(centre=1, deviation=-1)", "CDL-0043", "deviation")]
    [InlineData("bimodal(fast=2, slow=1, slow-share=0.1)", "CDL-0043", "slow")]
    [InlineData("bimodal(fast=1, slow=2, slow-share=1.1)", "CDL-0043", "slow-share")]
    [InlineData("pareto(shape=2, load=quadratic)", "CDL-0043", "load")]
    [InlineData("pareto(shape=2, load=additive, slope=-1)", "CDL-0043", "slope")]
    [InlineData("pareto(shape=2, at=0)", "CDL-0043", "at")]
    [InlineData("trace(draw=steps)", "CDL-0042", "file")]
    [InlineData("trace(file=/no/such/file.csv)", "CDL-0044", "trace file")]
    public void Text_must_be_refused_with_key_and_range_when_it_is_wrong(
        string text, string code, string key)
    {
        var error = Assert.Throws<InvalidInputException>(() => LatencyLaw.Parse(text));
        Assert.Equal(code, error.Code);
        Assert.StartsWith(key, error.Key, StringComparison.Ordinal);
        Assert.NotEmpty(error.Allowed);
    }

    [Theory]
    [MemberData(nameof(ClosedFormSpec.Laws), MemberType = typeof(ClosedFormSpec))]
    public void Quantile_must_invert_the_distribution(string text)
    {
        var law = LatencyLaw.Parse(text);
        const double load = 0.25;
        foreach (var p in new[] { 0, 0.01, 0.3, 0.5, 0.9, 0.999 })
        {
            var seconds = law.Quantile(p, load);
            // Just above and below, because a law may jump and the arithmetic rounds.
            Assert.True(law.Cdf(seconds * (1 + 1e-12), load) >= p - 1e-9, $"{text} at {p}");
            Assert.True(law.Cdf(seconds - 1e-9, load) <= p + 1e-6, $"{text} at {p}");
        }
    }

    [Theory]
    [MemberData(nameof(ClosedFormSpec.Laws), MemberType = typeof(ClosedFormSpec))]
    public void Samples_must_have_the_mean_and_the_distribution(string text)
    {
        const int draws = 200_000;
        const double load = 0.25;
        var law = LatencyLaw.Parse(text);
        var random = new SeededRandom(5);
        var median = law.Quantile(0.6, load);
        double sum = 0, below = 0;
        for (var i = 0; i < draws; i++)
        {
            var seconds = law.Sample(random, load);
            sum += seconds;
            below += seconds <= median ? 1 : 0;
        }

        Assert.Equal(law.Mean(load), sum / draws, 0.01 * law.Mean(load));
        Assert.Equal(law.Cdf(median, load), below / draws, 0.005);
    }

    [Fact]
    public void Load_must_multiply_all_or_only_add_as_the_law_says()
    {
        var multiplied = LatencyLaw.Parse("shifted-exponential(shift=1, rate=1)");
        Assert.Equal(2, multiplied.Mean(1), 1e-12);
        Assert.Equal(0.5, multiplied.Mean(0.25), 1e-12);
        var added = LatencyLaw.Parse("shifted-exponential(rate=1, load=additive, slope=4)");
        Assert.Equal(5, added.Mean(1), 1e-12);
        Assert.Equal(2, added.Mean(0.25), 1e-12);
        var measured = LatencyLaw.Parse("shifted-exponential(shift=3, rate=1, load=additive, "
            + "slope=4, at=0.25)");
        Assert.Equal(4, measured.Mean(0.25), 1e-12);
        Assert.Equal(7, measured.Mean(1), 1e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(0.1)]
    public void Load_must_be_refused_when_no_time_belongs_to_it(double load)
    {
        // At load 0.1 the fastest worker would take 0.1 - 4 * (0.25 - 0.1) < 0 seconds.
        var law = LatencyLaw.Parse(
            "shifted-exponential(shift=0.1, rate=1, load=additive, slope=4, at=0.25)");
        var error = Assert.Throws<InvalidInputException>(() => law.Mean(load));
        Assert.Equal("CDL-0048", error.Code);
    }
}
