using AkkaCoded.Coordinator.Record;

namespace AkkaCoded.Coordinator.Report;

/// <summary>Workers from top to bottom, steps from left to right.</summary>
internal static class RunHeatMaps
{
    /// <summary>Rows and cells at most: beyond, neighbours are joined, so that the file stays
    /// small and a cell can still be seen.</summary>
    private const int RowsMax = 64;
    private const int CellsMax = 16_000;
    private const int ColumnsMax = 240;

    private static readonly (string Name, string Style)[] Kinds =
    [
        ("used", "used"), ("late", "late"), ("cancelled", "cancelled"), ("lost", "lost"),
    ];

    public static Plot States(RunRecordData data)
    {
        var rows = Rows(data.Bins.Workers);
        var bins = Columns(data, rows.Count);
        var shares = rows
            .Select(row => bins.Select(bin => Shares(bin, row)).ToArray()).ToArray();
        var isCell = bins.All(bin => bin.Steps == 1) && rows.All(row => row.Count == 1);
        return new Plot
        {
            Id = "answers",
            Title = "What became of the answers",
            Description = isCell
                ? "Each cell is one worker's answer in one step."
                : "Each row is a strip: in every column, "
                    + (bins[0].Steps > 1 ? $"{bins[0].Steps:#,0} steps wide, " : "")
                    + "the heights show which share of the answers was used, late, cancelled or "
                    + "lost. A single lost answer stays visible.",
            XAxis = RunPlots.StepAxis(data),
            YAxis = WorkerAxis(rows),
            Layers = [new StripLayer(Kinds, shares)],
            Hover = Hover(bins, rows, bin => string.Join(", ", Kinds.Select((kind, i) =>
                $"{kind.Name} {100.0 * Total(bin, rows, i) / Math.Max(Total(bin, rows), 1):0}%"))),
            Height = Height(rows.Count, 30),
            NarrowHeight = Height(rows.Count, 24),
        };
    }

    /// <summary>Null where no arrival is known.</summary>
    public static Plot? Arrivals(RunRecordData data)
    {
        var rows = Rows(data.Bins.Workers);
        var bins = Columns(data, rows.Count);
        var values = rows.Select(row => bins.Select(bin => Arrival(bin, row)).ToArray()).ToArray();
        var known = values.SelectMany(row => row).Where(value => value > 0).Order().ToArray();
        if (known.Length == 0)
        {
            return null;
        }

        var levels = HeatLayer.LogLevels(
            RunTally.Quantile(known, 0.01), RunTally.Quantile(known, 0.99));
        return new Plot
        {
            Id = "arrivals",
            Title = "When answers came",
            Description = "Mean time from the step's opening to the worker's answer. Empty where "
                + "none came: a cancelled answer never tells how slow it would have been.",
            XAxis = RunPlots.StepAxis(data),
            YAxis = WorkerAxis(rows),
            Layers = [new HeatLayer(values, levels, TimeUnit.Text)],
            Hover = Hover(bins, rows, bin => rows
                .Select(row => Arrival(bin, row)).Where(double.IsFinite).ToArray() is
                { Length: > 0 } times
                    ? $"answers came after {TimeUnit.Text(times.Min())} to "
                        + TimeUnit.Text(times.Max())
                    : "no answer came"),
            Height = Height(rows.Count, 24),
            NarrowHeight = Height(rows.Count, 20),
        };
    }

    private static IReadOnlyList<IReadOnlyList<int>> Rows(int workers) =>
    [
        .. Enumerable.Range(0, workers)
            .Chunk(Math.Max(1, (int)Math.Ceiling((double)workers / RowsMax))),
    ];

    private static IReadOnlyList<Bin> Columns(RunRecordData data, int rows) =>
        data.Bins.AtMost(Math.Clamp(CellsMax / Math.Max(rows, 1), 48, ColumnsMax));

    private static Axis WorkerAxis(IReadOnlyList<IReadOnlyList<int>> rows) =>
        Axis.Bands("worker", [.. rows.Select(Name)]);

    private static string Name(IReadOnlyList<int> row) =>
        row.Count == 1 ? $"{row[0]}" : $"{row[0]}-{row[^1]}";

    private static double Height(int rows, int each) =>
        rows * (double)Math.Clamp(480 / Math.Max(rows, 1), 8, each);

    private static double[] Shares(Bin bin, IReadOnlyList<int> row)
    {
        var counts = new double[Kinds.Length];
        foreach (var worker in row)
        {
            for (var kind = 0; kind < counts.Length; kind++)
            {
                counts[kind] += bin.States(worker)[kind];
            }
        }

        // What is missing to 1 are steps in which the worker had no row.
        return [.. counts.Select(count => count / (bin.Steps * row.Count))];
    }

    private static double Arrival(Bin bin, IReadOnlyList<int> row)
    {
        var known = row.Select(bin.MeanArrival).Where(double.IsFinite).ToArray();
        return known.Length == 0 ? double.NaN : known.Average();
    }

    private static long Total(Bin bin, IReadOnlyList<IReadOnlyList<int>> rows, int kind) =>
        rows.SelectMany(row => row).Sum(worker => (long)bin.States(worker)[kind]);

    private static long Total(Bin bin, IReadOnlyList<IReadOnlyList<int>> rows) =>
        Enumerable.Range(0, Kinds.Length).Sum(kind => Total(bin, rows, kind));

    private static PlotHover Hover(
        IReadOnlyList<Bin> bins,
        IReadOnlyList<IReadOnlyList<int>> rows,
        Func<Bin, string> text) => new(
        [.. bins.Select(bin => (bin.FirstStep + bin.LastStep + 1) / 2.0)],
        [.. bins.Select(bin => $"{RunCurves.Steps(bin)}\nall workers: {text(bin)}")],
        [.. rows.Select(row => $"worker {Name(row)}")]);
}
