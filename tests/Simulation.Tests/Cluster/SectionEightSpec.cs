using AkkaCoded.Codes.Latency;
using AkkaCoded.Simulation.Cluster;
using Xunit.Abstractions;

namespace AkkaCoded.Simulation.Tests.Cluster;

/// <summary>
/// What theory says of the mean time of a step comes out of the simulated cluster, actors and all.
/// A race over cyclic codes may decode before n - s answers (every second row of cyclic-mds with
/// s = 1 and n even does), while the formulas count; so the cyclic rows are races by count over a
/// code of that very load, and races by rank are held against theory where rank equals count.
/// </summary>
public sealed class SectionEightSpec(ITestOutputHelper output)
{
    private const string Multiplicative = "shifted-exponential(shift=1, rate={0})";
    private const string Additive = "shifted-exponential(rate={0}, load=additive)";
    private const string Pareto = "pareto(shape={0})";
    private const string Bimodal = "bimodal(fast=1, slow={0}, slow-share=0.05)";

    [Theory]
    [InlineData(10, Multiplicative, 1, 3, 1)]
    [InlineData(10, Additive, 10, 2, 4)]
    public void Tables_must_come_out_of_ten_workers(
        int workers, string law, double parameter, int mds, int s) =>
        Compare(workers, law, parameter, mds, s, steps: 30_000);

    [Trait("Suite", "Slow")]
    [Theory]
    [InlineData(10, Multiplicative, 0.1, 6, 4)]
    [InlineData(10, Pareto, 3, 4, 1)]
    [InlineData(10, Bimodal, 10, 2, 1)]
    [InlineData(24, Multiplicative, 1, 8, 2)]
    [InlineData(24, Multiplicative, 0.1, 14, 5)]
    [InlineData(24, Additive, 10, 4, 3)]
    [InlineData(24, Additive, 2, 6, 7)]
    [InlineData(24, Pareto, 3, 6, 3)]
    [InlineData(24, Bimodal, 10, 4, 2)]
    [InlineData(100, Multiplicative, 1, 31, 3)]
    [InlineData(100, Multiplicative, 0.1, 66, 9)]
    [InlineData(100, Additive, 10, 10, 4)]
    [InlineData(100, Additive, 2, 10, 19)]
    [InlineData(100, Pareto, 3, 20, 4)]
    [InlineData(100, Bimodal, 10, 12, 4)]
    public void Tables_must_come_out_of_the_cluster(
        int workers, string law, double parameter, int mds, int s) =>
        Compare(workers, law, parameter, mds, s, steps: law == Bimodal ? 250_000 : 60_000);

    /// <summary>Where the mean exists but not the variance, only what is raced can be averaged in
    /// reasonable time.</summary>
    [Trait("Suite", "Slow")]
    [Theory]
    [InlineData(10, 4)]
    [InlineData(20, 8)]
    [InlineData(100, 40)]
    public void Heavy_tails_must_come_out_of_races(int workers, int mds)
    {
        const string law = "pareto(shape=1.5)";
        Compare(law, workers, StepTimeTheory.Mds, mds, $"count:mds:s={mds}", 60_000);
        Compare(
            law, workers, StepTimeTheory.FractionalRepetition, 4,
            "exact:fractional-repetition:s=4", 60_000);
    }

    /// <summary>Rank equals count up to a permille where n has few divisors; n = 24, s = 3 already
    /// gains 1.2 % by rank.</summary>
    [Theory]
    [InlineData(10, 3)]
    [InlineData(23, 4)]
    public void Race_by_rank_must_take_what_the_count_formula_says(int workers, int s) =>
        Compare(
            "shifted-exponential(rate=10, load=additive)", workers, StepTimeTheory.Cyclic, s,
            $"exact:cyclic-mds:s={s}", 20_000);

    private void Compare(
        int workers, string law, double parameter, int mds, int s, int steps)
    {
        var text = string.Format(
            System.Globalization.CultureInfo.InvariantCulture, law, parameter);
        Compare(text, workers, StepTimeTheory.Uncoded, 0, "wait-all", steps);
        Compare(
            text, workers, StepTimeTheory.Replication, 1, "exact:fractional-repetition:s=1",
            steps);
        Compare(text, workers, StepTimeTheory.Mds, mds, $"count:mds:s={mds}", steps);
        Compare(text, workers, StepTimeTheory.Cyclic, s, $"count:reed-solomon:s={s}", steps);
        Compare(
            text, workers, StepTimeTheory.FractionalRepetition, s,
            $"exact:fractional-repetition:s={s}", steps);
    }

    private void Compare(
        string law, int workers, string family, int stragglers, string policy, int steps)
    {
        var theory = StepTimeTheory.Of(family, LatencyLaw.Parse(law), workers, stragglers);
        var options = new SimulationOptions
        {
            Workers = workers,
            Steps = steps,
            Seed = 20,
            Delays = DelaySource.FromLaw(LatencyLaw.Parse(law)),
        };

        var result = PolicyComparison.Run(options, SimulatedPolicy.Parse(policy));

        var mean = result.StepSeconds.Average();
        var ratio = mean / theory.MeanStepSeconds;
        output.WriteLine(
            $"{law}, n={workers}, {policy}: {mean:G6} s, theory {theory.MeanStepSeconds:G6} s");
        Assert.InRange(ratio, 0.99, 1.01);
        Assert.True(result.RanOnActors);
    }
}
