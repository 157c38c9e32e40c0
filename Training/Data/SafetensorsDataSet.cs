using System.Runtime.InteropServices;
using AkkaCoded.Training.Checkpoints;

namespace AkkaCoded.Training.Data;

/// <summary>
/// A mapped safetensors file with a tensor of features (F32 or U8; the first extent counts the
/// samples) and a tensor of labels (U8, I32 or I64).
/// </summary>
internal sealed class SafetensorsDataSet : IDataSet
{
    private readonly SafetensorsFile _file;
    private readonly TensorEntry _features;
    private readonly TensorEntry _labels;
    private readonly int _width;

    private SafetensorsDataSet(
        SafetensorsFile file, string features, string labels, int classes, IReadOnlyList<int> shape)
    {
        _file = file;
        _features = Typed(features, "F32", "U8");
        _labels = Typed(labels, "U8", "I32", "I64");
        if (_features.Shape.Count < 2 || _features.ElementCount == 0)
        {
            throw Wrong(_features, $"[{string.Join(", ", _features.Shape)}]",
                "[samples, features] or [samples, channels, height, width]");
        }

        if (_labels.Shape.Count != 1 || _labels.Shape[0] != _features.Shape[0])
        {
            throw Wrong(_labels, $"[{string.Join(", ", _labels.Shape)}]",
                $"[{_features.Shape[0]}], a label per sample");
        }

        int[] own = [.. _features.Shape.Skip(1).Select(extent => checked((int)extent))];
        Shape = Shapes.Reshape(file.Path, shape, own);
        _width = Shapes.Size(own);
        Classes = classes > 0 ? classes : DataErrors.Classes(file.Path, LargestLabel());
        for (long i = 0; i < Count; i++)
        {
            Label(i);
        }
    }

    public long Count => _features.Shape[0];

    public IReadOnlyList<int> Shape { get; }

    public int Classes { get; }

    public static SafetensorsDataSet Open(
        string path, string features, string labels, int classes, IReadOnlyList<int> shape)
    {
        var file = SafetensorsFile.Open(path);
        try
        {
            return new SafetensorsDataSet(file, features, labels, classes, shape);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Read(long index, Span<float> features)
    {
        if (_features.Dtype == "F32")
        {
            var bytes = _file.Bytes(_features, index * _width * 4, _width * 4);
            bytes.CopyTo(MemoryMarshal.AsBytes(features));
            RequireFinite(index, features);
            return;
        }

        var pixels = _file.Bytes(_features, index * _width, _width);
        for (var i = 0; i < pixels.Length; i++)
        {
            features[i] = pixels[i];
        }
    }

    public int Label(long index)
    {
        var label = RawLabel(index);
        return label >= 0 && label < Classes
            ? (int)label
            : throw DataErrors.Label($"{_file.Path}, sample {index}", label, Classes);
    }

    public void Dispose() => _file.Dispose();

    private void RequireFinite(long index, ReadOnlySpan<float> features)
    {
        for (var i = 0; i < _width; i++)
        {
            if (!float.IsFinite(features[i]))
            {
                throw Wrong(
                    _features, $"{features[i]} in sample {index}, feature {i},", "finite numbers");
            }
        }
    }

    private long RawLabel(long index) => _labels.Dtype switch
    {
        "U8" => _file.Bytes(_labels, index, 1)[0],
        "I32" => BitConverter.ToInt32(_file.Bytes(_labels, index * 4, 4)),
        _ => BitConverter.ToInt64(_file.Bytes(_labels, index * 8, 8)),
    };

    private long LargestLabel()
    {
        long largest = 0;
        for (long i = 0; i < Count; i++)
        {
            largest = Math.Max(largest, RawLabel(i));
        }

        return largest;
    }

    private TensorEntry Typed(string name, params string[] types)
    {
        var tensor = _file.Get(name);
        return types.Contains(tensor.Dtype)
            ? tensor
            : throw Wrong(tensor, tensor.Dtype, string.Join(" or ", types));
    }

    private Codes.InvalidInputException Wrong(TensorEntry tensor, object found, string expected) =>
        SafetensorsHeader.Damaged(
            _file.Path, tensor.Start, $"{found} for '{tensor.Name}'", expected);
}
