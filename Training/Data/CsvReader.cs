using System.Globalization;
using AkkaCoded.Codes;

namespace AkkaCoded.Training.Data;

/// <summary>
/// Comma-separated numbers, a sample per line, one column of which is the class. Plain or gzip.
/// Held in memory: text cannot be addressed by sample.
/// </summary>
internal sealed class CsvReader
{
    private const string Code = "CDL-0203";
    private readonly string _path;
    private readonly int _labelColumn;
    private readonly List<float> _features = [];
    private readonly List<int> _labels = [];
    private int _columns;

    private CsvReader(string path, int labelColumn)
    {
        _path = path;
        _labelColumn = labelColumn;
    }

    /// <param name="path">The file.</param>
    /// <param name="labelColumn">Column of the class; negative counts from the last (-1).</param>
    /// <param name="skipLines">Header lines to skip.</param>
    /// <param name="classes">Number of classes, or 0: the largest label plus 1.</param>
    /// <param name="shape">Extents of a sample; empty: [features].</param>
    public static IDataSet Read(
        string path, int labelColumn, int skipLines, int classes, IReadOnlyList<int> shape)
    {
        var reader = new CsvReader(path, labelColumn);
        TextLines.ForEach(path, Code, (number, line) =>
        {
            if (number > skipLines)
            {
                reader.Add(number, line);
            }
        });
        return reader.Finish(classes, shape);
    }

    private void Add(long number, string line)
    {
        var columns = line.AsSpan().Count(',') + 1;
        if (_columns == 0)
        {
            Start(columns, number);
        }
        else if (columns != _columns)
        {
            throw DataErrors.Line(
                Code, _path, number, $"{columns} columns",
                $"{_columns} columns as in the lines before");
        }

        var label = _labelColumn < 0 ? columns + _labelColumn : _labelColumn;
        var column = 0;
        foreach (var range in line.AsSpan().Split(','))
        {
            var text = line.AsSpan()[range].Trim();
            if (column == label)
            {
                _labels.Add(Label(text, number));
            }
            else
            {
                _features.Add(Number(text, number, column));
            }

            column++;
        }
    }

    private void Start(int columns, long number)
    {
        var label = _labelColumn < 0 ? columns + _labelColumn : _labelColumn;
        if (columns < 2 || label < 0 || label >= columns)
        {
            throw DataErrors.Line(
                Code, _path, number, $"{columns} columns",
                $"at least 2 columns, one of them the label column {_labelColumn}");
        }

        _columns = columns;
    }

    private float Number(ReadOnlySpan<char> text, long number, int column) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && float.IsFinite(value)
            ? value
            : throw DataErrors.Line(
                Code, _path, number, DataErrors.Short(text), $"a number in column {column}");

    private int Label(ReadOnlySpan<char> text, long number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw DataErrors.Line(
                Code, _path, number, DataErrors.Short(text), "a class number 0, 1, 2, ...");

    private InMemoryDataSet Finish(int classes, IReadOnlyList<int> shape)
    {
        if (_labels.Count == 0)
        {
            throw DataErrors.Line(Code, _path, 1, "(no samples)", "at least one sample");
        }

        var found = classes > 0 ? classes : DataErrors.Classes(_path, _labels.Max());
        var bad = _labels.FindIndex(label => label >= found);
        if (bad >= 0)
        {
            throw DataErrors.Label($"{_path}, sample {bad + 1}", _labels[bad], found);
        }

        int[] own = [_columns - 1];
        return new InMemoryDataSet(
            [.. _features], [.. _labels], Shapes.Reshape(_path, shape, own), found);
    }
}
