using System.Diagnostics.Metrics;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.Metrics;

namespace AkkaCoded.Coordinator.Metrics;

/// <summary>
/// What a coordinator measures; docs/metrics.md says what each instrument means. A set of its own
/// for every coordinator of a process; it is the scope of its meter, which tells them apart. Safe
/// for several threads.
/// </summary>
internal sealed class CoordinatorMetrics : IDisposable
{
    /// <summary>Jobs that are over and whose answers are still told.</summary>
    private const int OverMax = 100;

    private static readonly string[] Kinds = Names<Transfer>();
    private static readonly string[] Reasons = Names<Refusal>();
    private static readonly string[] Changes = Names<PresenceChange>();

    /// <summary>From a step of a toy to one that waits for a worker's restart.</summary>
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries =
            [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    };

    private readonly Meter _meter;
    private readonly Counter<long> _presence;
    private readonly List<JobMetrics> _jobs = [];
    private readonly Queue<JobMetrics> _over = [];
    private readonly List<IDisposable> _subscriptions = [];

    public CoordinatorMetrics()
    {
        _meter = new Meter(new MeterOptions(NodeMetrics.MeterName) { Scope = this });
        Steps = Count("akkacoded.job.steps", "{step}", "Steps that were taken.");
        StepSeconds = Time("akkacoded.job.step.duration", "Wall time of a step.");
        DecodeSeconds = Time(
            "akkacoded.job.decode.duration",
            "Combining answers after the last one, a part of the step's time.");
        CheckpointSeconds = Time(
            "akkacoded.job.checkpoint.duration", "What writing a checkpoint kept the job.");
        _meter.CreateObservableCounter(
            "akkacoded.job.answers", Answers, "{answer}", "What became of workers' answers.");
        Restarts = Count(
            "akkacoded.job.restarts", "{restart}", "Workers that came a further time.");
        Quarantines = Count(
            "akkacoded.job.quarantines", "{quarantine}", "Workers put in quarantine.");
        Stale = Count(
            "akkacoded.job.messages.stale", "{message}",
            "Messages that were out of date and were dropped.");
        DecodeError = _meter.CreateGauge<double>(
            "akkacoded.job.decode.error", "1", "Decode error of the newest step.");
        _presence = Count(
            "akkacoded.presence.changes", "{change}", "Nodes that came, fell silent or went.");
        _meter.CreateObservableGauge(
            "akkacoded.job.workers", Workers, "{worker}", "Workers of running jobs.");
    }

    public Counter<long> Steps { get; }

    public Histogram<double> StepSeconds { get; }

    public Histogram<double> DecodeSeconds { get; }

    public Histogram<double> CheckpointSeconds { get; }

    public Counter<long> Restarts { get; }

    public Counter<long> Quarantines { get; }

    public Counter<long> Stale { get; }

    public Gauge<double> DecodeError { get; }

    /// <summary>Measures a job; to be one of its observers. Dispose it when the job is over.
    /// </summary>
    public JobMetrics Of(JobId job)
    {
        var metrics = new JobMetrics(this, job);
        lock (_jobs)
        {
            _jobs.Add(metrics);
        }

        return metrics;
    }

    /// <summary>From now on the data plane and the presence of nodes are measured too.</summary>
    public void Observe(DataPlaneServer server)
    {
        _meter.CreateObservableCounter(
            "akkacoded.data.transfers", () => Kinds.Select((name, kind) =>
                Labelled(server.Transfers.CountOf((Transfer)kind), "kind", name)),
            "{transfer}", "Transfers of the data plane that came to their end.");
        _meter.CreateObservableCounter(
            "akkacoded.data.bytes", () => Kinds.Select((name, kind) =>
                Labelled(server.Transfers.BytesOf((Transfer)kind), "kind", name)),
            "By", "Bytes of those transfers.");
        _meter.CreateObservableCounter(
            "akkacoded.data.refusals", () => Reasons.Select((name, reason) =>
                Labelled(server.Refusals[(Refusal)reason], "reason", name)),
            "{request}", "Requests that were refused.");
        _subscriptions.Add(server.Presence.Subscribe(
            change => _presence.Add(
                1, new KeyValuePair<string, object?>(
                    "change", Changes[(int)change.Change]))));
    }

    /// <summary>From now on nodes are counted.</summary>
    /// <param name="states">The state of each node.</param>
    public void ObserveNodes(Func<IEnumerable<string>> states) => _meter.CreateObservableGauge(
        "akkacoded.nodes", () => CountByState(states), "{node}", "Worker nodes by state.");

    /// <summary>From now on jobs are counted.</summary>
    /// <param name="states">The state of each job.</param>
    public void ObserveJobs(Func<IEnumerable<string>> states) => _meter.CreateObservableGauge(
        "akkacoded.jobs", () => CountByState(states), "{job}", "Jobs by state.");

    public void Dispose()
    {
        _subscriptions.ForEach(one => one.Dispose());
        _meter.Dispose();
    }

    /// <summary>Jobs that cannot go on, with what they miss.</summary>
    internal IReadOnlyList<string> Waiting()
    {
        lock (_jobs)
        {
            return [.. _jobs.Select(job => job.Waiting).OfType<string>()];
        }
    }

    internal void Forget(JobMetrics job)
    {
        lock (_jobs)
        {
            // Its last answers have yet to be read.
            _jobs.Remove(job);
            _over.Enqueue(job);
            if (_over.Count > OverMax)
            {
                _over.Dequeue();
            }
        }
    }

    private static IEnumerable<Measurement<long>> CountByState(
        Func<IEnumerable<string>> states) => states()
            .GroupBy(state => state, (state, all) => Labelled(all.LongCount(), "state", state));

    private static Measurement<long> Labelled(long value, string label, string text) =>
        new(value, new KeyValuePair<string, object?>(label, text));

    private static string[] Names<T>()
        where T : struct, Enum =>
        [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];

    private List<Measurement<long>> Workers()
    {
        lock (_jobs)
        {
            return [.. _jobs.SelectMany(job => job.WorkersByState())];
        }
    }

    private List<Measurement<long>> Answers()
    {
        lock (_jobs)
        {
            return [.. _jobs.Concat(_over).SelectMany(job => job.Answers())];
        }
    }

    private Counter<long> Count(string name, string unit, string meaning) =>
        _meter.CreateCounter<long>(name, unit, meaning);

    private Histogram<double> Time(string name, string meaning) =>
        _meter.CreateHistogram(name, "s", meaning, null, Seconds);
}
