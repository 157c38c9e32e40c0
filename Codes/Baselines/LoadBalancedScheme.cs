namespace AkkaCoded.Codes.Baselines;

/// <summary>
/// LB-BSP (Chen, Weng, Wang, Li, Li, "Semi-dynamic load balancing", SoCC 2020, arXiv 1806.02508):
/// no redundancy; at the boundary between two steps every worker's batch is sized by its predicted
/// speed, so that all should finish together, and the step waits for all. The sum weighs samples,
/// not workers, so it is exact.
/// </summary>
/// <remarks>The paper predicts with a recurrent network that also sees processor and memory use;
/// here the prediction is an exponential average of what was measured. Workers read their samples
/// from a common store, so moving load moves no data that would be counted.</remarks>
public sealed class LoadBalancedScheme : IStepScheme
{
    private readonly BatchBalancer _balancer;
    private readonly StepClock _clock;

    /// <param name="workers">n.</param>
    /// <param name="model">How time is taken to depend on the load.</param>
    /// <param name="granules">Into how many equal parts the step can be cut, n or more; 64 n by
    /// default.</param>
    /// <param name="weight">Of the newest step in the prediction, above 0 and at most 1.</param>
    /// <exception cref="InvalidInputException">CDL-0001, CDL-0069, CDL-0070.</exception>
    public LoadBalancedScheme(
        int workers,
        SpeedModel model = SpeedModel.Proportional,
        int? granules = null,
        double weight = 0.3)
    {
        var parts = granules ?? Math.Min(64 * workers, CodeParameters.ChunksMax);
        _balancer = new(workers, model, parts, weight);
        _clock = new(workers);
        Name = model == SpeedModel.Proportional ? "lb-bsp" : "lb-bsp(affine)";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSynchronousExact => true;

    /// <summary>Share of the next step of each worker.</summary>
    public ReadOnlySpan<double> Loads => _balancer.Loads;

    /// <inheritdoc/>
    public SchemeStep Step(int step, IWorkerTimes times)
    {
        _clock.Start(times, _balancer.Loads);
        var outcome = _clock.End(_clock.Slowest(), useful: 1, vectors: _clock.Workers);
        for (var worker = 0; worker < _clock.Workers; worker++)
        {
            _balancer.Observe(worker, _clock.Loads[worker], _clock.Arrivals[worker]);
        }

        _balancer.Rebalance();
        return outcome;
    }
}
