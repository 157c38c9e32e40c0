namespace AkkaCoded.Codes.Baselines;

/// <summary>
/// Speculative re-execution as in MapReduce and Spark (Dean and Ghemawat, OSDI 2004, section 3.6):
/// every worker has one task of 1/n of the step. Once a share of the tasks is done, each task that
/// has run for a multiple of the median of those done is started again on a worker that is idle;
/// the first of the two copies counts. The update is exact.
/// </summary>
/// <remarks>
/// Trigger: let t_q be the time when ceil(q n) tasks are done and m their median; copies start at
/// max(t_q, multiplier m), of every task still running then, at most one each, in order of workers.
/// Workers that are done take them in the order in which they became idle; where there are more
/// tasks than idle workers, the others wait for the next one. A copy takes as long as its worker
/// takes for such a load in this step. An original whose copy has won goes on until the step ends.
/// </remarks>
public sealed class SpeculativeScheme : IStepScheme
{
    private readonly StepClock _clock;
    private readonly double[] _loads;
    private readonly double _quantile;
    private readonly double _multiplier;
    private readonly List<(int Worker, double Start, double End)> _copies = [];
    private readonly PriorityQueue<int, (double Time, int Worker)> _idle = new();

    /// <param name="workers">n.</param>
    /// <param name="quantile">q, above 0 and below 1: the share of tasks done before any is copied.
    /// </param>
    /// <param name="multiplier">Of the median, 1 or more.</param>
    /// <exception cref="InvalidInputException">CDL-0001, CDL-0071, CDL-0072.</exception>
    public SpeculativeScheme(int workers, double quantile = 0.75, double multiplier = 1.5)
    {
        SchemeChecks.Workers(workers);
        SchemeChecks.Quantile(quantile);
        SchemeChecks.Multiplier(multiplier);
        _clock = new(workers);
        _loads = new double[workers];
        Array.Fill(_loads, 1.0 / workers);
        (_quantile, _multiplier) = (quantile, multiplier);
        Name = $"speculative({SchemeNumber.Text(quantile)}, {SchemeNumber.Text(multiplier)})";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSynchronousExact => true;

    /// <inheritdoc/>
    public SchemeStep Step(int step, IWorkerTimes times)
    {
        _clock.Start(times, _loads);
        _clock.Sort();
        _copies.Clear();
        var trigger = Trigger();
        var seconds = trigger < _clock.Slowest() ? Copy(times, trigger) : _clock.Slowest();
        var outcome = _clock.End(seconds, useful: 1, vectors: _clock.Workers);
        var work = outcome.Work + CopiedWork(times, seconds);
        return outcome with
        {
            Work = work,
            Wasted = _copies.Count > 0 ? Math.Max(0, work - 1) : outcome.Wasted,
        };
    }

    private double Trigger()
    {
        var done = (int)Math.Ceiling(_quantile * _clock.Workers);
        var sorted = _clock.Sorted;
        var median = (sorted[(done - 1) / 2] + sorted[done / 2]) / 2;
        return Math.Max(sorted[done - 1], _multiplier * median);
    }

    /// <summary>Gives every running task to an idle worker; returns when all are done.</summary>
    private double Copy(IWorkerTimes times, double trigger)
    {
        _idle.Clear();
        for (var worker = 0; worker < _clock.Workers; worker++)
        {
            if (double.IsFinite(_clock.Arrivals[worker]))
            {
                _idle.Enqueue(worker, (_clock.Arrivals[worker], worker));
            }
        }

        var slowest = 0.0;
        for (var task = 0; task < _clock.Workers; task++)
        {
            var end = _clock.Arrivals[task];
            if (end > trigger && _idle.TryPeek(out var worker, out var since) && since.Time < end)
            {
                var start = Math.Max(trigger, since.Time);
                end = Math.Min(end, start + times.Seconds(worker, _loads[worker]));
                _copies.Add((worker, start, end));
                _idle.DequeueEnqueue(worker, (end, worker));
            }

            slowest = Math.Max(slowest, end);
        }

        return slowest;
    }

    /// <summary>What the copies have done, each until it or the original was done.</summary>
    private double CopiedWork(IWorkerTimes times, double seconds)
    {
        var work = 0.0;
        foreach (var (worker, start, end) in _copies)
        {
            var idle = times.Seconds(worker, 0);
            var full = times.Seconds(worker, _loads[worker]);
            var spent = Math.Min(end, seconds) - start;
            if (spent >= full)
            {
                work += _loads[worker];
            }
            else if (spent > idle)
            {
                work += _loads[worker] * (spent - idle) / (full - idle);
            }
        }

        return work;
    }
}
