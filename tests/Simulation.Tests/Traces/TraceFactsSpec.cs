using AkkaCoded.Codes.Latency;
using AkkaCoded.Simulation.Traces;
using AkkaCoded.TestSupport;

namespace AkkaCoded.Simulation.Tests.Traces;

public sealed class TraceFactsSpec
{
    [Fact]
    public void Facts_must_follow_from_the_times_when_they_can_be_counted_by_hand()
    {
        var facts = Facts("1,1,4,1\n2,2,2,8\n1,1,1,4\n1,1,1,1\n");
        Assert.Equal(4.25, facts.WaitForAllSeconds, 12);
        Assert.Equal(1.25, facts.MedianStepSeconds, 12);
        Assert.Equal(new(3.25, 4), facts.MaxOverMedian);
        Assert.Equal(3.0 / 16, facts.OverTwiceMedian, 12);
        // Slow at 1: worker 2; at 2: worker 3; at 3: worker 3 again; in all three of 16.
        Assert.Equal(new(2, 3.0 / 16, 1.0 / 3), facts.Persistence[^1]);
        Assert.Equal(new(3, 14.0 / 4, 0.5), facts.Workers[3]);
        Assert.Equal(new(3, 17.0 / 5), facts.OrderRatios[0]);
    }

    [Fact]
    public void Repetition_must_not_gain_when_slowness_lies_in_the_data()
    {
        // The groups are columns 0, 1 and 2, 3; with both slow in a group their excess adds up.
        Assert.Equal(1, Facts("1,1,4,1\n").GainIfDataIsSlow(), 12);
        Assert.Equal(4.0 / 6, Facts("1,1,3,4,1,1\n").GainIfDataIsSlow(), 12);
    }

    [Fact]
    public void Persistence_must_be_unknown_when_nothing_was_slow()
    {
        var facts = Facts("1,1\n1,1\n");
        Assert.All(facts.Persistence, one => Assert.Null(one.Again));
        Assert.Contains("no code can gain more", new TraceAdvice(facts).Sentences()[^1]);
    }

    [Fact]
    public void Advice_must_be_to_replace_a_worker_when_it_is_always_slow()
    {
        var advice = new TraceAdvice(Facts("1,2,1,1\n1,2,1,1\n1,2,1,1\n"));
        Assert.Equal([1], advice.PersistentlySlow.Select(worker => worker.Worker));
        Assert.Contains(advice.Sentences(), text => text.StartsWith(
            "Worker 1 is slow in more than half of the steps", StringComparison.Ordinal));
    }

    /// <summary>The figures that the data's own page states.</summary>
    [DataFact("traces/bytedance_SE.csv")]
    public void Facts_must_be_those_published_with_the_trace_when_slowness_follows_the_data()
    {
        var facts = Read("bytedance_SE.csv");
        Assert.Equal(
            ["1.07", "1.10", "1.20", "1.28"], facts.OrderRatios.Select(one => $"{one.Ratio:0.00}"));
        var (_, share, again) = facts.Persistence[0];
        Assert.Equal(".30 .31", $"{share:.00} {again:.00}");
        Assert.Empty(new TraceAdvice(facts).PersistentlySlow);
    }

    [DataFact("traces/bytedance_AR.csv")]
    public void Facts_must_be_those_published_with_the_trace_when_one_worker_stays_slow()
    {
        var facts = Read("bytedance_AR.csv");
        Assert.Equal(["2.25", "2.26"], facts.OrderRatios.Select(one => $"{one.Ratio:0.00}"));
        Assert.Equal(1, facts.Persistence[0].Again);
        Assert.Equal([0], new TraceAdvice(facts).PersistentlySlow.Select(worker => worker.Worker));
        Assert.Equal(TailFamily.Bimodal, facts.Fit().Tail);
    }

    private static TraceFacts Read(string name) =>
        new(LatencyTrace.Read(DataFolder.PathOf(Path.Combine("traces", name))));

    private static TraceFacts Facts(string csv) =>
        new(LatencyTrace.Parse(new StringReader(csv), "test"));
}
