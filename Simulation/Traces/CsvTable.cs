using AkkaCoded.Codes;

namespace AkkaCoded.Simulation.Traces;

/// <summary>A row of a delimited file and where it stood.</summary>
internal readonly record struct CsvRow(int Line, string[] Cells);

/// <summary>
/// A file of cells between commas, semicolons or tabs, whichever the first line has, with a header
/// or without. Blank lines are passed over; cells may stand in double quotes.
/// </summary>
internal sealed class CsvTable
{
    private CsvTable(string name, string[]? header, IReadOnlyList<CsvRow> rows)
    {
        Name = name;
        Header = header;
        Rows = rows;
    }

    /// <summary>For errors.</summary>
    public string Name { get; }

    /// <summary>Names of the columns; null where the first line holds numbers.</summary>
    public string[]? Header { get; }

    public IReadOnlyList<CsvRow> Rows { get; }

    public static CsvTable ReadFile(string path)
    {
        try
        {
            using var text = new StreamReader(path);
            return Read(text, path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException
            or ArgumentException or NotSupportedException)
        {
            throw new InvalidInputException(
                "CDL-0620", "trace to import", path, "a readable file, or the folder of a run",
                problem.Message);
        }
    }

    public static CsvTable Read(TextReader text, string name)
    {
        var rows = new List<CsvRow>();
        char? separator = null;
        for (var number = 1; text.ReadLine() is { } line; number++)
        {
            if (line.AsSpan().Trim().IsEmpty)
            {
                continue;
            }

            separator ??= SeparatorOf(line);
            rows.Add(new(number, [.. line.Split(separator.Value).Select(Unquoted)]));
        }

        // A header is a first line in which some cell is text; an empty cell is a missing value.
        var hasHeader = rows.Count > 0
            && rows[0].Cells.Any(cell => cell.Length > 0 && TraceNumber.Parse(cell) is null);
        var table = new CsvTable(
            name, hasHeader ? rows[0].Cells : null, hasHeader ? rows[1..] : rows);
        return table.Rows.Count > 0 ? table : throw new InvalidInputException(
            "CDL-0621", name, "no row", "at least one row of times", "Check that it was written.");
    }

    /// <summary>The first column whose name is one of these; -1: none.</summary>
    public int Column(params string[] names) => Header is null
        ? -1
        : Array.FindIndex(Header, cell => names.Contains(cell.ToLowerInvariant()));

    /// <summary>The file, line and column of a cell, for errors.</summary>
    public string Place(CsvRow row, int column) => $"{Name}, line {row.Line}, column {column + 1}";

    private static char SeparatorOf(string line) =>
        line.Contains('\t') ? '\t' : line.Contains(';') ? ';' : ',';

    private static string Unquoted(string cell) => cell.Trim().Trim('"').Trim();
}
