using AkkaCoded.Codes;

namespace AkkaCoded.Training;

/// <summary>Length and sampling of a training run; <c>coded.training</c>.</summary>
public sealed record TrainingOptions
{
    /// <summary>Seed of weights, sample order and dropout.</summary>
    public required long Seed { get; init; }

    /// <summary>Samples of one step over all chunks; the loss is their mean.</summary>
    public required int SamplesPerStep { get; init; }

    /// <summary>Passes over the training data; used where <see cref="Steps"/> is 0.</summary>
    public required double Epochs { get; init; }

    /// <summary>Steps, or 0.</summary>
    public required long Steps { get; init; }

    /// <summary>Steps between evaluations on the test data; 0: only at the end.</summary>
    public required long EvaluateEvery { get; init; }

    /// <summary>Samples that an evaluation computes at once.</summary>
    public required int EvaluationSamples { get; init; }

    /// <summary>One intra-op thread, so that results do not depend on the machine's load.</summary>
    public required bool Deterministic { get; init; }

    /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public required string Device { get; init; }

    /// <summary>Steps of the whole run on that many training samples.</summary>
    public long StepCount(long sampleCount) => Steps > 0
        ? Steps
        : Math.Max(1, (long)Math.Ceiling(Epochs * sampleCount / SamplesPerStep));

    /// <summary>Checks each value.</summary>
    /// <exception cref="InvalidInputException">CDL-0260: a value outside its range.</exception>
    public TrainingOptions Validate()
    {
        const string key = "coded.training.";
        Check.Whole("CDL-0260", key + "samples-per-step", SamplesPerStep, 1, int.MaxValue);
        Check.Whole("CDL-0260", key + "steps", Steps, 0, long.MaxValue);
        Check.Real("CDL-0260", key + "epochs", Epochs, Steps > 0 ? 0 : 1e-9, 1e9);
        Check.Whole("CDL-0260", key + "evaluate-every", EvaluateEvery, 0, long.MaxValue);
        Check.Whole("CDL-0260", key + "evaluation-samples", EvaluationSamples, 1, int.MaxValue);
        if (Device is not ("cpu" or "cuda")
            && !(Device.StartsWith("cuda:", StringComparison.Ordinal)
                && byte.TryParse(Device.AsSpan(5), out _)))
        {
            throw new InvalidInputException(
                "CDL-0260", key + "device", Device, "cpu, cuda, cuda:N",
                "Correct the key in the job file.");
        }

        return this;
    }
}
