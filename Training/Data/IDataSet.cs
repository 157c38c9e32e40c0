namespace AkkaCoded.Training.Data;

/// <summary>
/// Labelled samples, read by index. Reading changes nothing and may be done by several threads at
/// once; formats larger than memory are mapped, never loaded.
/// </summary>
public interface IDataSet : IDisposable
{
    /// <summary>Number of samples.</summary>
    long Count { get; }

    /// <summary>
    /// Extents of one sample: [features], or [channels, height, width] for images.
    /// </summary>
    IReadOnlyList<int> Shape { get; }

    /// <summary>Number of classes; labels are 0 .. Classes - 1.</summary>
    int Classes { get; }

    /// <summary>Writes the raw features of a sample, row by row of <see cref="Shape"/>.</summary>
    /// <param name="index">Sample, 0 .. Count - 1.</param>
    /// <param name="features">Room for the product of <see cref="Shape"/>.</param>
    void Read(long index, Span<float> features);

    /// <summary>Class of a sample.</summary>
    int Label(long index);
}
