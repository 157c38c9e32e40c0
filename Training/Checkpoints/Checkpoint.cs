using AkkaCoded.Training.Data;
using AkkaCoded.Training.Models;

namespace AkkaCoded.Training.Checkpoints;

/// <summary>
/// The state of a training after a number of steps: enough to go on with the same bits. It knows
/// nothing of workers, so it is resumed on any number of them.
/// </summary>
public sealed record Checkpoint
{
    /// <summary>What else is known: step, epoch, data cursor, code, configuration.</summary>
    public required CheckpointManifest Manifest { get; init; }

    /// <summary>
    /// Names and extents of the model's tensors, in the order of the weights vector.
    /// </summary>
    public required IReadOnlyList<(string Name, IReadOnlyList<long> Shape)> Tensors { get; init; }

    /// <summary>Weights and running statistics as one vector.</summary>
    public required float[] Weights { get; init; }

    /// <summary>The optimizer's state vectors by name.</summary>
    public required IReadOnlyDictionary<string, float[]> Optimizer { get; init; }

    /// <summary>What the model was built for.</summary>
    internal ModelInput Input => new(Manifest.SampleShape, Manifest.Classes);

    /// <summary>How features are scaled.</summary>
    public required Normalization Normalization { get; init; }
}
