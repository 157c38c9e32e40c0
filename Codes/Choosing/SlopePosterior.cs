namespace AkkaCoded.Codes.Choosing;

/// <summary>
/// How likely each load hypothesis is after comparing steps of different load. Times are compared
/// at a quantile that both steps have seen, because an answer that was cancelled is only known to
/// be slower; the quantile is a low one, because stragglers say nothing about the load.
/// </summary>
internal sealed class SlopePosterior
{
    private const double NoiseOfStep = 0.03;
    private const double NoiseOfFirstStep = 0.15;

    private readonly List<Level> _levels;
    private readonly double[] _weights;
    private readonly double _likeSpread;
    private readonly double _noiseOfStep;

    /// <param name="history">The steps.</param>
    /// <param name="locations">By worker: log of how slow it is.</param>
    /// <param name="spread">Of single answers around their typical time, in logs.</param>
    public SlopePosterior(StepHistory history, double[] locations, double spread)
    {
        _likeSpread = spread;
        _levels = [.. history.Levels.Select(rows => new Level(rows, locations))
            .Where(level => level.Rows.Count > 0)];
        _weights = [.. LoadHypothesis.All.Select(pair => pair.Prior)];
        _noiseOfStep = Noise();
        Reference = _levels.MaxBy(level => level.Information);
        if (Reference is not null)
        {
            ReferenceSeconds = Math.Exp(Reference.Center(0.3));
            Compare(history.Workers);
        }

        Best = Array.IndexOf(_weights, _weights.Max());
    }

    /// <summary>The load of which most is known; null before any even step.</summary>
    public Level? Reference { get; }

    /// <summary>Typical time with the reference load.</summary>
    public double ReferenceSeconds { get; }

    public IReadOnlyList<double> Weights => _weights;

    /// <summary>Index of the likeliest hypothesis.</summary>
    public int Best { get; }

    /// <summary>Mean of <see cref="LoadHypothesis.Share"/>.</summary>
    public double MeanShare =>
        _weights.Select((weight, h) => weight * LoadHypothesis.All[h].Hypothesis.Share).Sum();

    /// <summary>Typical time with the load 1/n under a hypothesis.</summary>
    public double TypicalSeconds(int hypothesis, int workers) => Reference is null
        ? 1
        : ReferenceSeconds
            / LoadHypothesis.All[hypothesis].Hypothesis.Typical(Reference.Load * workers);

    private void Compare(int workers)
    {
        for (var h = 0; h < _weights.Length; h++)
        {
            var log = 0.0;
            foreach (var level in _levels)
            {
                log += level == Reference ? 0 : LogLikelihood(level, h, workers);
            }

            _weights[h] = Math.Log(_weights[h]) + log;
        }

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

    /// <summary>How much steps of equal load differ, for all workers together, in logs.</summary>
    private double Noise()
    {
        var squares = 3 * NoiseOfStep * NoiseOfStep;
        var freedom = 3;
        foreach (var level in _levels)
        {
            squares += level.Squares(Math.Min(0.3, 0.8 * level.Seen));
            freedom += level.Rows.Count - 1;
        }

        return Math.Sqrt(squares / freedom);
    }

    private double LogLikelihood(Level level, int hypothesis, int workers)
    {
        var h = LoadHypothesis.All[hypothesis].Hypothesis;
        var reference = Reference!;
        var quantile = Math.Min(0.3, 0.8 * Math.Min(level.Seen, reference.Seen));
        var expected = Math.Log(
            h.Typical(level.Load * workers) / h.Typical(reference.Load * workers));
        var found = level.Center(quantile) - reference.Center(quantile);
        var variance = level.Variance(_noiseOfStep, _likeSpread)
            + reference.Variance(_noiseOfStep, _likeSpread);
        // Student's t with 4 degrees of freedom: one odd step must not decide.
        var z2 = (found - expected) * (found - expected) / variance;
        return (-2.5 * Math.Log(1 + (z2 / 4))) + TailLikelihood(level, h, workers);
    }

    /// <summary>Whether the delays above the typical time grew with the load.</summary>
    private double TailLikelihood(Level level, LoadHypothesis h, int workers)
    {
        var reference = Reference!;
        var seen = Math.Min(level.Seen, reference.Seen);
        var (low, high) = (0.25 * seen, 0.9 * seen);
        var spread = reference.Center(high) - reference.Center(low);
        if (spread < 0.05 || high * reference.Count < 3)
        {
            return 0;
        }

        var growth = h.Typical(level.Load * workers) / h.Typical(reference.Load * workers);
        var expected = h.Scales ? spread : Math.Log(1 + ((Math.Exp(spread) - 1) / growth));
        var found = level.Center(high) - level.Center(low);
        var noise = 0.05 + (0.3 * spread);
        return -0.5 * (found - expected) * (found - expected) / (noise * noise);
    }

    /// <summary>The steps with one load; times in logs, each worker's own slowness taken out.
    /// </summary>
    internal sealed class Level
    {
        private readonly List<(double[] Sorted, int Count, int Step)> _rows = [];

        public Level(IReadOnlyList<StepRow> rows, double[] locations)
        {
            Load = rows[^1].Load!.Value;
            // The first step of all is often slow for everybody; it counts only when it is alone.
            foreach (var row in rows.Where(row => row.Step > 0 || rows.Count == 1))
            {
                Add(row, locations);
            }
        }

        public double Load { get; }

        public IReadOnlyList<(double[] Sorted, int Count, int Step)> Rows => _rows;

        public int Count => _rows.Max(row => row.Count);

        public double Seen => _rows.Average(row => (double)row.Sorted.Length / row.Count);

        public double Information => _rows.Sum(row => Math.Min(row.Sorted.Length, 8))
            * (_rows.All(row => row.Step == 0) ? 0.3 : 1);

        /// <summary>Median over the steps of their quantile.</summary>
        public double Center(double quantile)
        {
            var values = _rows.Select(row => Quantile(row.Sorted, row.Count, quantile)).Order()
                .ToArray();
            return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
        }

        /// <summary>Of <see cref="Center"/>.</summary>
        public double Variance(double noiseOfStep, double spread)
        {
            var noise = _rows.All(row => row.Step == 0) ? NoiseOfFirstStep : noiseOfStep;
            noise = Math.Max(noise, noiseOfStep);
            return (((noise * noise) + (2 * spread * spread / Count)) / _rows.Count) + 1e-6;
        }

        /// <summary>Squared deviations of the steps from their centre.</summary>
        public double Squares(double quantile)
        {
            var center = Center(quantile);
            return _rows.Sum(row => Math.Min(
                0.25, Math.Pow(Quantile(row.Sorted, row.Count, quantile) - center, 2)));
        }

        public static double Quantile(double[] sorted, int count, double quantile) =>
            sorted[Math.Clamp((int)(quantile * count), 0, sorted.Length - 1)];

        private void Add(StepRow row, double[] locations)
        {
            var answered = new List<double>();
            var (count, countFast) = (0, 0);
            var fast = new List<double>();
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
                    answered.Add(log);
                    if (isFast)
                    {
                        fast.Add(log);
                    }
                }
            }

            // Slow workers may slow down in another way with the load, so the others are asked.
            var use = fast.Count >= 2 || answered.Count == fast.Count;
            var sorted = (use ? fast : answered).Order().ToArray();
            if (sorted.Length > 0)
            {
                _rows.Add((sorted, use ? countFast : count, row.Step));
            }
        }
    }
}
