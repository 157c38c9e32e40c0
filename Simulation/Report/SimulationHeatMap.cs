using AkkaCoded.Coordinator.Record;
using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Simulation.Report;

/// <summary>The delays of all workers in all steps.</summary>
internal static class SimulationHeatMap
{
    private const int RowsMax = 64;
    private const int ColumnsMax = 240;

    /// <summary>Null where no arrivals were kept.</summary>
    public static Plot? Of(SimulationResult result)
    {
        // Without redundancy nobody is cancelled: its answers show every delay.
        var policy = result.Policies.Where(one => one.Arrivals is { Count: > 0 })
            .MinBy(one => one.Arrivals!.Sum(row => row.Count(double.IsNaN)));
        if (policy?.Arrivals is not { } arrivals)
        {
            return null;
        }

        var rows = Enumerable.Range(0, arrivals[0].Count).Chunk(Pieces(result.Workers, RowsMax))
            .ToArray();
        var columns = Enumerable.Range(0, arrivals.Count).Chunk(Pieces(arrivals.Count, ColumnsMax))
            .ToArray();
        var values = rows.Select(row => columns.Select(
            column => Mean(arrivals, row, column)).ToArray()).ToArray();
        var known = values.SelectMany(row => row).Where(value => value > 0).Order().ToArray();
        return known.Length == 0 ? null : Draw(policy, rows, columns, values, known);
    }

    private static Plot Draw(
        PolicyResult policy, int[][] rows, int[][] columns, double[][] values, double[] known)
    {
        var levels = HeatLayer.LogLevels(
            RunTally.Quantile(known, 0.01), RunTally.Quantile(known, 0.99));
        var names = rows.Select(Name).ToArray();
        return new Plot
        {
            Id = "delays",
            Title = "Delays of the workers",
            Description = $"Time from a step's opening to each worker's answer under {policy.Name}"
                + (columns[0].Length * rows[0].Length > 1 ? ", means of each cell" : "")
                + ". A strong row is a slow worker, a strong column a slow step; scattered strong "
                + "cells are chance, and only these call for a code.",
            XAxis = Axis.Counts("step", 0, columns[^1][^1] + 1),
            YAxis = Axis.Bands("worker", names),
            Layers = [new HeatLayer(values, levels, TimeUnit.Text)],
            Hover = new(
                [.. columns.Select(column => (column[0] + column[^1] + 1) / 2.0)],
                [.. columns.Select((column, i) => Text(column, values, i))],
                [.. names.Select(name => $"worker {name}")]),
            Height = Height(rows.Length, 24),
            NarrowHeight = Height(rows.Length, 20),
        };
    }

    private static int Pieces(int count, int max) => (int)Math.Ceiling((double)count / max);

    private static double Mean(
        IReadOnlyList<IReadOnlyList<double>> arrivals, int[] workers, int[] steps)
    {
        var (sum, count) = (0.0, 0);
        foreach (var step in steps)
        {
            foreach (var worker in workers)
            {
                if (double.IsFinite(arrivals[step][worker]))
                {
                    sum += arrivals[step][worker];
                    count++;
                }
            }
        }

        return count == 0 ? double.NaN : sum / count;
    }

    private static string Name(int[] range) =>
        range.Length == 1 ? $"{range[0]}" : $"{range[0]}-{range[^1]}";

    private static string Text(int[] steps, double[][] values, int column)
    {
        var known = values.Select(row => row[column]).Where(double.IsFinite).ToArray();
        return $"step {Name(steps)}\n" + (known.Length == 0
            ? "no answer came"
            : $"all workers: {TimeUnit.Text(known.Min())} to {TimeUnit.Text(known.Max())}");
    }

    private static double Height(int rows, int each) =>
        rows * (double)Math.Clamp(480 / Math.Max(rows, 1), 8, each);
}
