using System.Globalization;

namespace AkkaCoded.Codes.Latency;

/// <summary>
/// Reads traces strictly: one silently skipped cell would shift every worker after it, and a NaN
/// would turn every mean into NaN far from its cause.
/// </summary>
internal static class LatencyTraceReader
{
    public static LatencyTrace ReadFile(string path)
    {
        try
        {
            using var text = new StreamReader(path);
            return Read(text, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException
            or ArgumentException or NotSupportedException)
        {
            throw new InvalidInputException(
                "CDL-0044", "trace file", path, "a readable CSV file", $"{error.Message}");
        }
    }

    public static LatencyTrace Read(TextReader text, string name)
    {
        var seconds = new List<double>();
        var workers = 0;
        var number = 0;
        var blankAt = 0;
        while (text.ReadLine() is { } line)
        {
            number++;
            if (line.AsSpan().Trim().IsEmpty)
            {
                blankAt = blankAt == 0 ? number : blankAt;
                continue;
            }

            if (blankAt > 0)
            {
                // Blank lines are fine at the end only; between rows one may hide a lost step.
                throw Ragged(name, blankAt, 0, workers);
            }

            var columns = ReadRow(line, name, number, seconds);
            workers = workers == 0 ? columns : workers;
            if (columns != workers)
            {
                throw Ragged(name, number, columns, workers);
            }
        }

        if (workers == 0)
        {
            throw new InvalidInputException(
                "CDL-0047", $"{name}", "no row", "at least one row of seconds",
                "Check that the trace was written; a row is a step, a column a worker.");
        }

        return new LatencyTrace(name, [.. seconds], workers);
    }

    private static int ReadRow(string line, string name, int number, List<double> seconds)
    {
        var column = 0;
        foreach (var range in line.AsSpan().Split(','))
        {
            column++;
            var cell = line.AsSpan(range).Trim();
            if (!double.TryParse(
                    cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                || !double.IsFinite(value) || value < 0)
            {
                throw new InvalidInputException(
                    "CDL-0045", $"{name}, line {number}, column {column}", Shown(cell),
                    "seconds: a finite number, 0 or more, with a decimal point",
                    "Correct the cell, or leave out the whole step; a trace has no header.");
            }

            seconds.Add(value);
        }

        return column;
    }

    private static string Shown(ReadOnlySpan<char> cell)
    {
        if (cell.IsEmpty)
        {
            return "(empty)";
        }

        return cell.Length <= 40 ? cell.ToString() : string.Concat(cell[..40], "...");
    }

    private static InvalidInputException Ragged(string name, int line, int columns, int workers) =>
        new("CDL-0046", $"{name}, line {line}", $"{columns} columns",
            workers == 0 ? "a row of seconds" : $"{workers} columns, as in the rows before",
            "Every row holds one value per worker; complete the row or remove it.");
}
