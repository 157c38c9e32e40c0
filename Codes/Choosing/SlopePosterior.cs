namespace AkkaCoded.Codes.Choosing;

/// <summary>
/// How likely each load hypothesis is after seeing steps of different load. Under the right one
/// the typical times of all steps, each divided by what its load should cost, are the same up to
/// noise; the noise is not known either and is integrated out. The typical time is taken at a low
/// quantile that the step has seen, because an answer that was cancelled is only known to be
/// slower, and stragglers say nothing about the load.
/// </summary>
internal sealed class SlopePosterior
{
    private const double NoisePrior = 0.03;
    private const double PriorSteps = 3;
    private const double FirstStepWeight = 0.05;

    private readonly List<LevelRow> _rows;
    private readonly double[] _weights;
    private readonly double[] _logTypical;
    private readonly TailPool? _pool;
    private readonly int _workers;

    /// <param name="history">The steps.</param>
    /// <param name="locations">By worker: log of how slow it is.</param>
    /// <param name="pool">Residuals of single answers, as far as they are known.</param>
    public SlopePosterior(StepHistory history, double[] locations, TailPool? pool)
    {
        _pool = pool;
        _workers = history.Workers;
        _rows = [.. history.Levels.SelectMany(rows => rows)
            .Select(row => LevelRow.Of(row, locations)).OfType<LevelRow>()];
        _weights = [.. LoadHypothesis.All.Select(pair => pair.Prior)];
        _logTypical = new double[_weights.Length];
        if (_rows.Count > 0)
        {
            Weigh(history, locations);
        }

        Best = Array.IndexOf(_weights, _weights.Max());
    }

    public IReadOnlyList<double> Weights => _weights;

    /// <summary>Index of the likeliest hypothesis.</summary>
    public int Best { get; }

    /// <summary>Mean of <see cref="LoadHypothesis.Share"/>.</summary>
    public double MeanShare =>
        _weights.Select((weight, h) => weight * LoadHypothesis.All[h].Hypothesis.Share).Sum();

    /// <summary>Typical time with the load 1/n under a hypothesis.</summary>
    public double TypicalSeconds(int hypothesis) => Math.Exp(_logTypical[hypothesis]);

    private void Weigh(StepHistory history, double[] locations)
    {
        var found = _rows.Select(Typical).ToArray();
        var weights = _rows.Select(RowWeight).ToArray();
        var values = new double[found.Length];
        for (var h = 0; h < _weights.Length; h++)
        {
            var hypothesis = LoadHypothesis.All[h].Hypothesis;
            for (var r = 0; r < values.Length; r++)
            {
                values[r] = found[r] - Math.Log(hypothesis.Typical(_rows[r].Load * _workers));
            }

            var squares = Squares(values, weights, out _logTypical[h]);
            var freedom = PriorSteps + weights.Sum();
            _weights[h] = Math.Log(_weights[h]) + TailLikelihood(hypothesis)
                + UnevenLikelihood(history, locations, h)
                - (freedom / 2 * Math.Log((PriorSteps * NoisePrior * NoisePrior) + squares));
        }

        Normalize();
    }

    /// <summary>Sum of squares around the centre, single odd steps cut off.</summary>
    private static double Squares(double[] values, double[] weights, out double center)
    {
        var middle = Median(values);
        var limit = 4 * Math.Max(
            0.05, 1.48 * Median(Array.ConvertAll(values, v => Math.Abs(v - middle))));
        var (sum, all) = (0.0, 0.0);
        for (var r = 0; r < values.Length; r++)
        {
            sum += weights[r] * Math.Clamp(values[r] - middle, -limit, limit);
            all += weights[r];
        }

        center = middle + (sum / all);
        var squares = 0.0;
        for (var r = 0; r < values.Length; r++)
        {
            var off = Math.Clamp(values[r] - center, -limit, limit);
            squares += weights[r] * off * off;
        }

        return squares;
    }

    private void Normalize()
    {
        var most = _weights.Max();
        for (var h = 0; h < _weights.Length; h++)
        {
            _weights[h] = Math.Exp(_weights[h] - most);
        }

        var sum = _weights.Sum();
        for (var h = 0; h < _weights.Length; h++)
        {
            _weights[h] = _weights[h] / sum < 1e-4 ? 0 : _weights[h] / sum;
        }
    }

    private double Typical(LevelRow row)
    {
        var quantile = Math.Min(0.3, 0.8 * row.Seen);
        var offset = _pool is null ? 0 : _pool.Quantile(quantile) - _pool.Quantile(0.3);
        return row.Quantile(quantile) - offset;
    }

