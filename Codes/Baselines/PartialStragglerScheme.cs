namespace AkkaCoded.Codes.Baselines;

/// <summary>
/// Gradient coding that uses the work of partial stragglers (Ramamoorthy, Meng, Girimaji,
/// "Leveraging partial stragglers within gradient coding", NeurIPS 2024, arXiv 2405.19509): workers
/// go through their chunks in an order chosen so that copies of a chunk stand at different places,
/// report each finished chunk by a short message, and the step ends as soon as every chunk is
/// finished by somebody.
/// </summary>
/// <remarks>
/// The rule here: when all chunks are covered, each chunk is assigned to the worker that finished
/// it first, and every worker that was assigned any uploads one vector, the plain sum of its
/// assigned chunk gradients. So the sum is exact, with coefficients 0 and 1 and nothing amplified.
/// Its price: a worker keeps the gradient of every chunk it has finished, as many vectors as its
/// load, until it is told which to add up; progress is reported chunk by chunk; and the coordinator
/// sends each worker its list. The paper's further parameter, shorter uploads once a chunk is
/// finished several times, is not modelled. Stragglers are those that contributed no chunk.
/// </remarks>
public sealed class PartialStragglerScheme : IStepScheme
{
    private readonly GradientCode _code;
    private readonly int[][] _orders;
    private readonly StepClock _clock;
    private readonly double[] _loads;
    private readonly double[] _first;
    private readonly int[] _worker;
    private readonly bool[] _isUsed;

    /// <param name="code">Says who holds which chunks; its coefficients are not used.</param>
    /// <param name="late">What late workers do.</param>
    /// <exception cref="InvalidInputException">CDL-0074: a chunk is on no worker.</exception>
    public PartialStragglerScheme(GradientCode code, LateWorkers late = LateWorkers.Cancel)
    {
        SchemeChecks.EveryChunkIsHeld(code);
        _code = code;
        _orders = ChunkOrder.Of(code);
        _clock = new(code.Workers, late);
        _loads = [.. _orders.Select(order => (double)order.Length / code.Chunks)];
        _first = new double[code.Chunks];
        _worker = new int[code.Chunks];
        _isUsed = new bool[code.Workers];
        Name = $"partial({code.Family}, {code.Stragglers})";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSynchronousExact => true;

    /// <summary>The worker whose result of each chunk the last step used; -1 where none came.
    /// </summary>
    public ReadOnlySpan<int> WorkerOfChunk => _worker;

    /// <summary>The chunks of a worker in the order in which it works.</summary>
    /// <param name="worker">0 .. n - 1.</param>
    public ReadOnlySpan<int> OrderOf(int worker) => _orders[worker];

    /// <inheritdoc/>
    public SchemeStep Step(int step, IWorkerTimes times)
    {
        _clock.Start(times, _loads);
        Array.Fill(_first, double.PositiveInfinity);
        Array.Fill(_worker, -1);
        for (var worker = 0; worker < _orders.Length; worker++)
        {
            Finish(worker, times);
        }

        Array.Clear(_isUsed);
        foreach (var worker in _worker)
        {
            if (worker >= 0)
            {
                _isUsed[worker] = true;
            }
        }

        var used = _isUsed.Count(isUsed => isUsed);
        return _clock.End(_first.Max(), useful: 1, vectors: used) with
        {
            Stragglers = _loads.Count(load => load > 0) - used,
        };
    }

    private void Finish(int worker, IWorkerTimes times)
    {
        var order = _orders[worker];
        var busy = _clock.Busy(worker);
        for (var k = 0; k < order.Length; k++)
        {
            var at = k == order.Length - 1
                ? _clock.Arrivals[worker]
                : busy + times.Seconds(worker, (k + 1.0) / _code.Chunks);
            if (at < _first[order[k]])
            {
                (_first[order[k]], _worker[order[k]]) = (at, worker);
            }
        }
    }
}
