namespace AkkaCoded.Codes.Choosing;

/// <summary>One step that might come: by worker its time with a load.</summary>
/// <param name="Seconds">By worker.</param>
/// <param name="RelativeLoad">The load of all of them, times n.</param>
/// <param name="Weight">All weights sum to 1.</param>
internal sealed record Scenario(double[] Seconds, double RelativeLoad, double Weight);

/// <summary>
/// Steps that might come, made from those that were: each as it was, with what was cancelled drawn
/// anew, and each with its delays dealt to other workers, because with few steps seen it is chance
/// who was late. The longer workers have been known, the more the first kind counts.
/// </summary>
internal sealed class Scenarios
{
    private const double SlowFactor = 6;

    private readonly StepHistory _history;
    private readonly WorkerSpeeds _speeds;
    private readonly LoadHypothesis _load;
    private readonly double _typicalSeconds;
    private readonly SeededRandom _random;

    public Scenarios(
        StepHistory history, WorkerSpeeds speeds, LoadHypothesis load, double typicalSeconds,
        SeededRandom random)
    {
        _history = history;
        _speeds = speeds;
        _load = load;
        _typicalSeconds = typicalSeconds;
        _random = random;
    }

    public IReadOnlyList<Scenario> Make()
    {
        var n = _history.Workers;
        var rowsMax = Math.Min(
            _history.Rows.Count, n <= 16 ? 256 : n <= 64 ? 96 : n <= 512 ? 32 : 16);
        var asItWas = _speeds.StepsSinceChange / (_speeds.StepsSinceChange + 12.0);
        var weights = new double[rowsMax];
        for (var back = 0; back < rowsMax; back++)
        {
            weights[back] = WeightOf(_history.Rows[^(back + 1)], back);
        }

        var sum = weights.Sum();
        var scenarios = new List<Scenario>();
        for (var back = 0; back < rowsMax; back++)
        {
            var keeps = back < _speeds.StepsSinceChange ? asItWas : 0;
            var weight = weights[back] / sum;
            if (keeps > 0.05)
            {
                scenarios.Add(Make(back, shuffled: false, weight * keeps));
            }

            scenarios.Add(Make(back, shuffled: true, weight * (keeps > 0.05 ? 1 - keeps : 1)));
        }

        return scenarios;
    }

    /// <summary>Old steps count less, and the first ones hardly once there are others: what
    /// happens while machines start does not come again.</summary>
    private double WeightOf(StepRow row, int age)
    {
        var start = row.Step < 3 && _history.Steps >= 9 ? 0.1 : 1;
        return start * Math.Pow(0.5, age / 100.0);
    }

    private Scenario Make(int back, bool shuffled, double weight)
    {
        var row = _history.Rows[^(back + 1)];
        var n = _history.Workers;
        var residuals = Residuals(back);
        if (shuffled)
        {
            _random.Shuffle<double>(residuals);
        }

        var relative = (row.Load ?? (1.0 / n)) * n;
        var seconds = new double[n];
        for (var worker = 0; worker < n; worker++)
        {
            var log = _speeds.Centers[back] + _speeds.Locations[worker] + residuals[worker];
            log += _random.NextDouble() < _speeds.Suspicion[worker] ? Math.Log(SlowFactor) : 0;
            seconds[worker] = _load.Convert(Math.Exp(log), 1, relative, _typicalSeconds);
        }

        return new(seconds, relative, weight);
    }

    private double[] Residuals(int back)
    {
        var residuals = new double[_history.Workers];
        for (var worker = 0; worker < residuals.Length; worker++)
        {
            var value = _speeds.Residual(back, worker) - _speeds.Locations[worker];
            if (double.IsNaN(value) || _speeds.IsBound(back, worker))
            {
                var bound = double.IsNaN(value) ? double.NegativeInfinity : value;
                value = _speeds.Pool.DrawBeyond(bound, _random.NextOpenDouble());
            }

            residuals[worker] = value;
        }

        return residuals;
    }
}
