using System.Globalization;
using AkkaCoded.Codes;
using AkkaCoded.Codes.Latency;

namespace AkkaCoded.Simulation.Traces;

/// <summary>Times by step and worker while they are collected; NaN: unknown.</summary>
/// <param name="Name">Where they come from.</param>
/// <param name="Shape">What the source was taken for, for people.</param>
/// <param name="Rows">A row per step, seconds of each worker.</param>
/// <param name="AtLeast">Where a value is NaN: seconds after which the answer had still not come;
/// null where nothing is known.</param>
internal sealed record TraceGrid(
    string Name,
    string Shape,
    IReadOnlyList<double[]> Rows,
    IReadOnlyList<double[]>? AtLeast = null)
{
    public int Workers => Rows[0].Length;

    public int Missing => Rows.Sum(row => row.Count(double.IsNaN));

    /// <summary>The trace; every value must be known.</summary>
    public LatencyTrace ToTrace()
    {
        using var text = new StringReader(ToCsv());
        return LatencyTrace.Parse(text, Name);
    }

    /// <summary>CSV as every verb reads it: no header, a row per step, seconds.</summary>
    public string ToCsv()
    {
        Contract.Require(Missing == 0, "a trace has every value");
        return string.Concat(Rows.Select(row => string.Join(
            ',', row.Select(value => value.ToString("R", CultureInfo.InvariantCulture))) + "\n"));
    }

    /// <summary>Only the steps in which every worker has a value.</summary>
    public TraceGrid WithoutIncompleteSteps()
    {
        var whole = Rows.Where(row => !row.Any(double.IsNaN)).ToList();
        return whole.Count > 0 ? this with { Rows = whole, AtLeast = null }
            : throw new InvalidInputException(
                "CDL-0625", Name, "no step with all workers", "at least one complete step",
                "Import it with --missing fill: a value is drawn for every missing answer.");
    }

    /// <summary>
    /// A value for every missing one: of the same worker's known values that are not below the time
    /// after which the answer was still missing, one by chance; where it has none, of all workers';
    /// where there is none at all, that time itself. So the
    /// mass of cut-off answers moves to the longer times that were seen (Efron, "The two sample
    /// problem with censored data", 1967), and no tail is made up beyond them.
    /// </summary>
    public TraceGrid Filled(ulong seed)
    {
        var random = new SeededRandom(seed);
        var all = Rows.SelectMany(row => row).Where(double.IsFinite).Order().ToArray();
        if (all.Length == 0)
        {
            throw new InvalidInputException(
                "CDL-0625", Name, "no time at all", "at least one answer",
                "Import a run in which workers answered.");
        }

        var own = Enumerable.Range(0, Workers).Select(worker => Rows.Select(row => row[worker])
            .Where(double.IsFinite).Order().ToArray()).ToArray();
        return this with
        {
            Rows = [.. Rows.Select((row, step) => row.Select((value, worker) =>
                double.IsNaN(value)
                    ? Drawn([own[worker], all], AtLeast?[step][worker] ?? 0, random)
                    : value).ToArray())],
            AtLeast = null,
        };
    }

    private static double Drawn(double[][] sources, double atLeast, SeededRandom random)
    {
        foreach (var known in sources)
        {
            var first = Array.FindIndex(known, value => value >= atLeast);
            if (first >= 0)
            {
                return known[first + random.NextInt(known.Length - first)];
            }
        }

        return atLeast;
    }
}
