using AkkaCoded.Codes;
using AkkaCoded.Codes.Latency;
using AkkaCoded.Coordinator.Record;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>Times of workers from the record of a real run, for a replay with other policies.
/// </summary>
public static class RecordedDelays
{
    /// <summary>
    /// Reads <c>record.jsonl</c>. A worker's time in a step is that of its answer. Where the run
    /// has injected delays, those as drawn, since they tell the time of stopped workers too. Where
    /// an answer was stopped or lost, nobody knows when it would have come; then the worker's time
    /// is taken from its other steps: a random one of those that are no shorter than the step.
    /// </summary>
    /// <param name="path">The file, or the folder of the run.</param>
    /// <param name="seed">Of the times that were never seen.</param>
    /// <exception cref="InvalidInputException">CDL-0561 .. CDL-0563: the record cannot be read;
    /// CDL-0607: it holds no step with an answer.</exception>
    public static LatencyTrace Read(string path, ulong seed)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, "record.jsonl") : path;
        var steps = RunRecordReader.Read(file).OfType<StepLine>().Select(line => line.Step)
            .ToList();
        var workers = steps.Count == 0 ? 0 : steps.Max(step => step.ArrivalSeconds.Count);
        var rows = steps.Select(step => Row(step, workers)).ToList();
        if (!rows.Exists(row => Array.Exists(row, double.IsFinite)))
        {
            throw new InvalidInputException(
                "CDL-0607", "run record", file, "a step in which a worker answered",
                "Let the run take a few steps before it is replayed.");
        }

        Complete(rows, steps, new SeededRandom(seed));
        return LatencyTrace.Parse(new StringReader(Csv(rows)), file);
    }

    private static double[] Row(StepRecord step, int workers)
    {
        var row = new double[workers];
        Array.Fill(row, double.NaN);
        for (var worker = 0; worker < step.ArrivalSeconds.Count; worker++)
        {
            row[worker] = step.DrawnDelaySeconds is { } drawn && worker < drawn.Count
                ? drawn[worker]
                : step.ArrivalSeconds[worker] ?? double.NaN;
        }

        return row;
    }

    private static void Complete(
        List<double[]> rows, List<StepRecord> steps, SeededRandom random)
    {
        var all = rows.SelectMany(row => row.Where(double.IsFinite)).Order().ToArray();
        for (var worker = 0; worker < rows[0].Length; worker++)
        {
            var own = rows.Select(row => row[worker]).Where(double.IsFinite).Order().ToArray();
            for (var step = 0; step < rows.Count; step++)
            {
                if (!double.IsFinite(rows[step][worker]))
                {
                    rows[step][worker] = Draw(own, all, steps[step].Seconds, random);
                }
            }
        }
    }

    private static double Draw(double[] own, double[] all, double least, SeededRandom random)
    {
        foreach (var times in (double[][])[own, all])
        {
            var first = Array.FindIndex(times, seconds => seconds >= least);
            if (first >= 0)
            {
                return times[first + random.NextInt(times.Length - first)];
            }
        }

        return least;
    }

    private static string Csv(List<double[]> rows) => string.Join('\n', rows.Select(
        row => string.Join(',', row.Select(
            seconds => seconds.ToString("R", System.Globalization.CultureInfo.InvariantCulture)))));
}
