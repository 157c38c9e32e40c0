using AkkaCoded.Codes.Latency;
using AkkaCoded.TestSupport;

namespace AkkaCoded.Codes.Tests.Latency;

public sealed class LatencyTraceSpec
{
    [Fact]
    public void Trace_must_hold_rows_and_columns()
    {
        var trace = Parse("1,2.5,3e-1\r\n 4 ,5,6\n\n");
        Assert.Equal((2, 3), (trace.Steps, trace.Workers));
        Assert.Equal([1, 2.5, 0.3], trace.Step(0).ToArray());
        Assert.Equal(6, trace[1, 2]);
    }

    [Theory]
    [InlineData("1,2\n3,NaN\n", "CDL-0045", "t.csv, line 2, column 2")]
    [InlineData("1,-2\n", "CDL-0045", "t.csv, line 1, column 2")]
    [InlineData("1,Infinity\n", "CDL-0045", "t.csv, line 1, column 2")]
    [InlineData("1,,3\n", "CDL-0045", "t.csv, line 1, column 2")]
    [InlineData("1,2,\n", "CDL-0045", "t.csv, line 1, column 3")]
    [InlineData("a,b\n1,2\n", "CDL-0045", "t.csv, line 1, column 1")]
    [InlineData("1;2\n", "CDL-0045", "t.csv, line 1, column 1")]
    [InlineData("1,2\n3\n", "CDL-0046", "t.csv, line 2")]
    [InlineData("1,2\n3,4,5\n", "CDL-0046", "t.csv, line 2")]
    [InlineData("1,2\n\n3,4\n", "CDL-0046", "t.csv, line 2")]
    [InlineData("", "CDL-0047", "t.csv")]
    [InlineData("\n\n", "CDL-0047", "t.csv")]
    public void Trace_must_be_refused_with_its_place_when_it_is_wrong(
        string text, string code, string key)
    {
        var error = Assert.Throws<InvalidInputException>(() => Parse(text));
        Assert.Equal(code, error.Code);
        Assert.Equal(key, error.Key);
        Assert.NotEmpty(error.Allowed);
    }

    [Fact]
    public void Trace_must_be_read_from_a_file_whose_name_needs_quotes()
    {
        var folder = Directory.CreateTempSubdirectory("akkacoded");
        var path = Path.Combine(folder.FullName, "a (1), b.csv");
        File.WriteAllText(path, "1,2\n3,4\n");
        var law = LatencyLaw.Parse($"trace(file=\"{path}\", load=additive, slope=2, draw=values)");
        Assert.Equal(2.5, law.Mean(0.5), 1e-12);
        Assert.Equal(3.5, law.Mean(1), 1e-12);
        Assert.Equal(law.ToString(), LatencyLaw.Parse(law.ToString()).ToString());
        var error = Assert.Throws<InvalidInputException>(
            () => LatencyLaw.Parse($"trace(file=\"{path}\", load=additive)"));
        Assert.Equal(("CDL-0042", "slope"), (error.Code, error.Key[..5]));
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(TraceDraw.Steps, 6)]
    [InlineData(TraceDraw.Steps, 4)]
    [InlineData(TraceDraw.Steps, 9)]
    [InlineData(TraceDraw.Values, 6)]
    public void Step_times_of_a_trace_must_agree_with_draws_from_it(TraceDraw draw, int n)
    {
        var random = new SeededRandom(17);
        // Steps that differ as a whole, so that drawing values instead of steps would show.
        var rows = Enumerable.Range(0, 5).Select(step => string.Join(
            ",", Enumerable.Range(0, 6).Select(_ => 4 + (0.5 * step) + random.NextExponential())));
        var delay = new TraceDelay(Parse(string.Join("\n", rows)), draw);
        var law = new LatencyLaw(delay, LoadModel.Additive());
        foreach (var time in StepTimeTheory.Report(law, n).All)
        {
            var simulated = ClosedFormSpec.Simulate(law, time);
            ClosedFormSpec.AssertWithin(0.01, simulated, time.MeanStepSeconds, $"{time}, seed 17");
        }
    }

    [Fact]
    public void Empirical_quantile_must_be_a_value_of_the_trace()
    {
        var delay = new TraceDelay(Parse("1,2,3,4,5\n6,7,8,9,10"));
        Assert.Equal(1, delay.Quantile(0));
        Assert.Equal(3, delay.Quantile(0.3));
        Assert.Equal(4, delay.Quantile(0.31));
        Assert.Equal(10, delay.Quantile(0.999));
        Assert.Equal(0.3, delay.Cdf(3));
        Assert.Equal(0.3, delay.Cdf(3.9));
        Assert.Equal(5.5, delay.Mean);
    }

    [DataFact("traces/bytedance_SE.csv")]
    public void Measured_workers_must_show_the_known_ratios_of_largest_to_kth_smallest() =>
        AssertRatios("bytedance_SE.csv", 43, 32, "1.07", "1.10", "1.20", "1.28");

    [DataFact("traces/bytedance_AR.csv")]
    public void Permanently_slow_worker_must_show_in_every_step() =>
        AssertRatios("bytedance_AR.csv", 44, 4, "2.25", "2.26", "2.25", "2.26");

    [DataFact("traces/hivemind_180.csv")]
    public void Geographically_spread_workers_must_be_read_in_full()
    {
        foreach (var (run, steps) in new[]
            { (180, 617), (181, 661), (325, 370), (331, 302), (332, 383) })
        {
            var trace = LatencyTrace.Read(DataFolder.PathOf($"traces/hivemind_{run}.csv"));
            Assert.Equal((steps, 8), (trace.Steps, trace.Workers));
        }
    }

    /// <summary>Mean of the step's maximum over the mean of the k-th smallest, for k = n-1, n-2,
    /// 0.75 n and 0.5 n: what waiting for k instead of all would save.</summary>
    private static void AssertRatios(string file, int steps, int workers, params string[] ratios)
    {
        var trace = LatencyTrace.Read(DataFolder.PathOf("traces/" + file));
        Assert.Equal((steps, workers), (trace.Steps, trace.Workers));
        var delay = new TraceDelay(trace);
        var all = delay.MeanOfOrder(workers, workers);
        int[] waited = [workers - 1, workers - 2, workers * 3 / 4, workers / 2];
        Assert.Equal(ratios, waited.Select(
            k => FormattableString.Invariant($"{all / delay.MeanOfOrder(k, workers):F2}")));
    }

    private static LatencyTrace Parse(string text) =>
        LatencyTrace.Parse(new StringReader(text), "t.csv");
}
