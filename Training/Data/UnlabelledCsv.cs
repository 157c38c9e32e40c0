using System.Globalization;
using AkkaCoded.Codes;

namespace AkkaCoded.Training.Data;

/// <summary>Samples to predict: comma-separated raw features, a sample per line, gzip or not.
/// </summary>
public static class UnlabelledCsv
{
    private const string Code = "CDL-0203";

    /// <summary>Reads the file into memory; every label is 0.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">Extents of the model's samples; a line holds their product.</param>
    /// <exception cref="InvalidInputException">CDL-0202: no such file; CDL-0203: a line that is no
    /// sample of this shape.</exception>
    public static IDataSet Open(string path, IReadOnlyList<int> shape)
    {
        var width = Shapes.Size(shape);
        var features = new List<float>();
        TextLines.ForEach(path, Code, (number, line) => Add(path, number, line, width, features));
        return features.Count > 0
            ? new InMemoryDataSet(
                [.. features], new int[features.Count / width], shape, classes: 1)
            : throw DataErrors.Line(Code, path, 1, "(no samples)", "at least one sample");
    }

    private static void Add(
        string path, long number, string line, int width, List<float> features)
    {
        var columns = line.AsSpan().Count(',') + 1;
        if (columns != width)
        {
            throw DataErrors.Line(
                Code, path, number, $"{columns} columns", $"{width} columns, the model's features");
        }

        foreach (var range in line.AsSpan().Split(','))
        {
            var text = line.AsSpan()[range].Trim();
            var culture = CultureInfo.InvariantCulture;
            features.Add(
                float.TryParse(text, NumberStyles.Float, culture, out var value)
                    && float.IsFinite(value)
                    ? value
                    : throw DataErrors.Line(
                        Code, path, number, DataErrors.Short(text), "a number"));
        }
    }
}
