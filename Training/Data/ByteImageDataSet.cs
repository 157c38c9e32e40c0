using AkkaCoded.Codes;

namespace AkkaCoded.Training.Data;

/// <summary>
/// Records of equal length, each a label and bytes as features, wherever they lie: in mapped files
/// or in unpacked memory.
/// </summary>
internal sealed class ByteImageDataSet : IDataSet
{
    private readonly ByteRecords _images;
    private readonly ByteRecords _labels;

    public ByteImageDataSet(
        ByteRecords images, ByteRecords labels, IReadOnlyList<int> shape, int classes)
    {
        Contract.Require(images.Count == labels.Count, "as many labels as images");
        _images = images;
        _labels = labels;
        Shape = shape;
        Classes = classes;
        for (long i = 0; i < Count; i++)
        {
            Label(i);
        }
    }

    public long Count => _labels.Count;

    public IReadOnlyList<int> Shape { get; }

    public int Classes { get; }

    public void Read(long index, Span<float> features)
    {
        var bytes = _images[index];
        for (var i = 0; i < bytes.Length; i++)
        {
            features[i] = bytes[i];
        }
    }

    public int Label(long index)
    {
        var label = _labels[index][0];
        if (label >= Classes)
        {
            throw DataErrors.Label($"{_labels.Path}, sample {index}", label, Classes);
        }

        return label;
    }

    public void Dispose()
    {
        _images.Dispose();
        _labels.Dispose();
    }
}
