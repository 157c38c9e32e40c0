using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Configuration;

namespace AkkaCoded.Coordinator.Tests.Jobs;

/// <summary>
/// The gate: whatever is killed, delayed or resumed, the losses and weights are those of one
/// process.
/// </summary>
public sealed class LossEqualitySpec
{
    [Theory]
    [InlineData("fractional-repetition", 1)]
    [InlineData("uncoded", 0)]
    public async Task Run_must_equal_the_reference_bit_by_bit_when_nothing_happens(
        string family, int stragglers)
    {
        var config = RunJobs.Parse(
            $"coded.code {{ family = {family}, stragglers = {stragglers} }}");
        var observed = new Observed();

        var result = await RunJobs.Run(config, observed);

        RequireSameBits(config, result, observed.Steps, family);
        Assert.Equal(12, result.StepsNow);
        Assert.Empty(observed.Of("lost"));
    }

    internal static void RequireSameBits(
        LayeredConfig config, RunResult result, IReadOnlyList<StepRecord> steps, string where)
    {
        var (reference, losses) = RunJobs.Reference(config);
        Assert.True(losses.SequenceEqual(steps.Select(step => step.Loss)), $"losses: {where}");
        Assert.True(
            reference.Weights.Span.SequenceEqual(result.Weights.Span), $"weights: {where}");
        Assert.Equal(reference.Accuracy, result.Accuracy);
        Assert.Equal(reference.Loss, result.Loss);
    }
}
