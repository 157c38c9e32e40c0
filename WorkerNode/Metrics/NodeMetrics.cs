using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.WorkerNode.Metrics;

/// <summary>
/// What a worker node measures; docs/metrics.md says what each instrument means. One set for the
/// process, as its compute threads are. While nobody listens, a measurement costs one check.
/// </summary>
internal static class NodeMetrics
{
    /// <summary>Name of the meter, here as on coordinators.</summary>
    public const string MeterName = "AkkaCoded";

    /// <summary>From a fraction of a chunk of a small network to a row of a large one.</summary>
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries =
            [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    };

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> Chunks = Meter.CreateCounter<long>(
        "akkacoded.node.chunks", "{chunk}", "Chunks of samples whose gradient was computed.");

    private static readonly Histogram<double> Compute = Meter.CreateHistogram(
        "akkacoded.node.compute.duration", "s", "Computing time of a row, without waiting.",
        null, Seconds);

    private static readonly Histogram<double> Fetch = Meter.CreateHistogram(
        "akkacoded.node.fetch.duration", "s",
        "Time until a row had its parameters; near 0 where they were there already.",
        null, Seconds);

    private static readonly Histogram<double> Post = Meter.CreateHistogram(
        "akkacoded.node.post.duration", "s", "Time until an answer was handed over, or given up.",
        null, Seconds);

    /// <summary>A chunk is computed.</summary>
    public static void Computed(StepKey step, WorkerId worker)
    {
        if (Chunks.Enabled)
        {
            Chunks.Add(1, Job(step), new("worker", Text(worker.Number)));
        }
    }

    /// <summary>A row is done.</summary>
    public static void Done(StepKey step, WorkTimings timings)
    {
        if (Compute.Enabled)
        {
            Compute.Record(timings.ComputeSeconds, Job(step));
        }

        if (Fetch.Enabled)
        {
            Fetch.Record(timings.ParametersSeconds, Job(step));
        }
    }

    /// <summary>An answer was handed over, or its transfer failed.</summary>
    /// <param name="step">Whose.</param>
    /// <param name="start"><see cref="Stopwatch.GetTimestamp"/> when it began.</param>
    public static void Posted(StepKey step, long start)
    {
        if (Post.Enabled)
        {
            Post.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, Job(step));
        }
    }

    private static KeyValuePair<string, object?> Job(StepKey step) => new("job", step.Job.Value);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
