using AkkaCoded.Codes;

namespace AkkaCoded.Training.Data;

/// <summary>Samples held as one dense float32 array.</summary>
internal sealed class InMemoryDataSet : IDataSet
{
    private readonly float[] _features;
    private readonly int[] _labels;
    private readonly int _width;

    public InMemoryDataSet(float[] features, int[] labels, IReadOnlyList<int> shape, int classes)
    {
        _width = Shapes.Size(shape);
        Contract.Require(
            features.LongLength == (long)labels.Length * _width, "one row of features per label");
        _features = features;
        _labels = labels;
        Shape = shape;
        Classes = classes;
    }

    public long Count => _labels.Length;

    public IReadOnlyList<int> Shape { get; }

    public int Classes { get; }

    public void Read(long index, Span<float> features) =>
        _features.AsSpan(checked((int)(index * _width)), _width).CopyTo(features);

    public int Label(long index) => _labels[index];

    public void Dispose()
    {
    }
}
