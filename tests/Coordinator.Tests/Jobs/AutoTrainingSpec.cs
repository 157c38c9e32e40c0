namespace AkkaCoded.Coordinator.Tests.Jobs;

/// <summary>Whole runs with <c>code.family = auto</c>. Plans follow measured times, so nothing is
/// said here of which are taken, but that the training does not depend on them.</summary>
public sealed class AutoTrainingSpec
{
    [Theory]
    [InlineData("uncoded")]
    [InlineData("auto")]
    public async Task Losses_must_be_those_of_one_process_under_delays_and_crashes(string family)
    {
        var config = RunJobs.Parse(
            $$"""
            coded {
              code { family = {{family}}, workers = 6, stragglers = 0 }
              training.steps = 40
              chaos {
                enabled = on, seed = 5
                law = "bimodal(fast=0.001, slow=0.02, slow-share=0.2, load=additive, slope=0)"
                faults = ["crash worker=1 step=4", "fail worker=2 step=9"]
              }
            }
            """);
        var (reference, losses) = RunJobs.Reference(config);
        var observed = new Observed();

        var result = await RunJobs.Run(config, observed);

        Assert.Equal(40, result.Steps);
        Assert.Equal(40, observed.Steps.Count);
        Assert.All(observed.Steps, step =>
            Assert.Equal(losses[(int)step.Step], step.Loss, 1e-4));
        Assert.Equal(reference.Loss, result.Loss!.Value, 1e-4);
        Assert.Equal(family == "auto", observed.Of("replanned").Any());
        if (family == "auto")
        {
            Assert.Contains("fractional-repetition", observed.Of("replanned").First().Text);
        }
    }
}
