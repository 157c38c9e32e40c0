namespace AkkaCoded.Training.Models;

/// <summary>What a model is built for.</summary>
/// <param name="Shape">Extents of a sample: [features] or [channels, height, width].</param>
/// <param name="Classes">Number of classes: the width of the output.</param>
public sealed record ModelInput(IReadOnlyList<int> Shape, int Classes)
{
    /// <summary>Features of a sample: the product of <see cref="Shape"/>.</summary>
    public int Features => Data.Shapes.Size(Shape);
}
