using AkkaCoded.Codes;

namespace AkkaCoded.Simulation.Traces;

/// <summary>What a trace is imported from.</summary>
internal enum TraceShape
{
    /// <summary>To be found out: the folder of a run, a long form by its header, else rows.
    /// </summary>
    Auto,

    /// <summary>A row per step, a column per worker.</summary>
    Rows,

    /// <summary>A row per worker, a column per step.</summary>
    Transposed,

    /// <summary>A row per answer: worker, step, time.</summary>
    Long,

    /// <summary>The folder of a run of ours, or its record.jsonl: when answers came.</summary>
    Run,

    /// <summary>The same: the injected delays.</summary>
    Delays,
}

/// <summary>Reads times of workers from files of several shapes.</summary>
internal static class TraceImport
{
    public static TraceGrid Read(string path, TraceShape shape, string? unit)
    {
        var isRun = Directory.Exists(path)
            || path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);
        if (shape is TraceShape.Run or TraceShape.Delays || (shape == TraceShape.Auto && isRun))
        {
            return RunTrace.Read(path, shape == TraceShape.Delays);
        }

        return FromTable(CsvTable.ReadFile(path), shape, unit);
    }

    public static TraceGrid FromTable(CsvTable table, TraceShape shape, string? unit)
    {
        var isLong = shape == TraceShape.Long
            || (shape == TraceShape.Auto && LongForm.IsHeaderOf(table));
        if (isLong)
        {
            return LongForm.Read(table, unit);
        }

        var perSecond = TraceNumber.PerSecond(unit ?? "s");
        return shape == TraceShape.Transposed
            ? Transposed(table, perSecond)
            : Wide(table, perSecond, "a row per step");
    }

    private static TraceGrid Wide(CsvTable table, double perSecond, string shape)
    {
        var columns = table.Header?.Length ?? table.Rows[0].Cells.Length;
        foreach (var row in table.Rows)
        {
            if (row.Cells.Length != columns)
            {
                throw new InvalidInputException(
                    "CDL-0624", $"{table.Name}, line {row.Line}", $"{row.Cells.Length} columns",
                    $"{columns} columns, as in the first line",
                    "Complete the row; an empty cell says that no answer came.");
            }
        }

        var first = IsNumbering(table) ? 1 : 0;
        return new(table.Name, shape,
        [
            .. table.Rows.Select(row => Enumerable.Range(first, columns - first)
                .Select(column => TraceNumber.Time(table, row, column, perSecond)).ToArray()),
        ]);
    }

    private static TraceGrid Transposed(CsvTable table, double perSecond)
    {
        var wide = Wide(table, perSecond, "");
        return new(table.Name, "a row per worker",
        [
            .. Enumerable.Range(0, wide.Workers)
                .Select(step => wide.Rows.Select(row => row[step]).ToArray()),
        ]);
    }

    /// <summary>A first column that a header names as the number of the row holds no time.
    /// </summary>
    private static bool IsNumbering(CsvTable table) => table.Header is { Length: > 1 } header
        && header[0].ToLowerInvariant() is "" or "step" or "iteration" or "round" or "index"
            or "worker" or "rank" or "node";
}
