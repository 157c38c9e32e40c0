using System.Globalization;

namespace AkkaCoded.Training.Data;

/// <summary>
/// LIBSVM text: <c>label index:value index:value ...</c>, indices counted from 1 and rising. Plain
/// or gzip. Labels may be any whole numbers; they are numbered in rising order (-1, +1 become
/// classes 0, 1).
/// </summary>
internal sealed class LibsvmReader
{
    private const string Code = "CDL-0204";
    private readonly string _path;
    private readonly int _featuresMax;
    private readonly List<int> _labels = [];
    private readonly List<long> _lines = [];
    private readonly List<long> _starts = [0];
    private readonly List<int> _indices = [];
    private readonly List<float> _values = [];
    private int _features;

    private LibsvmReader(string path, int features)
    {
        _path = path;
        _featuresMax = features > 0 ? features : int.MaxValue;
        _features = features;
    }

    /// <param name="path">The file.</param>
    /// <param name="features">Features of a sample, or 0: the largest index in the file.</param>
    /// <param name="labels">Label values in class order; empty: those found, rising.</param>
    public static SparseDataSet Read(string path, int features, IReadOnlyList<int> labels)
    {
        var reader = new LibsvmReader(path, features);
        TextLines.ForEach(path, Code, reader.Add);
        return reader.Finish(labels);
    }

    private void Add(long number, string line)
    {
        var rest = line.AsSpan().Trim();
        var end = rest.IndexOf(' ');
        var label = end < 0 ? rest : rest[..end];
        if (!int.TryParse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
                out var value))
        {
            throw DataErrors.Line(
                Code, _path, number, DataErrors.Short(label), "a whole number as label");
        }

        _labels.Add(value);
        _lines.Add(number);
        var last = 0;
        rest = end < 0 ? default : rest[end..].TrimStart();
        while (!rest.IsEmpty)
        {
            end = rest.IndexOf(' ');
            var pair = end < 0 ? rest : rest[..end];
            last = AddPair(pair, last, number);
            rest = end < 0 ? default : rest[end..].TrimStart();
        }

        _starts.Add(_indices.Count);
    }

    private int AddPair(ReadOnlySpan<char> pair, int last, long number)
    {
        var colon = pair.IndexOf(':');
        if (colon < 1
            || !int.TryParse(pair[..colon], NumberStyles.None, CultureInfo.InvariantCulture,
                out var index)
            || !float.TryParse(pair[(colon + 1)..], NumberStyles.Float,
                CultureInfo.InvariantCulture, out var value)
            || !float.IsFinite(value))
        {
            throw DataErrors.Line(
                Code, _path, number, DataErrors.Short(pair), "index:value with a finite value");
        }

        if (index <= last || index > _featuresMax)
        {
            var most = _featuresMax == int.MaxValue ? "" : $", at most {_featuresMax}";
            throw DataErrors.Line(
                Code, _path, number, index, $"an index above {last} (they rise from 1){most}");
        }

        _indices.Add(index - 1);
        _values.Add(value);
        _features = Math.Max(_features, index);
        return index;
    }

    private SparseDataSet Finish(IReadOnlyList<int> labels)
    {
        if (_labels.Count == 0)
        {
            throw DataErrors.Line(Code, _path, 1, "(no samples)", "at least one sample");
        }

        var names = labels.Count > 0 ? [.. labels] : _labels.Distinct().Order().ToArray();
        var classes = new int[_labels.Count];
        for (var i = 0; i < classes.Length; i++)
        {
            classes[i] = Array.IndexOf(names, _labels[i]);
            if (classes[i] < 0)
            {
                var allowed = "one of the labels " + string.Join(", ", names);
                throw DataErrors.Line(Code, _path, _lines[i], _labels[i], allowed);
            }
        }

        return new SparseDataSet(
            [.. _starts], [.. _indices], [.. _values], classes, Math.Max(1, _features), names);
    }
}
