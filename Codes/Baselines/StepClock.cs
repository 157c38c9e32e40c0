namespace AkkaCoded.Codes.Baselines;

/// <summary>
/// The times of one step after the other: when each answer would arrive, who is still busy with an
/// older step, and what a step that ends at a given time has cost. Allocates nothing per step.
/// </summary>
internal sealed class StepClock
{
    /// <summary>A sum of shares is 1 up to this.</summary>
    private const double Rounding = 1e-9;

    private readonly LateWorkers _late;
    private readonly double[] _busy;
    private readonly double[] _arrival;
    private readonly double[] _loads;
    private readonly double[] _done;
    private IWorkerTimes? _times;

    public StepClock(int workers, LateWorkers late = LateWorkers.Cancel)
    {
        Workers = workers;
        _late = late;
        _busy = new double[workers];
        _arrival = new double[workers];
        _loads = new double[workers];
        _done = new double[workers];
        Order = new int[workers];
        Sorted = new double[workers];
    }

    public int Workers { get; }

    /// <summary>Seconds from the start of the step to each answer; 0 for workers without work.
    /// </summary>
    public ReadOnlySpan<double> Arrivals => _arrival;

    public ReadOnlySpan<double> Loads => _loads;

    /// <summary>The part of its load that each worker has done, after <see cref="End"/>.</summary>
    public ReadOnlySpan<double> Done => _done;

    /// <summary>Seconds that a worker still needs for an older step.</summary>
    public double Busy(int worker) => _busy[worker];

    /// <summary>Workers in order of arrival, after <see cref="Sort"/>.</summary>
    public int[] Order { get; }

    /// <summary>Their arrivals, rising, after <see cref="Sort"/>.</summary>
    public double[] Sorted { get; }

    public void Start(IWorkerTimes times, ReadOnlySpan<double> loads)
    {
        Contract.Require(times.Workers == Workers, "times and scheme are of the same workers");
        Contract.Require(loads.Length == Workers, "every worker has a load");
        _times = times;
        loads.CopyTo(_loads);
        for (var worker = 0; worker < Workers; worker++)
        {
            _arrival[worker] = loads[worker] == 0
                ? 0
                : _busy[worker] + times.Seconds(worker, loads[worker]);
            Contract.Require(_arrival[worker] >= 0, "time does not run backwards");
        }
    }

    /// <summary>Orders the arrivals; equal ones by worker, so that a run can be replayed.</summary>
    public void Sort()
    {
        for (var worker = 0; worker < Workers; worker++)
        {
            Order[worker] = worker;
        }

        _arrival.CopyTo(Sorted, 0);
        Array.Sort(Sorted, Order);
        for (var first = 0; first < Workers;)
        {
            var last = first + 1;
            while (last < Workers && Sorted[last] == Sorted[first])
            {
                last++;
            }

            Array.Sort(Order, first, last - first);
            first = last;
        }
    }

    public double Fastest()
    {
        var fastest = double.PositiveInfinity;
        for (var worker = 0; worker < Workers; worker++)
        {
            if (_loads[worker] > 0)
            {
                fastest = Math.Min(fastest, _arrival[worker]);
            }
        }

        return fastest;
    }

    public double Slowest()
    {
        var slowest = 0.0;
        foreach (var arrival in _arrival)
        {
            slowest = Math.Max(slowest, arrival);
        }

        return slowest;
    }

    public int ArrivedBy(double seconds)
    {
        var count = 0;
        for (var worker = 0; worker < Workers; worker++)
        {
            count += _loads[worker] > 0 && HasArrived(worker, seconds) ? 1 : 0;
        }

        return count;
    }

    public bool HasArrived(int worker, double seconds) =>
        _arrival[worker] <= seconds && double.IsFinite(_arrival[worker]);

    /// <summary>Ends the step.</summary>
    /// <param name="seconds">When, from its start.</param>
    /// <param name="useful">Of the work, what the result is made of.</param>
    /// <param name="vectors">Vectors sent.</param>
    public SchemeStep End(double seconds, double useful, int vectors)
    {
        var work = 0.0;
        var stragglers = 0;
        for (var worker = 0; worker < Workers; worker++)
        {
            if (HasArrived(worker, seconds))
            {
                work += _done[worker] = _loads[worker];
                _busy[worker] = _loads[worker] == 0 ? Math.Max(0, _busy[worker] - seconds) : 0;
                continue;
            }

            stragglers++;
            work += _done[worker] = EndLate(worker, seconds);
        }

        return new()
        {
            Seconds = seconds,
            Work = work,
            Wasted = work - useful > Rounding ? work - useful : 0,
            Vectors = vectors,
            Stragglers = stragglers,
            Updates = 1,
            FreshShare = 1,
        };
    }

    /// <summary>What a late worker has done of its load. Who carries over will do all of what it
    /// has begun.</summary>
    private double EndLate(int worker, double seconds)
    {
        var begun = _busy[worker] < seconds;
        if (_late == LateWorkers.CarryOver && double.IsFinite(_arrival[worker]))
        {
            // Who never answers is dead, and has lost its work should it come back.
            _busy[worker] = (begun ? _arrival[worker] : _busy[worker]) - seconds;
            return begun ? _loads[worker] : 0;
        }

        _busy[worker] = 0;
        return begun ? Progress(worker, seconds) : 0;
    }

    /// <summary>
    /// How far a worker has got: nothing until its time at load 0, then evenly. That is exact where
    /// time is a constant plus a slope times the load, which both load models are.
    /// </summary>
    private double Progress(int worker, double seconds)
    {
        var start = _times!.Seconds(worker, 0) + _busy[worker];
        var end = _arrival[worker];
        return seconds > start && double.IsFinite(end)
            ? _loads[worker] * (seconds - start) / (end - start)
            : 0;
    }
}
