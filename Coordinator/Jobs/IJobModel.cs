using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>Where a job goes on from.</summary>
/// <param name="Folder">The checkpoint.</param>
/// <param name="Step">Steps that were done.</param>
internal sealed record ResumePoint(string Folder, long Step);

/// <summary>
/// What a job trains, without saying how: the actor that runs the steps knows no tensors, and a
/// simulation runs the same actor with a model that computes nothing. One thread at a time.
/// </summary>
internal interface IJobModel : IDisposable
{
    /// <summary>The coordinator's reign: higher than that of every run before.</summary>
    long JobEpoch { get; }

    /// <summary>Length of the workers' answers; 0: there are none, and nothing is decoded.
    /// </summary>
    int VectorLength { get; }

    /// <summary>Steps done, earlier runs included.</summary>
    long Step { get; }

    /// <summary>Steps of the whole training.</summary>
    long StepCount { get; }

    /// <summary>What this run went on from, or null.</summary>
    ResumePoint? ResumedFrom { get; }

    /// <summary>Folder of the newest checkpoint, or null.</summary>
    string? CheckpointFolder { get; }

    /// <summary>Weights and running statistics.</summary>
    ReadOnlySpan<float> Weights { get; }

    /// <summary>Takes the step with the decoded vector, which may be changed in place.</summary>
    /// <exception cref="Codes.InvalidInputException">CDL-0262: the training diverged.</exception>
    StepReport Apply(Span<float> vector);

    /// <summary>Whether parts of a step are applied and others are not.</summary>
    bool IsWithinStep { get; }

    /// <summary>Applies one worker's share by itself (async, ssp).</summary>
    /// <param name="vector">The answer; may be changed in place.</param>
    /// <param name="step">The step its samples belong to.</param>
    /// <returns>The report of a step once as many shares are applied as a step has; else null.
    /// </returns>
    StepReport? ApplyPart(Span<float> vector, long step);

    /// <summary>Applies the average of workers' changes (local-sgd).</summary>
    /// <param name="sum">Sum of the changes; may be changed in place.</param>
    /// <param name="workers">How many were summed.</param>
    /// <param name="steps">Steps that each of them took.</param>
    StepReport ApplyChange(Span<float> sum, int workers, int steps);

    /// <summary>Learning rates of the next steps.</summary>
    IReadOnlyList<double> LearningRates(int steps);

    /// <summary>Whether a checkpoint is due after the step just taken.</summary>
    bool IsCheckpointDue { get; }

    /// <summary>Writes a checkpoint; null where no folder is named or it is there already.
    /// </summary>
    string? Save();

    /// <summary>Whether an evaluation is due after the step just taken.</summary>
    bool IsEvaluationDue { get; }

    /// <summary>Evaluates the weights as they are now, on another thread; in the order of the
    /// calls.</summary>
    /// <param name="done">Told on that thread: steps done, and the result, or what went wrong.
    /// </param>
    void Evaluate(Action<long, EvaluationResult?, Exception?> done);
}
