using AkkaCoded.Codes.Choosing;
using AkkaCoded.Codes.Latency;
using AkkaCoded.TestSupport;

namespace AkkaCoded.Codes.Tests.Choosing;

/// <summary>The chooser, starting with no knowledge, on measured times.</summary>
public sealed class ChooserTraceSpec
{
    private static readonly double[] Slopes = [0, 0.5, 1];

    [DataFact("traces")]
    public void Chooser_must_come_near_the_best_fixed_policy_when_a_trace_is_short() =>
        CheckAll("bytedance_*.csv");

    [DataFact("traces")]
    [Trait("Suite", "Slow")]
    public void Chooser_must_come_near_the_best_fixed_policy_on_every_trace() => CheckAll("*.csv");

    private static void CheckAll(string pattern)
    {
        var files = Directory.GetFiles(DataFolder.PathOf("traces"), pattern);
        Assert.NotEmpty(files);
        var bad = new List<string>();
        foreach (var (trace, name) in files.Order().Select(Open))
        {
            foreach (var slope in Slopes)
            {
                foreach (var ofShare in new[] { false, true })
                {
                    var world = ChooserRun.OfTrace(trace, slope, ofShare);
                    Check(world, $"{name} {slope} {ofShare}", bad);
                }
            }

            Check(
                new TraceWorld(trace, LoadModel.Multiplicative(1.0 / trace.Workers)),
                $"{name} multiplicative", bad);
        }

        Assert.True(bad.Count == 0, string.Join("\n", bad));
    }

    [DataFact("traces/bytedance_SE.csv")]
    [Trait("Suite", "Slow")]
    public void Chooser_must_stay_near_the_best_fixed_policy_when_a_run_outlasts_its_trace()
    {
        var bad = new List<string>();
        foreach (var name in new[] { "bytedance_SE", "bytedance_AR", "hivemind_325" })
        {
            var (trace, _) = Open(DataFolder.PathOf($"traces/{name}.csv"));
            foreach (var slope in Slopes)
            {
                Check(ChooserRun.OfTrace(trace, slope, false, 400), $"{name} {slope} x400", bad);
                Check(ChooserRun.OfTrace(trace, slope, true, 400), $"{name} {slope} share", bad);
            }
        }

        Assert.True(bad.Count == 0, string.Join("\n", bad));
    }

    [DataFact("traces/bytedance_AR.csv")]
    public void Chooser_must_do_without_a_worker_that_stays_slow_when_there_is_one()
    {
        var (trace, name) = Open(DataFolder.PathOf("traces/bytedance_AR.csv"));
        var run = ChooserRun.Over(ChooserRun.OfTrace(trace, 0.5, true), name);
        var last = run.Choices[^1];
        // Worker 0 was slowed 2.25 times throughout; nobody should ever wait for it alone.
        Assert.DoesNotContain(last.Plan.Groups, group => group.Workers is [0]);
        Assert.Contains("slow: 0 (", last.Reason, StringComparison.Ordinal);
        Assert.True(run.Auto < run.Best.TotalSeconds, run.ToString());
    }

    private static (LatencyTrace Trace, string Name) Open(string path) =>
        (LatencyTrace.Read(path), Path.GetFileNameWithoutExtension(path));

    private static void Check(TraceWorld world, string name, List<string> bad)
    {
        var run = ChooserRun.Over(world, name);
        if (!run.IsGood)
        {
            bad.Add(run.ToString());
        }
    }
}
