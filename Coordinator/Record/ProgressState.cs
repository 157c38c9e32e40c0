namespace AkkaCoded.Coordinator.Record;

/// <summary>
/// What both progress displays say: speed, time left, and who is slowest now. Not safe for several
/// threads; its owner locks.
/// </summary>
/// <param name="plan">The job.</param>
/// <param name="time">Clock of speed and time left.</param>
internal sealed class ProgressState(ProgressPlan plan, TimeProvider time)
{
    /// <summary>Speed is measured over so many steps, evaluations and checkpoints between them
    /// included.</summary>
    private const int Window = 100;

    /// <summary>Share by which a new time of a worker enters its mean: about the last ten steps
    /// count.</summary>
    private const double Newness = 0.1;

    private readonly Queue<long> _stamps = [];
    private readonly List<double> _meanSeconds = [];
    private readonly long _opened = time.GetTimestamp();
    private double _earliest;
    private double _all;
    private double _seconds;
    private long _compared;

    public ProgressPlan Plan => plan;

    /// <summary>Newest step, or null.</summary>
    public StepRecord? Last { get; private set; }

    /// <summary>Mean step time over the steps with drawn delays.</summary>
    public double? ComparedSeconds => _compared == 0 ? null : _seconds / _compared;

    /// <summary>Mean over the same steps of the bound; null where nothing is injected.</summary>
    public double? EarliestDecodableSeconds => _compared == 0 ? null : _earliest / _compared;

    /// <summary>Mean over the same steps of waiting for all; null as above.</summary>
    public double? WaitForAllSeconds => _compared == 0 ? null : _all / _compared;

    public double SamplesPerSecond { get; private set; }

    /// <summary>Time left at the present speed; null while unknown.</summary>
    public double? SecondsLeft { get; private set; }

    public void Add(StepRecord step)
    {
        Last = step;
        Measure(step);
        for (var worker = 0; worker < step.ArrivalSeconds.Count; worker++)
        {
            AddWorker(worker, SecondsOf(step, worker));
        }

        if (step is { EarliestDecodableSeconds: { } earliest, WaitForAllSeconds: { } all })
        {
            _earliest += earliest;
            _all += all;
            _seconds += step.Seconds;
            _compared++;
        }
    }

    /// <summary>The worker that has lately been slowest, and by which factor it is slower than the
    /// fastest; null where all are alike.</summary>
    public (int Worker, double Factor)? Slowest()
    {
        var known = _meanSeconds.Select((seconds, worker) => (seconds, worker))
            .Where(one => one.seconds > 0).ToArray();
        if (known.Length < 2)
        {
            return null;
        }

        var slowest = known.MaxBy(one => one.seconds);
        var factor = slowest.seconds / known.Min(one => one.seconds);
        return factor < 1.05 ? null : (slowest.worker, factor);
    }

    private void Measure(StepRecord step)
    {
        var now = time.GetTimestamp();
        _stamps.Enqueue(now);
        if (_stamps.Count > Window + 1)
        {
            _stamps.Dequeue();
        }

        // The first step has no predecessor: it is measured from the opening.
        var (from, steps) = _stamps.Count == 1
            ? (_opened, 1)
            : (_stamps.Peek(), _stamps.Count - 1);
        var each = time.GetElapsedTime(from, now).TotalSeconds / steps;
        SamplesPerSecond = each > 0 ? plan.SamplesPerStep / each : 0;
        SecondsLeft = each > 0 ? each * Math.Max(plan.StepsTotal - step.Step - 1, 0) : null;
    }

    /// <summary>How long a worker takes: as drawn; else as it came; else what the part that it had
    /// done when it was stopped lets expect, at the least.</summary>
    private static double SecondsOf(StepRecord step, int worker)
    {
        var drawn = step.DrawnDelaySeconds is { } delays && worker < delays.Count
            ? delays[worker]
            : 0;
        if (drawn > 0 || step.ArrivalSeconds[worker] is not null)
        {
            return Math.Max(drawn, step.ArrivalSeconds[worker] ?? 0);
        }

        var done = worker < step.WorkDone.Count ? step.WorkDone[worker] : 0;
        return step.Seconds / Math.Clamp(done, 0.05, 1);
    }

    private void AddWorker(int worker, double seconds)
    {
        if (worker < _meanSeconds.Count)
        {
            _meanSeconds[worker] += Newness * (seconds - _meanSeconds[worker]);
        }
        else
        {
            _meanSeconds.Add(seconds);
        }
    }
}
