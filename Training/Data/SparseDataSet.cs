namespace AkkaCoded.Training.Data;

/// <summary>Samples of which only the features that are not zero are held.</summary>
internal sealed class SparseDataSet : IDataSet
{
    private readonly long[] _starts;
    private readonly int[] _indices;
    private readonly float[] _values;
    private readonly int[] _classOf;

    public SparseDataSet(
        long[] starts, int[] indices, float[] values, int[] classOf, int features, int[] labels)
    {
        _starts = starts;
        _indices = indices;
        _values = values;
        _classOf = classOf;
        Shape = [features];
        Labels = labels;
    }

    public long Count => _classOf.Length;

    public IReadOnlyList<int> Shape { get; }

    public int Classes => Labels.Count;

    /// <summary>The file's label of each class.</summary>
    public IReadOnlyList<int> Labels { get; }

    public void Read(long index, Span<float> features)
    {
        features[..Shape[0]].Clear();
        for (var i = _starts[index]; i < _starts[index + 1]; i++)
        {
            features[_indices[i]] = _values[i];
        }
    }

    public int Label(long index) => _classOf[index];

    public void Dispose()
    {
    }
}