    /// <summary>A quantile of few workers is noisy, and the first step of all is often slow for
    /// everybody.</summary>
    private double RowWeight(LevelRow row)
    {
        var spread = _pool?.Spread ?? 0.05;
        var own = NoisePrior * NoisePrior;
        var weight = own / (own + (spread * spread / row.Count));
        return row.Step == 0 && _rows.Count > 1 ? Math.Min(weight, FirstStepWeight) : weight;
    }

    /// <summary>Whether the delays above the typical time grew with the load: the two loads of
    /// which most was seen are compared.</summary>
    private double TailLikelihood(LoadHypothesis h)
    {
        var seen = _rows.Where(row => row.Seen > 0.4 && row.Count > 3).ToList();
        if (seen.Count < 2)
        {
            return 0;
        }

        var (low, high) = (seen.Min(row => row.Load), seen.Max(row => row.Load));
        var light = seen.Where(row => row.Load < 1.05 * low).ToList();
        var heavy = seen.Where(row => row.Load > high / 1.05).ToList();
        var until = 0.9 * Math.Min(light.Min(r => r.Seen), heavy.Min(r => r.Seen));
        var spread = light.Average(row => row.Quantile(until) - row.Quantile(0.25 * until));
        if (spread < 0.05 || high < 1.2 * low)
        {
            return 0;
        }

        var growth = h.Typical(high * _workers) / h.Typical(low * _workers);
        var expected = h.Scales ? spread : Math.Log(1 + ((Math.Exp(spread) - 1) / growth));
        var found = heavy.Average(row => row.Quantile(until) - row.Quantile(0.25 * until));
        var noise = 0.05 + (0.4 * spread / Math.Sqrt(Math.Min(light.Count, heavy.Count)));
        return -0.5 * (found - expected) * (found - expected) / (noise * noise);
    }

    /// <summary>Steps in which slow workers had less to do: whether that made them faster in
    /// proportion, or by as much as it would any worker.</summary>
    private double UnevenLikelihood(StepHistory history, double[] locations, int hypothesis)
    {
        var (load, sum, steps) = (LoadHypothesis.All[hypothesis].Hypothesis, 0.0, 0);
        foreach (var row in history.Rows.Where(row => row.Load is null).TakeLast(6))
        {
            var (slow, fast) = (new List<double>(), new List<double>());
            for (var worker = 0; worker < locations.Length; worker++)
            {
                if (row.Fates[worker] == AnswerFate.Answered)
                {
                    var seconds = load.Convert(
                        row.Seconds[worker], row.Loads[worker] * _workers, 1,
                        TypicalSeconds(hypothesis));
                    (locations[worker] > 0.2 ? slow : fast)
                        .Add(Math.Log(Math.Max(seconds, 1e-9)) - locations[worker]);
                }
            }

            if (slow.Count > 0 && fast.Count > 0)
            {
                sum += Median([.. slow]) - Median([.. fast]);
                steps++;
            }
        }

        var mean = steps == 0 ? 0 : sum / steps;
        return -0.5 * Math.Min(mean * mean / (0.1 * 0.1), 16);
    }

    private static double Median(double[] values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>Answers of one step in logs, sorted, each worker's own slowness taken out.</summary>
internal sealed class LevelRow
{
    private readonly double[] _sorted;

    private LevelRow(StepRow row, double[] sorted, int count)
    {
        _sorted = sorted;
        Load = row.Load!.Value;
        Step = row.Step;
        Count = count;
    }

    public double Load { get; }

    public int Step { get; }

    /// <summary>Workers, answered or cancelled.</summary>
    public int Count { get; }

    public double Seen => (double)_sorted.Length / Count;

    /// <summary>Null where nobody answered.</summary>
    public static LevelRow? Of(StepRow row, double[] locations)
    {
        var (all, fast) = (new List<double>(), new List<double>());
        var (count, countFast) = (0, 0);
        for (var worker = 0; worker < locations.Length; worker++)
        {
            if (row.Fates[worker] is not (AnswerFate.Answered or AnswerFate.Cancelled))
            {
                continue;
            }

            var isFast = locations[worker] < 0.2;
            count++;
            countFast += isFast ? 1 : 0;
            if (row.Fates[worker] == AnswerFate.Answered)
            {
                var log = Math.Log(Math.Max(row.Seconds[worker], 1e-9)) - locations[worker];
                all.Add(log);
                if (isFast)
                {
                    fast.Add(log);
                }
            }
        }

        // Slow workers may slow down in another way with the load, so the others are asked.
        var use = fast.Count >= 2 || all.Count == fast.Count;
        var sorted = (use ? fast : all).Order().ToArray();
        return sorted.Length == 0 ? null : new(row, sorted, use ? countFast : count);
    }

    public double Quantile(double quantile) =>
        _sorted[Math.Clamp((int)(quantile * Count), 0, _sorted.Length - 1)];
}
