namespace AkkaCoded.Coordinator.Record;

/// <summary>The newest answers of each worker, for the live view.</summary>
/// <param name="stepsMax">Steps that are kept.</param>
internal sealed class WorkerHistory(int stepsMax)
{
    private readonly List<AnswerState?[]> _rings = [];
    private long _steps;

    /// <summary>Workers seen so far.</summary>
    public int Workers => _rings.Count;

    public void Add(StepRecord step)
    {
        var slot = (int)(_steps++ % stepsMax);
        foreach (var ring in _rings)
        {
            ring[slot] = null;
        }

        foreach (var (worker, state) in AnswerStates.Of(step))
        {
            while (_rings.Count <= worker)
            {
                _rings.Add(new AnswerState?[stepsMax]);
            }

            _rings[worker][slot] = state;
        }
    }

    /// <summary>A worker's last answers, the newest last; null: it had no row in that step.
    /// </summary>
    public IEnumerable<AnswerState?> Last(int worker, int count)
    {
        var length = Math.Min(Math.Min(count, stepsMax), _steps);
        for (var step = _steps - length; step < _steps; step++)
        {
            yield return _rings[worker][step % stepsMax];
        }
    }
}
