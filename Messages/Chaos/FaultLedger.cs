using AkkaCoded.Codes;

namespace AkkaCoded.Messages.Chaos;

/// <summary>
/// Which of the faults that happen once have happened. It lives outside the workers, so that one
/// that was started anew does not die of the same fault again. Also takes in faults while a job
/// runs. Safe for several threads.
/// </summary>
public sealed class FaultLedger
{
    private readonly object _gate = new();
    private readonly HashSet<int> _happened = [];
    private readonly ChaosOptions _options;
    private readonly int _workers;
    private ChaosPlan _plan;

    /// <param name="options">Section <c>coded.chaos</c>.</param>
    /// <param name="workers">Workers the job starts with, spares included.</param>
    /// <param name="firstStep">The step that the job starts or goes on from; single faults of
    /// earlier steps count as having happened.</param>
    public FaultLedger(ChaosOptions options, int workers, long firstStep = 0)
    {
        _options = options;
        _workers = workers;
        _plan = new ChaosPlan(options, workers);
        for (var i = 0; i < _plan.Faults.Count; i++)
        {
            if (_plan.Faults[i].FromStep < firstStep)
            {
                _happened.Add(i);
            }
        }
    }

    /// <summary>The plan with all faults so far; ask again for each step, since it changes.
    /// </summary>
    public ChaosPlan Plan => Volatile.Read(ref _plan);

    /// <summary>The next single fault that is due for a worker which begins to compute a step, or
    /// null. It counts as having happened from then on. Ask until null comes, or until the worker
    /// is gone.</summary>
    public Fault? Take(long step, int worker)
    {
        lock (_gate)
        {
            for (var i = 0; i < _plan.Faults.Count; i++)
            {
                var fault = _plan.Faults[i];
                if (fault.IsOnce && fault.Worker == worker && step >= fault.FromStep
                    && _happened.Add(i))
                {
                    return fault;
                }
            }

            return null;
        }
    }

    /// <summary>A worker comes from elsewhere: its single faults of earlier steps count as having
    /// happened there.</summary>
    public void Pass(int worker, long firstStep)
    {
        lock (_gate)
        {
            for (var i = 0; i < _plan.Faults.Count; i++)
            {
                var fault = _plan.Faults[i];
                if (fault.IsOnce && fault.Worker == worker && fault.FromStep < firstStep)
                {
                    _happened.Add(i);
                }
            }
        }
    }

    /// <summary>Takes in a fault while the job runs. A single fault without a step, or with one
    /// that is over, happens in the next step that its worker computes.</summary>
    /// <param name="text">Its text form.</param>
    /// <exception cref="InvalidInputException">CDL-0156: chaos is not enabled; CDL-0150: there is
    /// no such worker; others as <see cref="Fault.Parse"/>.</exception>
    public Fault Inject(string text)
    {
        if (!_options.Enabled)
        {
            throw new InvalidInputException(
                "CDL-0156", "injected fault", text, "none while coded.chaos.enabled = off",
                "Start the job with chaos.enabled = on.");
        }

        var fault = Fault.Parse(text).CheckWorker(_workers);
        lock (_gate)
        {
            Volatile.Write(ref _plan, _plan.With(fault));
        }

        return fault;
    }
}
