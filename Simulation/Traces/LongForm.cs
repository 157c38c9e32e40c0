using AkkaCoded.Codes;

namespace AkkaCoded.Simulation.Traces;

/// <summary>
/// A row per answer: which worker, which step, how long. Columns are found by their names, without
/// a header they come in this order. Workers and steps are ordered as numbers where all of them
/// are, else as text.
/// </summary>
internal static class LongForm
{
    private static readonly string[] Workers = ["worker", "rank", "node", "device", "client"];
    private static readonly string[] Steps = ["step", "iteration", "iter", "round", "epoch"];

    private static readonly (string Name, string? Unit)[] Times =
    [
        ("seconds", "s"), ("s", "s"), ("milliseconds", "ms"), ("ms", "ms"),
        ("microseconds", "us"), ("us", "us"), ("nanoseconds", "ns"), ("ns", "ns"),
        ("time", null), ("duration", null), ("latency", null), ("value", null),
    ];

    public static bool IsHeaderOf(CsvTable table) => table.Column(Workers) >= 0
        && table.Column(Steps) >= 0 && TimeColumn(table) >= 0;

    /// <param name="table">With or without a header.</param>
    /// <param name="unit">Null: as the header says, else seconds.</param>
    public static TraceGrid Read(CsvTable table, string? unit)
    {
        var (worker, step, time) = Columns(table);
        var named = table.Header is { } header
            ? Times.FirstOrDefault(one => one.Name == header[time].ToLowerInvariant()).Unit
            : null;
        var perSecond = TraceNumber.PerSecond(unit ?? named ?? "s");
        var workers = Order(table, worker);
        var steps = Order(table, step);
        var rows = steps.Select(_ => Unknown(workers.Count)).ToArray();
        var isGiven = steps.Select(_ => new bool[workers.Count]).ToArray();
        foreach (var row in table.Rows)
        {
            var (s, w) = (steps[row.Cells[step]], workers[row.Cells[worker]]);
            if (isGiven[s][w])
            {
                throw new InvalidInputException(
                    "CDL-0626", $"{table.Name}, line {row.Line}",
                    $"worker {row.Cells[worker]}, step {row.Cells[step]} again",
                    "one time for each worker and step", "Remove one of the two rows.");
            }

            isGiven[s][w] = true;
            rows[s][w] = TraceNumber.Time(table, row, time, perSecond);
        }

        return new(table.Name, "a row per answer", rows);
    }

    private static (int Worker, int Step, int Time) Columns(CsvTable table)
    {
        var columns = table.Header is null
            ? (0, 1, 2)
            : (table.Column(Workers), table.Column(Steps), TimeColumn(table));
        var last = Math.Max(columns.Item1, Math.Max(columns.Item2, columns.Item3));
        if (columns.Item1 < 0 || columns.Item2 < 0 || columns.Item3 < 0
            || table.Rows.Any(row => row.Cells.Length <= last))
        {
            throw new InvalidInputException(
                "CDL-0624", table.Name,
                table.Header is { } header ? string.Join(",", header) : "no header",
                "columns worker, step and seconds in every row",
                "Name them so, or take --shape rows or transposed.");
        }

        return columns;
    }

    private static int TimeColumn(CsvTable table) =>
        table.Column([.. Times.Select(time => time.Name)]);

    private static Dictionary<string, int> Order(CsvTable table, int column)
    {
        var names = table.Rows.Select(row => row.Cells[column]).Distinct().ToList();
        var isNumeric = names.All(name => TraceNumber.Parse(name) is not null);
        var ordered = isNumeric
            ? names.OrderBy(name => TraceNumber.Parse(name)!.Value)
            : names.Order(StringComparer.Ordinal);
        return ordered.Select((name, index) => (name, index))
            .ToDictionary(pair => pair.name, pair => pair.index);
    }

    private static double[] Unknown(int count) => [.. Enumerable.Repeat(double.NaN, count)];
}
