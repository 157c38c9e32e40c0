using AkkaCoded.Codes;

namespace AkkaCoded.Training.Optimizers;

/// <summary>The learning rate over the steps; <c>coded.optimizer.schedule</c>.</summary>
public sealed record ScheduleOptions
{
    /// <summary>The schedules that <c>coded.optimizer.schedule.name</c> may name.</summary>
    public static readonly IReadOnlyList<string> Names = ["constant", "cosine", "step"];

    /// <summary>One of <see cref="Names"/>.</summary>
    public required string Name { get; init; }

    /// <summary>Base learning rate, above 0.</summary>
    public required double LearningRate { get; init; }

    /// <summary>
    /// Samples per step that the base rate was chosen for; the rate grows in proportion to the
    /// samples per step (Goyal et al., arXiv 1706.02677, section 2.1). 0: no scaling.
    /// </summary>
    public required int ReferenceSamples { get; init; }

    /// <summary>Steps over which the rate rises to its full value; 0: none.</summary>
    public required long WarmUpSteps { get; init; }

    /// <summary>What the cosine ends at, as a share of the full rate, in [0, 1].</summary>
    public required double FinalShare { get; init; }

    /// <summary>Steps at which the step schedule multiplies the rate, rising.</summary>
    public required IReadOnlyList<long> Milestones { get; init; }

    /// <summary>What it multiplies by, in (0, 1].</summary>
    public required double Factor { get; init; }

    /// <summary>Checks each value.</summary>
    /// <exception cref="InvalidInputException">CDL-0241: a value outside its range.</exception>
    public ScheduleOptions Validate()
    {
        const string key = "coded.optimizer.schedule.";
        Check.Choice("CDL-0241", key + "name", Name, Names);
        Check.Real("CDL-0241", "coded.optimizer.learning-rate", LearningRate, 1e-12, 1e6);
        Check.Whole("CDL-0241", key + "reference-samples", ReferenceSamples, 0, int.MaxValue);
        Check.Whole("CDL-0241", key + "warm-up-steps", WarmUpSteps, 0, long.MaxValue);
        Check.Real("CDL-0241", key + "final-share", FinalShare, 0, 1);
        Check.Real("CDL-0241", key + "factor", Factor, 1e-12, 1);
        for (var i = 0; i < Milestones.Count; i++)
        {
            var lowest = i == 0 ? 1 : Milestones[i - 1] + 1;
            Check.Whole("CDL-0241", $"{key}milestones[{i}]", Milestones[i], lowest, long.MaxValue);
        }

        return this;
    }
}
