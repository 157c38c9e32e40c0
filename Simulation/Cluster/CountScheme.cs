using AkkaCoded.Codes.Baselines;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>A step that ends with the (n - s)-th answer, whichever they are: what a code of least
/// load can do at best.</summary>
internal sealed class CountScheme(int workers, int stragglers, double load, LateWorkers late)
    : IStepScheme
{
    private readonly double[] _arrival = new double[workers];
    private readonly double[] _sorted = new double[workers];
    private readonly double[] _busy = new double[workers];

    /// <inheritdoc/>
    public string Name => $"count({stragglers})";

    /// <inheritdoc/>
    public bool IsSynchronousExact => true;

    /// <inheritdoc/>
    public SchemeStep Step(int step, IWorkerTimes times)
    {
        for (var worker = 0; worker < _arrival.Length; worker++)
        {
            _arrival[worker] = _busy[worker] + times.Seconds(worker, load);
        }

        _arrival.CopyTo(_sorted, 0);
        Array.Sort(_sorted);
        var seconds = _sorted[workers - stragglers - 1];
        for (var worker = 0; worker < _arrival.Length; worker++)
        {
            // Who has not begun this step yet goes on with the older one.
            var end = _busy[worker] < seconds ? _arrival[worker] : _busy[worker];
            _busy[worker] = late == LateWorkers.CarryOver ? Math.Max(0, end - seconds) : 0;
        }

        return new SchemeStep
        {
            Seconds = seconds,
            Work = workers * load,
            Wasted = (workers * load) - 1,
            Vectors = workers - stragglers,
            Stragglers = stragglers,
            Updates = 1,
            FreshShare = 1,
        };
    }
}
