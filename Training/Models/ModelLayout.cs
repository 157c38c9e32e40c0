namespace AkkaCoded.Training.Models;

/// <summary>A tensor of the model and its place in the flat vector.</summary>
/// <param name="Name">Name in the model, such as <c>fc1.weight</c>.</param>
/// <param name="Shape">Extents.</param>
/// <param name="Offset">First element in the flat vector.</param>
/// <param name="Length">Number of elements.</param>
/// <param name="Trainable">True for a weight, false for state such as a running mean.</param>
public sealed record ModelTensor(
    string Name, IReadOnlyList<long> Shape, int Offset, int Length, bool Trainable);

/// <summary>
/// How a model lies in flat float32 vectors. Weights vector: the trainable weights, then the state
/// (running statistics). Gradient vector: the gradient of the weights, the increments of the state,
/// then <see cref="LossIndex"/> and <see cref="CorrectIndex"/>; all of it is coded and decoded.
/// </summary>
public sealed class ModelLayout
{
    internal ModelLayout(IReadOnlyList<ModelTensor> tensors)
    {
        Tensors = tensors;
        TrainableLength = tensors.Where(t => t.Trainable).Sum(t => t.Length);
        WeightsLength = tensors.Sum(t => t.Length);
    }

    /// <summary>The tensors in the order of the vector: first the trainable ones.</summary>
    public IReadOnlyList<ModelTensor> Tensors { get; }

    /// <summary>Number of trainable weights.</summary>
    public int TrainableLength { get; }

    /// <summary>Length of the weights vector: trainable weights and state.</summary>
    public int WeightsLength { get; }

    /// <summary>Length of the state.</summary>
    public int StateLength => WeightsLength - TrainableLength;

    /// <summary>Place of the chunk's share of the step's mean loss in a gradient vector.</summary>
    public int LossIndex => WeightsLength;

    /// <summary>Place of the number of rightly classified samples.</summary>
    public int CorrectIndex => WeightsLength + 1;

    /// <summary>
    /// Length of a gradient vector: what a worker sends and the coordinator decodes.
    /// </summary>
    public int VectorLength => WeightsLength + 2;
}
