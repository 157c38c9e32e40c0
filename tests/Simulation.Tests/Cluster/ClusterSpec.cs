using AkkaCoded.Codes.Latency;
using AkkaCoded.Simulation.Cluster;

namespace AkkaCoded.Simulation.Tests.Cluster;

public sealed class ClusterSpec
{
    private static SimulationOptions Options(int workers, int steps, string law) => new()
    {
        Workers = workers,
        Steps = steps,
        Seed = 7,
        Delays = DelaySource.FromLaw(LatencyLaw.Parse(law)),
    };

    [Theory]
    [InlineData("wait-all")]
    [InlineData("exact:fractional-repetition:s=3")]
    [InlineData("exact:cyclic-mds:s=3")]
    [InlineData("exact:reed-solomon:s=2")]
    [InlineData("exact:cyclic-repetition:s=2")]
    [InlineData("approximate:bernoulli:s=2,error-max=0.4,deadline=1")]
    [InlineData("backup:b=2")]
    [InlineData("exact:heterogeneous:s=1")]
    public void Cluster_must_run_every_synchronous_policy_with_true_sums(string text)
    {
        var options = Options(12, 20, "shifted-exponential(shift=0.1, rate=5, load=additive)")
            with { Gradients = SimulatedGradients.Synthetic };

        var result = PolicyComparison.Run(options, SimulatedPolicy.Parse(text));

        Assert.Equal(20, result.StepSeconds.Count);
        Assert.True(result.RanOnActors);
        Assert.All(result.StepSeconds, seconds => Assert.True(seconds > 0));
        Assert.InRange(result.Work, 10, 20 * 12);
        Assert.InRange(result.WastedWork, 0, 1);
    }

    [Fact]
    public void Cluster_must_agree_with_the_pure_race_step_for_step()
    {
        var options = Options(24, 100, "pareto(shape=1.5, load=multiplicative)");

        var result = PolicyComparison.Run(
            options, SimulatedPolicy.ParseList("exact:fractional-repetition:s=3,wait-all"));

        var race = new Codes.Baselines.CodeRaceScheme(Codes.CodeFamilies.Build(
            "fractional-repetition", new(24, 3) { Seed = 7 }));
        var times = Codes.Baselines.DrawnTimes.FromLaw(
            LatencyLaw.Parse("pareto(shape=1.5, load=multiplicative)"), 24, 7);
        for (var step = 0; step < 100; step++)
        {
            var expected = race.Step(step, times.MoveTo(step));
            Assert.Equal(expected.Seconds, result.Policies[0].StepSeconds[step], 2e-7);
        }

        Assert.Equal(
            result.Bounds.WaitForAllSeconds, result.Policies[1].StepSeconds.Sum(), 1e-4);
        Assert.True(result.Bounds.BestFixedSeconds <= result.Bounds.WaitForAllSeconds);
    }
}
