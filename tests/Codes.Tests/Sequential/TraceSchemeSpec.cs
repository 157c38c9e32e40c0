using AkkaCoded.Codes.Baselines;
using AkkaCoded.Codes.Latency;
using AkkaCoded.Codes.Sequential;
using AkkaCoded.TestSupport;

namespace AkkaCoded.Codes.Tests.Sequential;

/// <summary>Every scheme on measured times: no scheme may beat what is possible, and those whose
/// cure fits the trace must show it.</summary>
public sealed class TraceSchemeSpec
{
    [DataFact("traces")]
    public void Every_scheme_must_stay_within_its_bounds_on_every_trace()
    {
        foreach (var file in new[] { "bytedance_AR", "bytedance_SE", "hivemind_331" })
        {
            var trace = Read(file);
            foreach (var slope in new[] { 0, 0.5, 1 })
            {
                var load = LoadModel.Additive(slope * Median(trace));
                foreach (var scheme in Schemes(trace.Workers, trace.Steps))
                {
                    CheckBounds(scheme, trace, load, $"{file}, slope {slope}, {scheme.Name}");
                }
            }
        }
    }

    [DataFact("traces/bytedance_AR.csv")]
    public void Load_balancing_must_cure_one_worker_that_is_slow_throughout()
    {
        var trace = Read("bytedance_AR");
        var load = LoadModel.Multiplicative(at: 1.0 / trace.Workers);
        var all = Total(new WaitAllScheme(trace.Workers), trace, load);
        var balanced = Total(new LoadBalancedScheme(trace.Workers), trace, load);
        Assert.True(balanced < 0.6 * all, $"{balanced:F1} s against {all:F1} s");
    }

    [DataFact("traces/hivemind_180.csv")]
    public void Races_must_gain_on_transient_delays_that_do_not_grow_with_the_load()
    {
        var trace = Read("hivemind_180");
        var load = LoadModel.Additive(0);
        var all = Total(new WaitAllScheme(trace.Workers), trace, load);
        var raced = Total(
            new CodeRaceScheme(
                CodeFamilies.Build("fractional-repetition", new(trace.Workers, 1))),
            trace, load);
        Assert.True(raced < 0.95 * all, $"{raced:F1} s against {all:F1} s");
    }

    private static IEnumerable<IStepScheme> Schemes(int n, int steps)
    {
        var repetition = CodeFamilies.Build("fractional-repetition", new(n, 1));
        var general = CodeFamilies.Build("reed-solomon", new(n, 2));
        yield return new WaitAllScheme(n);
        yield return new CodeRaceScheme(repetition);
        yield return new CodeRaceScheme(general);
        yield return new CodeRaceScheme(repetition, LateWorkers.CarryOver);
        yield return new CutoffCodeScheme(general);
        yield return new CutoffCodeScheme(general, waitOut: WaitOut.ForAll);
        yield return new BackupWorkersScheme(n, 1);
        yield return new KSyncScheme(n, n - 1);
        yield return new LoadBalancedScheme(n);
        yield return new LoadBalancedScheme(n, SpeedModel.Affine);
        yield return new SpeculativeScheme(n);
        yield return new DsagScheme(n, n - 1);
        yield return new DsagScheme(n, n - 1, rebalanceEvery: 10);
        yield return new PartialStragglerScheme(repetition);
        yield return new PartialStragglerScheme(general);
        yield return new SequentialStepScheme(new SelectiveRepeat(new(n, 1, 2, 2)), steps);
        yield return new SequentialStepScheme(new MultiplexedCode(new(n, 1, 2, 1)), steps);
        yield return new SequentialStepScheme(
            new MultiplexedCode(new(n, 1, 3, 2)), steps, waitOut: WaitOut.ForAll);
    }

    private static void CheckBounds(
        IStepScheme scheme, LatencyTrace trace, LoadModel load, string where)
    {
        var times = DrawnTimes.FromTrace(trace, load);
        var (updates, carried) = (0, 0.0);
        for (var t = 0; t < trace.Steps + scheme.Delay; t++)
        {
            var step = scheme.Step(t, times.MoveTo(t));
            var fastest = Enumerable.Range(0, trace.Workers).Min(w => times.Seconds(w, 0));
            var slowest = Enumerable.Range(0, trace.Workers).Max(w => times.Seconds(w, 1));
            carried = scheme.Name.StartsWith("dsag", StringComparison.Ordinal)
                ? carried + slowest
                : 2 * slowest;
            Assert.InRange(step.Seconds, step.Work > 0 ? fastest : 0, carried);
            Assert.True(step.Wasted >= 0 && step.Work >= 0, $"{where}, step {t}: {step}");
            Assert.True(step.Stragglers < trace.Workers, $"{where}, step {t}: {step}");
            if (scheme.IsSynchronousExact)
            {
                Assert.True(step.Work >= 1 - 1e-9, $"{where}, step {t}: work {step.Work}");
                Assert.Equal(1, step.FreshShare);
            }

            updates += step.Updates;
        }

        Assert.True(updates == trace.Steps, $"{where}: {updates} updates");
    }

    private static double Total(IStepScheme scheme, LatencyTrace trace, LoadModel load)
    {
        var times = DrawnTimes.FromTrace(trace, load);
        return Enumerable.Range(0, trace.Steps)
            .Sum(t => scheme.Step(t, times.MoveTo(t)).Seconds);
    }

    private static LatencyTrace Read(string file) =>
        LatencyTrace.Read(DataFolder.PathOf($"traces/{file}.csv"));

    private static double Median(LatencyTrace trace) =>
        trace.All.ToArray().Order().ElementAt(trace.All.Length / 2);
}
