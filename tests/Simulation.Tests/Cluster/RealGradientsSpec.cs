using AkkaCoded.Codes;
using AkkaCoded.Codes.Latency;
using AkkaCoded.Simulation.Cluster;
using AkkaCoded.Training;

namespace AkkaCoded.Simulation.Tests.Cluster;

public sealed class RealGradientsSpec
{
    private static SimulationOptions Options(int hidden, int steps = 30) => new()
    {
        Workers = 4,
        Steps = steps,
        Seed = 3,
        Delays = DelaySource.FromLaw(
            LatencyLaw.Parse("shifted-exponential(rate=4, load=additive)")),
        Gradients = SimulatedGradients.Real,
        Training = TrainingJobOptions.FromText($$"""
            coded {
              data { format = glyphs, glyphs { size = 8, train = 240, test = 40 } }
              model { name = mlp, mlp.hidden = [{{hidden}}] }
              optimizer { name = sgd, learning-rate = 0.3 }
              training { samples-per-step = 24, steps = 100 }
            }
            """),
    };

    /// <summary>8 hidden units fit into an announcement, 300 are uploaded.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(300)]
    public void Repetition_must_train_to_the_very_losses_of_waiting_for_all(int hidden)
    {
        var result = PolicyComparison.Run(Options(hidden), SimulatedPolicy.ParseList(
            "exact:fractional-repetition:s=1,exact:fractional-repetition:s=3,"
            + "exact:cyclic-mds:s=1"));

        var (first, second, coded) =
            (result.Policies[0].Losses!, result.Policies[1].Losses!, result.Policies[2].Losses!);
        Assert.Equal(30, first.Count);
        Assert.True(first[^1] < 0.8 * first[0], $"{first[0]} to {first[^1]}");
        Assert.Equal(first[0], second[0], 1e-5);
        for (var step = 0; step < 30; step++)
        {
            Assert.Equal(first[step], coded[step], 1e-3);
        }
    }

    [Theory]
    [InlineData("async")]
    [InlineData("ssp:s=1")]
    [InlineData("local-sgd:h=5")]
    public void Policies_without_lockstep_must_train_too(string policy)
    {
        var first = PolicyComparison.Run(Options(300, 60), SimulatedPolicy.Parse(policy));
        var second = PolicyComparison.Run(Options(300, 60), SimulatedPolicy.Parse(policy));

        Assert.Equal(60, first.StepSeconds.Count);
        Assert.True(first.Losses![^1] < 0.8 * first.Losses[0]);
        Assert.Equal(first.Losses, second.Losses);
        Assert.Equal(first.StepSeconds, second.StepSeconds);
    }

    [Fact]
    public void Real_gradients_must_need_a_job()
    {
        var options = Options(8) with { Training = null };

        Assert.Equal("CDL-0608", Assert.Throws<InvalidInputException>(options.Validate).Code);
    }
}
