using AkkaCoded.Codes.Baselines;
using AkkaCoded.Codes.Latency;
using AkkaCoded.Codes.Sequential;

namespace AkkaCoded.Codes.Tests.Sequential;

/// <summary>Mean step seconds of the schemes against the closed forms.</summary>
public sealed class SchemeTheorySpec
{
    private const int Steps = 20_000;

    [Theory]
    [InlineData("shifted-exponential(rate=10, load=additive, slope=1)")]
    [InlineData("shifted-exponential(shift=1, rate=0.5)")]
    [InlineData("pareto(shape=3, load=additive, slope=2)")]
    public void Mean_of_races_must_agree_with_theory(string text)
    {
        const int n = 12;
        var law = LatencyLaw.Parse(text);
        Check(new WaitAllScheme(n), law, StepTimeTheory.Uncoded, n, 0);
        foreach (var s in new[] { 1, 3 })
        {
            var code = CodeFamilies.Build("fractional-repetition", new(n, s));
            Check(new CodeRaceScheme(code), law, StepTimeTheory.FractionalRepetition, n, s);
        }

        // A prime n: every other row of cyclic-mds decodes where n is even and s is 1, and the
        // formula counts n - s answers.
        foreach (var s in new[] { 2, 4 })
        {
            var cyclic = CodeFamilies.Build("cyclic-mds", new(n + 1, s));
            Check(new CodeRaceScheme(cyclic), law, StepTimeTheory.Cyclic, n + 1, s);
        }
    }

    [Fact]
    public void Waiting_by_bisection_must_end_with_the_first_arrival_that_is_enough()
    {
        var law = LatencyLaw.Parse("shifted-exponential(shift=0.2, rate=1, load=additive)");
        var scheme = new MultiplexedCode(new(20, 2, 3, 4) { Family = "reed-solomon" });
        var steps = new SequentialStepScheme(scheme, 200);
        var run = scheme.Start(200);
        var times = DrawnTimes.FromLaw(law, 20, seed: 4);
        for (var t = 0; t < 200 + scheme.Delay; t++)
        {
            times.MoveTo(t);
            var loads = run.Open().Loads;
            var arrivals = new double[20];
            for (var worker = 0; worker < 20; worker++)
            {
                arrivals[worker] = loads[worker] == 0 ? 0 : times.Seconds(worker, loads[worker]);
            }

            var end = Math.Min(2 * arrivals.Where(at => at > 0).Min(), arrivals.Max());
            while (run.Report([.. arrivals.Select(at => at <= end)]).MustWait)
            {
                end = arrivals.Where(at => at > end).Min();
            }

            Assert.Equal(end, steps.Step(t, times).Seconds);
        }

        Assert.True(steps.WaitOuts > 50, $"only {steps.WaitOuts} rounds waited");
    }

    private static void Check(IStepScheme scheme, LatencyLaw law, string family, int n, int s)
    {
        var times = DrawnTimes.FromLaw(law, n, seed: 9);
        var mean = Enumerable.Range(0, Steps)
            .Average(t => scheme.Step(t, times.MoveTo(t)).Seconds);
        var theory = StepTimeTheory.Of(family, law, n, s).MeanStepSeconds;
        Assert.True(
            Math.Abs(mean - theory) < 0.015 * theory,
            $"{scheme.Name} under {law}: {mean:R} s, theory {theory:R} s, seed 9");
    }
}
