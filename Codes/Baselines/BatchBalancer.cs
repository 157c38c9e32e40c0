namespace AkkaCoded.Codes.Baselines;

/// <summary>How a worker's time is taken to depend on its load.</summary>
public enum SpeedModel
{
    /// <summary>Time = load / speed: the rule of LB-BSP for processors without a fixed cost.
    /// </summary>
    Proportional,

    /// <summary>Time = base + load / speed, fitted per worker: the rule for devices whose time does
    /// not vanish with the load.</summary>
    Affine,
}

/// <summary>
/// Predicts the speed of every worker from its last steps (exponentially weighted) and shares the
/// step so that all are predicted to finish at once. Shares are whole granules, at least one each:
/// of a worker without work nothing would be learned.
/// </summary>
internal sealed class BatchBalancer
{
    private readonly SpeedModel _model;
    private readonly double _weight;
    private readonly int _granules;
    private readonly SpeedEstimate[] _estimates;
    private readonly double[] _base;
    private readonly double[] _slope;

    public BatchBalancer(int workers, SpeedModel model, int granules, double weight)
    {
        SchemeChecks.Workers(workers);
        SchemeChecks.Granules(workers, granules);
        SchemeChecks.Weight(weight);
        (_model, _weight, _granules) = (model, weight, granules);
        _estimates = new SpeedEstimate[workers];
        _base = new double[workers];
        _slope = new double[workers];
        Loads = new double[workers];
        for (var worker = 0; worker < workers; worker++)
        {
            Loads[worker] = (double)Deal.Share(granules, worker, workers).Count / granules;
        }
    }

    /// <summary>Share of the step of each worker; they add up to 1.</summary>
    public double[] Loads { get; }

    public void Observe(int worker, double load, double seconds)
    {
        Contract.Require(load > 0 && seconds >= 0, "a time of some work is observed");
        if (double.IsFinite(seconds))
        {
            _estimates[worker].Add(load, seconds, _weight);
        }
    }

    /// <summary>Shares anew; a worker that has never answered keeps its equal share's weight, that
    /// of the mean speed.</summary>
    public void Rebalance()
    {
        var known = 0;
        var slopes = 0.0;
        for (var worker = 0; worker < Loads.Length; worker++)
        {
            if (_estimates[worker].IsKnown)
            {
                (_base[worker], _slope[worker]) = _estimates[worker].Line(_model);
                slopes += _slope[worker];
                known++;
            }
        }

        if (known == 0)
        {
            return;
        }

        for (var worker = 0; worker < Loads.Length; worker++)
        {
            if (!_estimates[worker].IsKnown)
            {
                (_base[worker], _slope[worker]) = (0, slopes / known);
            }
        }

        Share(Horizon());
    }

    /// <summary>
    /// The time T at which workers that all stop then have done the whole step: the root of
    /// sum max(0, (T - base) / slope) = 1, which grows with T, by adding workers in order of base.
    /// </summary>
    private double Horizon()
    {
        var order = Enumerable.Range(0, Loads.Length).ToArray();
        Array.Sort((double[])_base.Clone(), order);
        var (speeds, offset, horizon) = (0.0, 0.0, double.PositiveInfinity);
        foreach (var worker in order)
        {
            if (_base[worker] >= horizon)
            {
                break;
            }

            speeds += 1 / _slope[worker];
            offset += _base[worker] / _slope[worker];
            horizon = (1 + offset) / speeds;
        }

        return horizon;
    }

    /// <summary>Whole granules by largest remainder, at least one for each worker.</summary>
    private void Share(double horizon)
    {
        var remainders = new double[Loads.Length];
        var order = new int[Loads.Length];
        var left = _granules;
        for (var worker = 0; worker < Loads.Length; worker++)
        {
            var wanted = _granules * Math.Max(0, (horizon - _base[worker]) / _slope[worker]);
            var whole = Math.Max(1, Math.Floor(wanted));
            (Loads[worker], remainders[worker], order[worker]) = (whole, whole - wanted, worker);
            left -= (int)whole;
        }

        Array.Sort(remainders, order);
        Settle(order, left);
        for (var worker = 0; worker < Loads.Length; worker++)
        {
            Loads[worker] /= _granules;
        }
    }

    /// <summary>Deals what is left to those who lack most; takes back from those who have most too
    /// much what the least granules of slow workers cost.</summary>
    private void Settle(int[] order, int left)
    {
        for (var i = 0; left > 0; i = (i + 1) % order.Length)
        {
            Loads[order[i]]++;
            left--;
        }

        while (left < 0)
        {
            for (var i = 0; i < order.Length && left < 0; i++)
            {
                // The fast ones lie before the slow ones, which have one granule only.
                if (Loads[order[i]] > 1)
                {
                    Loads[order[i]]--;
                    left++;
                }
            }
        }
    }
}

/// <summary>Exponentially weighted sums of one worker's (load, seconds).</summary>
internal struct SpeedEstimate
{
    private const double SlopeMin = 1e-12;
    private double _count;
    private double _load;
    private double _seconds;
    private double _loadLoad;
    private double _loadSeconds;
    private double _rate;

    public readonly bool IsKnown => _count > 0;

    public void Add(double load, double seconds, double weight)
    {
        var keep = IsKnown ? 1 - weight : 0;
        _rate = (keep * _rate) + ((1 - keep) * seconds / load);
        _count = (keep * _count) + 1;
        _load = (keep * _load) + load;
        _seconds = (keep * _seconds) + seconds;
        _loadLoad = (keep * _loadLoad) + (load * load);
        _loadSeconds = (keep * _loadSeconds) + (load * seconds);
    }

    /// <summary>Seconds at load 0, and seconds per load, above 0. Where the loads have hardly
    /// differed, or base or slope would be negative, the line goes through the origin.</summary>
    public readonly (double Base, double Slope) Line(SpeedModel model)
    {
        var throughOrigin = (0.0, Math.Max(SlopeMin, _rate));
        var mean = _load / _count;
        var variance = (_loadLoad / _count) - (mean * mean);
        if (model == SpeedModel.Proportional || variance <= 1e-6 * mean * mean)
        {
            return throughOrigin;
        }

        var covariance = (_loadSeconds / _count) - (mean * _seconds / _count);
        var slope = covariance / variance;
        var origin = (_seconds / _count) - (slope * mean);
        return slope > SlopeMin && origin >= 0 ? (origin, slope) : throughOrigin;
    }
}
