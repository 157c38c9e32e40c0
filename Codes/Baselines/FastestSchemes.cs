namespace AkkaCoded.Codes.Baselines;

/// <summary>
/// Synchronous training with backup workers (Chen, Pan, Monga, Bengio, Jozefowicz, "Revisiting
/// distributed synchronous SGD", 2016, arXiv 1604.00981): of n workers b are spare; each draws a
/// batch of 1/(n - b) of the step, and the first n - b answers are the update. Which samples are in
/// it depends on who was fast, so it is not the exact gradient of given samples.
/// </summary>
public sealed class BackupWorkersScheme : IStepScheme
{
    private readonly FastestOf _fastest;

    /// <param name="workers">n.</param>
    /// <param name="backups">b, from 0 to n - 1.</param>
    /// <param name="late">What late workers do.</param>
    /// <exception cref="InvalidInputException">CDL-0001, CDL-0067.</exception>
    public BackupWorkersScheme(
        int workers, int backups, LateWorkers late = LateWorkers.Cancel)
    {
        SchemeChecks.Workers(workers);
        SchemeChecks.Backups(workers, backups);
        Name = $"backup({backups})";
        _fastest = new(workers, workers - backups, 1.0 / (workers - backups), late);
        IsSynchronousExact = backups == 0;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSynchronousExact { get; }

    /// <inheritdoc/>
    public SchemeStep Step(int step, IWorkerTimes times) => _fastest.Step(times);
}

/// <summary>
/// K-sync SGD (Dutta, Joshi, Ghosh, Dube, Nagpurkar, "Slow and stale gradients can win the race",
/// AISTATS 2018, arXiv 1803.01113): every worker has 1/n of the step, the update is made of the
/// first K answers, the rest is dropped. An update sees K/n of the samples.
/// </summary>
public sealed class KSyncScheme : IStepScheme
{
    private readonly FastestOf _fastest;

    /// <param name="workers">n.</param>
    /// <param name="fastest">K, from 1 to n.</param>
    /// <param name="late">What late workers do.</param>
    /// <exception cref="InvalidInputException">CDL-0001, CDL-0068.</exception>
    public KSyncScheme(int workers, int fastest, LateWorkers late = LateWorkers.Cancel)
    {
        SchemeChecks.Workers(workers);
        SchemeChecks.Fastest("k-sync.fastest", workers, fastest);
        Name = $"k-sync({fastest})";
        _fastest = new(workers, fastest, 1.0 / workers, late);
        IsSynchronousExact = fastest == workers;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSynchronousExact { get; }

    /// <inheritdoc/>
    public SchemeStep Step(int step, IWorkerTimes times) => _fastest.Step(times);
}

/// <summary>Equal loads, and the step ends with the k-th answer.</summary>
internal sealed class FastestOf
{
    private readonly StepClock _clock;
    private readonly double[] _loads;
    private readonly int _wanted;

    public FastestOf(int workers, int wanted, double load, LateWorkers late)
    {
        _clock = new(workers, late);
        _loads = new double[workers];
        Array.Fill(_loads, load);
        _wanted = wanted;
    }

    public SchemeStep Step(IWorkerTimes times)
    {
        _clock.Start(times, _loads);
        _clock.Sort();
        var share = Math.Min(1, _wanted * _loads[0]);
        return _clock.End(_clock.Sorted[_wanted - 1], useful: share, vectors: _wanted) with
        {
            FreshShare = share,
        };
    }
}
