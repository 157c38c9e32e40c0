using System.Diagnostics.Metrics;
using System.Globalization;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Metrics;

/// <summary>
/// Measures one job by what its observers hear. Called on the job's thread, read on others.
/// </summary>
internal sealed class JobMetrics(CoordinatorMetrics metrics, JobId id) : IJobObserver, IDisposable
{
    private const string Here = "here";
    private const string Away = "away";
    private const string Quarantined = "quarantined";

    private enum Outcome
    {
        Used,
        Late,
        Cancelled,
        Lost,
    }

    private static readonly string[] States = [Here, Away, Quarantined];
    private static readonly string[] Outcomes = ["used", "late", "cancelled", "lost"];

    private readonly Lock _gate = new();
    private readonly Dictionary<int, string> _workers = [];
    private readonly List<long[]> _answers = [];
    private readonly KeyValuePair<string, object?> _job = new("job", id.Value);
    private long _stale;
    private volatile string? _waiting;

    /// <summary>Job and whom it misses, while it cannot go on; else null.</summary>
    public string? Waiting => _waiting;

    public void OnStep(StepRecord step)
    {
        _waiting = null;
        // One check for all of them: who reads one figure of the meter reads all.
        if (!metrics.Steps.Enabled)
        {
            return;
        }

        metrics.Steps.Add(1, _job);
        metrics.StepSeconds.Record(step.Seconds, _job);
        metrics.DecodeSeconds.Record(step.Split.DecodeSeconds, _job);
        metrics.DecodeError.Record(step.DecodeError, _job);
        if (step.CheckpointSeconds > 0)
        {
            metrics.CheckpointSeconds.Record(step.CheckpointSeconds, _job);
        }

        lock (_gate)
        {
            Count(step.Used, Outcome.Used);
            Count(step.Late, Outcome.Late);
            Count(step.Cancelled, Outcome.Cancelled);
            Count(step.Lost, Outcome.Lost);
        }

        metrics.Stale.Add(Math.Max(0, step.StaleMessages - _stale), _job);
        _stale = step.StaleMessages;
    }

    public void OnEvent(JobEvent happened)
    {
        if (happened.Kind is "waiting" or "going-on" or "stopped")
        {
            _waiting = happened.Kind == "waiting" ? $"{id} waits: {happened.Text}" : null;
        }

        if (happened.Worker is not { Number: var worker })
        {
            return;
        }

        switch (happened.Kind)
        {
            case "joined":
                Note(worker, Here);
                break;
            case "restarted":
                Note(worker, Here);
                metrics.Restarts.Add(1, _job, Label(worker));
                break;
            case "lost" or "left":
                Note(worker, Away);
                break;
            case "quarantined":
                Note(worker, Quarantined);
                metrics.Quarantines.Add(1, _job, Label(worker));
                break;
        }
    }

    /// <summary>The job is over: its workers are no longer counted.</summary>
    public void Dispose() => metrics.Forget(this);

    /// <summary>What became of answers so far, by worker and outcome. Counted here and told when
    /// somebody asks: a step of many workers has no time for labels.</summary>
    internal IEnumerable<Measurement<long>> Answers()
    {
        lock (_gate)
        {
            return
            [
                .. from worker in Enumerable.Range(0, _answers.Count)
                   from outcome in Enumerable.Range(0, Outcomes.Length)
                   where _answers[worker][outcome] > 0
                   select new Measurement<long>(
                       _answers[worker][outcome], _job, Label(worker),
                       new("outcome", Outcomes[outcome])),
            ];
        }
    }

    /// <summary>How many workers are in which state.</summary>
    internal IEnumerable<Measurement<long>> WorkersByState()
    {
        lock (_gate)
        {
            return [.. States.Select(state => new Measurement<long>(
                _workers.Values.Count(one => one == state), _job, new("state", state)))];
        }
    }

    private static KeyValuePair<string, object?> Label(int worker) =>
        new("worker", worker.ToString(CultureInfo.InvariantCulture));

    private void Note(int worker, string state)
    {
        lock (_gate)
        {
            _workers[worker] = state;
        }
    }

    /// <summary>Whoever answers is here, whatever was feared before.</summary>
    private void Count(IReadOnlyList<int> workers, Outcome outcome)
    {
        for (var i = 0; i < workers.Count; i++)
        {
            var worker = workers[i];
            while (_answers.Count <= worker)
            {
                _answers.Add(new long[Outcomes.Length]);
            }

            _answers[worker][(int)outcome]++;
            if (outcome == Outcome.Used)
            {
                _workers[worker] = Here;
            }
        }
    }
}
