namespace AkkaCoded.Codes.Baselines;

/// <summary>
/// DSAG (Severinson, Rosnes, El Rouayheb, Graell i Amat, "DSAG: a mixed synchronous-asynchronous
/// iterative method for straggler-resilient learning"): the coordinator keeps every worker's newest
/// result in a table, and each update is the sum of the table. A step ends
/// when so many results of its own parameters are there; late workers are never stopped, what they
/// send later replaces their entry, and they go on with the newest parameters.
/// </summary>
/// <remarks>
/// Its updates mix gradients of older parameters, so a step is not worth an exact one: compare time
/// to a loss, never seconds per step. Loads may be balanced by speed every few steps; an entry of a
/// worker whose load was changed belongs to other samples and counts as empty until its next
/// result. The paper chooses the balance by simulating its latency model, here shares follow the
/// measured speeds.
/// </remarks>
public sealed class DsagScheme : IStepScheme
{
    private const int GranulesPerWorker = 64;
    private readonly StepClock _clock;
    private readonly BatchBalancer _balancer;
    private readonly int _wanted;
    private readonly double _margin;
    private readonly int _rebalanceEvery;
    private readonly int[] _stepOfEntry;
    private readonly int[] _stepOfTask;
    private readonly double[] _loadOfEntry;
    private readonly double[] _loadOfTask;

    /// <param name="workers">n.</param>
    /// <param name="wanted">How many fresh results a step waits for, from 1 to n.</param>
    /// <param name="rebalanceEvery">Steps between two balancings; 0: never.</param>
    /// <param name="margin">How much longer a step waits, as a share of its time so far.</param>
    /// <exception cref="InvalidInputException">CDL-0001, CDL-0068, CDL-0073.</exception>
    public DsagScheme(int workers, int wanted, int rebalanceEvery = 0, double margin = 0)
    {
        SchemeChecks.Workers(workers);
        SchemeChecks.Fastest("dsag.fastest", workers, wanted);
        SchemeChecks.Dsag(margin, rebalanceEvery);
        _clock = new(workers, LateWorkers.CarryOver);
        var granules = Math.Min(GranulesPerWorker * workers, CodeParameters.ChunksMax);
        _balancer = new(workers, SpeedModel.Proportional, granules, weight: 0.3);
        (_wanted, _margin, _rebalanceEvery) = (wanted, margin, rebalanceEvery);
        _stepOfEntry = new int[workers];
        _stepOfTask = new int[workers];
        _loadOfEntry = new double[workers];
        _loadOfTask = new double[workers];
        Name = rebalanceEvery > 0 ? $"dsag({wanted}, balanced)" : $"dsag({wanted})";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSynchronousExact => false;

    /// <summary>Share of the samples that has an entry in the table, after the last step.</summary>
    public double TableShare => _loadOfEntry.Sum();

    /// <summary>Mean age in steps of the entries, weighted by their share of the samples.</summary>
    public double MeanStaleness { get; private set; }

    /// <inheritdoc/>
    public SchemeStep Step(int step, IWorkerTimes times)
    {
        if (_rebalanceEvery > 0 && step > 0 && step % _rebalanceEvery == 0)
        {
            Rebalance();
        }

        _clock.Start(times, _balancer.Loads);
        _clock.Sort();
        var seconds = (1 + _margin) * _clock.Sorted[_wanted - 1];
        var (results, fresh) = Collect(step, seconds);
        var outcome = _clock.End(seconds, useful: 0, vectors: results);
        MeanStaleness = Staleness(step);
        return outcome with { Wasted = 0, FreshShare = fresh };
    }

    private void Rebalance()
    {
        _balancer.Rebalance();
        for (var worker = 0; worker < _clock.Workers; worker++)
        {
            if (_loadOfEntry[worker] != _balancer.Loads[worker])
            {
                _loadOfEntry[worker] = 0;
            }
        }
    }

    /// <summary>Takes what arrives in this step: first of older steps, then of this one.</summary>
    private (int Results, double FreshShare) Collect(int step, double seconds)
    {
        var results = 0;
        var fresh = 0.0;
        for (var worker = 0; worker < _clock.Workers; worker++)
        {
            var busy = _clock.Busy(worker);
            if (busy > 0 && busy <= seconds)
            {
                Put(worker, _stepOfTask[worker], _loadOfTask[worker]);
                results++;
            }

            if (busy < seconds)
            {
                (_stepOfTask[worker], _loadOfTask[worker]) = (step, _clock.Loads[worker]);
            }

            if (_clock.HasArrived(worker, seconds))
            {
                Put(worker, step, _clock.Loads[worker]);
                fresh += _clock.Loads[worker];
                results++;
                _balancer.Observe(
                    worker, _clock.Loads[worker], _clock.Arrivals[worker] - busy);
            }
        }

        return (results, Math.Min(1, fresh));
    }

    private void Put(int worker, int step, double load)
    {
        _stepOfEntry[worker] = step;
        _loadOfEntry[worker] = load == _balancer.Loads[worker] ? load : 0;
    }

    private double Staleness(int step)
    {
        var (age, share) = (0.0, 0.0);
        for (var worker = 0; worker < _clock.Workers; worker++)
        {
            age += _loadOfEntry[worker] * (step - _stepOfEntry[worker]);
            share += _loadOfEntry[worker];
        }

        return share > 0 ? age / share : 0;
    }
}
