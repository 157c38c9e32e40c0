namespace AkkaCoded.Codes.Choosing;

/// <summary>
/// How slow each worker is besides chance, and how much of slowness stays with a worker at all: a
/// worker that was late once is only held for slow as far as lateness has been seen to repeat.
/// </summary>
internal sealed class WorkerSpeeds
{
    private const int RowsOfLocation = 15;
    private const int RowsOfChange = 3;
    private const int RowsOfPersistence = 32;

    private readonly int _workers;
    private readonly double[] _before;
    private readonly double _spread;
    private readonly double _clip;
    private readonly TailPool _marginal;

    /// <summary>Residuals in logs of the steps used, newest first; NaN where nothing is known.
    /// </summary>
    private readonly List<double[]> _residuals = [];

    private readonly List<bool[]> _censored = [];
    private readonly List<double> _seen = [];

    /// <param name="rows">The steps, oldest first.</param>
    /// <param name="before">Locations learned before, kept for workers that are not seen any more.
    /// </param>
    /// <param name="toReference">The time of a step's worker with the load 1/n.</param>
    /// <param name="pool">Residuals learned before, or null.</param>
    public WorkerSpeeds(
        IReadOnlyList<StepRow> rows, double[] before, Func<double, double, double> toReference,
        TailPool? pool)
    {
        _before = before;
        _workers = before.Length;
        Locations = [.. before];
        Suspicion = new double[_workers];
        StepsSinceChange = rows.Count;
        for (var i = rows.Count - 1; i >= 0; i--)
        {
            AddRow(rows[i], toReference, pool);
        }

        _marginal = PoolOf(new double[_workers]);
        _clip = ClipOf(_residuals);
        Persistence = FindPersistence();
        _spread = PoolOf(Locations).Spread;
        for (var worker = 0; worker < _workers; worker++)
        {
            Locate(worker);
            Suspicion[worker] = SuspicionOf(worker, rows);
        }

        Recenter();
        Pool = PoolOf(Locations);
    }

    /// <summary>By worker: log of how much slower than typical it is, shrunk to what is sure.
    /// </summary>
    public double[] Locations { get; }

    /// <summary>By worker: chance that it hangs or has become very slow, from having been cancelled
    /// again and again, or from never having answered.</summary>
    public double[] Suspicion { get; }

    /// <summary>Correlation of one worker's lateness between steps, 0 .. 1.</summary>
    public double Persistence { get; }

    /// <summary>Residuals around the locations.</summary>
    public TailPool Pool { get; }

    /// <summary>Rows since a worker was seen to change its speed.</summary>
    public int StepsSinceChange { get; private set; }

    /// <summary>Of the steps, newest first: log of the typical time at load 1/n.</summary>
    public List<double> Centers { get; } = [];

    /// <summary>Residual in logs of a worker in a row, newest row first; NaN if unknown.</summary>
    public double Residual(int rowFromNewest, int worker) => _residuals[rowFromNewest][worker];

    /// <summary>Whether the residual is only a lower bound.</summary>
    public bool IsBound(int rowFromNewest, int worker) => _censored[rowFromNewest][worker];

    private void AddRow(StepRow row, Func<double, double, double> toReference, TailPool? pool)
    {
        var logs = new double[_workers];
        var bounds = new bool[_workers];
        var answered = new List<double>();
        for (var worker = 0; worker < _workers; worker++)
        {
            logs[worker] = double.NaN;
            if (row.Fates[worker] is AnswerFate.Answered or AnswerFate.Cancelled)
            {
                var seconds = toReference(row.Seconds[worker], row.Loads[worker]);
                logs[worker] = Math.Log(Math.Max(seconds, 1e-9));
                bounds[worker] = row.Fates[worker] == AnswerFate.Cancelled;
                if (!bounds[worker])
                {
                    answered.Add(logs[worker] - _before[worker]);
                }
            }
        }

        var center = Center(row, answered, pool);
        for (var worker = 0; worker < _workers; worker++)
        {
            logs[worker] -= center;
        }

        Centers.Add(center);
        _residuals.Add(logs);
        _censored.Add(bounds);
        _seen.Add(row.Seen);
    }

    private static double Center(StepRow row, List<double> answered, TailPool? pool)
    {
        if (answered.Count == 0)
        {
            return Math.Log(Math.Max(row.Seconds.Max(), 1e-9));
        }

        answered.Sort();
        var quantile = Math.Min(0.3, 0.8 * row.Seen);
        var found = answered[Math.Min(answered.Count - 1, (int)(quantile * row.Participants))];
        return found - (pool?.Quantile(quantile) - pool?.Quantile(0.3) ?? 0);
    }

    /// <summary>
    /// Mean product of residuals of one worker a few steps apart over their mean square. They are
    /// clipped, so that a few extreme delays, which hardly ever repeat, do not hide that a worker
    /// is always a little slower. A cancelled answer counts as late as such answers usually are:
    /// that the same workers are cancelled in every step is the best sign of all.
    /// </summary>
    private double FindPersistence()
    {
        // Where only the winners were seen, everybody else was late by being second.
        var lateness = Enumerable.Range(0, _residuals.Count)
            .Where(row => _seen[row] > 0.3)
            .Take(RowsOfPersistence)
            .Select(Lateness)
            .ToArray();
        var rows = lateness.Length;
        var all = lateness.SelectMany(row => row).Where(double.IsFinite).ToArray();
        var square = all.Length == 0 ? 0 : all.Sum(value => value * value) / all.Length;
        var prior = Math.Max(4, 0.5 * _workers) * Math.Max(square, 1e-6);
        var (products, squares) = (0.3 * prior, prior);
        for (var row = 0; row < rows; row++)
        {
            for (var other = row + 1; other < Math.Min(rows, row + 5); other++)
            {
                for (var worker = 0; worker < _workers; worker++)
                {
                    var (a, b) = (lateness[row][worker], lateness[other][worker]);
                    if (double.IsFinite(a) && double.IsFinite(b))
                    {
                        products += a * b;
                        squares += ((a * a) + (b * b)) / 2;
                    }
                }
            }
        }

        return Math.Clamp(products / squares, 0, 0.99);
    }

    /// <summary>Residuals of a row around their mean, clipped; NaN of who had no part.</summary>
    private double[] Lateness(int row)
    {
        var values = (double[])_residuals[row].Clone();
        for (var worker = 0; worker < _workers; worker++)
        {
            if (_censored[row][worker])
            {
                values[worker] = Math.Max(
                    _before[worker], _marginal.DrawBeyond(values[worker], 0.5));
            }

            values[worker] = Math.Clamp(values[worker], -_clip, _clip);
        }

        var mean = values.Where(double.IsFinite).DefaultIfEmpty(0).Average();
        return Array.ConvertAll(values, value => value - mean);
    }

    private static double ClipOf(IEnumerable<double[]> residuals)
    {
        var sizes = residuals.SelectMany(row => row).Where(double.IsFinite)
            .Select(Math.Abs).Order().ToArray();
        return 4 * (sizes.Length == 0 ? 0.01 : Math.Max(0.01, 1.5 * sizes[sizes.Length / 2]));
    }

    /// <summary>
    /// Only differences between workers can be seen. Without a fixed point all of them would drift
    /// together, against the typical time; so the fast third is the point.
    /// </summary>
    private void Recenter()
    {
        var shift = Locations.Order().ElementAt((int)(0.3 * _workers));
        for (var worker = 0; worker < _workers; worker++)
        {
            Locations[worker] -= shift;
        }

        for (var row = 0; row < _residuals.Count; row++)
        {
            Centers[row] += shift;
            for (var worker = 0; worker < _workers; worker++)
            {
                _residuals[row][worker] -= shift;
            }
        }
    }

    /// <summary>
    /// A bound counts as the time itself where it says that the worker is slower than was thought,
    /// and as a confirmation where it comes near; otherwise it says nothing.
    /// </summary>
    private double Known(int row, int worker)
    {
        var (value, before) = (_residuals[row][worker], _before[worker]);
        if (!_censored[row][worker] || value > before + 0.1)
        {
            return value;
        }

        return before > 0.1 && value > 0.4 * before ? before : double.NaN;
    }

    private void Locate(int worker)
    {
        var known = new List<double>(RowsOfLocation);
        for (var row = 0; row < _residuals.Count && known.Count < RowsOfLocation; row++)
        {
            if (Known(row, worker) is var value && double.IsFinite(value))
            {
                known.Add(value);
            }
        }

        if (known.Count == 0)
        {
            return;
        }

        var middle = Median(known);
        var recent = known.Take(RowsOfChange).ToList();
        if (known.Count > 2 * RowsOfChange && HasChanged(recent, known))
        {
            middle = Median(recent);
            known = recent;
            StepsSinceChange = Math.Min(StepsSinceChange, RowsOfChange);
        }

        var count = known.Count;
        var sure = count * Persistence / (1 + ((count - 1) * Persistence));
        Locations[worker] = sure * Math.Clamp(middle, -3, 3);
    }

    private static bool HasChanged(List<double> recent, List<double> known)
    {
        var before = Median(known.Skip(RowsOfChange).ToList());
        return recent.Min() > before + 0.25 || recent.Max() < before - 0.25;
    }

    /// <summary>
    /// Bayes' rule for a worker that was cancelled in each of its last steps: either it was late by
    /// chance every time, or it is slow now. A worker that never answered may never have started.
    /// </summary>
    private double SuspicionOf(int worker, IReadOnlyList<StepRow> rows)
    {
        var (byChance, inRow, seen, answered) = (1.0, 0, false, false);
        for (var i = rows.Count - 1; i >= 0 && !answered; i--)
        {
            var fate = rows[i].Fates[worker];
            seen |= fate is not null;
            answered = fate == AnswerFate.Answered;
            if (fate is not null && !answered)
            {
                // One that is known to be slow is late as expected.
                var bound = _residuals[rows.Count - 1 - i][worker];
                var expected = Locations[worker] > 0.2 && bound < Locations[worker] + 0.2;
                byChance *= expected ? 0.95 : Math.Clamp(1 - rows[i].Seen, 0.02, 1);
                inRow++;
            }
        }

        if (!seen)
        {
            // A worker without a row for long is known from before, or it is new.
            return _before[worker] != 0 ? 0.01 : 0.2;
        }

        // Where nothing varies, nothing strays.
        var prior = (answered ? 0.01 : 0.02) * TailPool.Wildness(_spread);
        return inRow == 0 ? 0 : prior / (prior + ((1 - prior) * byChance));
    }

    private TailPool PoolOf(double[] locations)
    {
        var all = new List<(double, bool)>();
        for (var row = 0; row < _residuals.Count && all.Count < 8192; row++)
        {
            for (var worker = 0; worker < _workers; worker++)
            {
                var value = _residuals[row][worker];
                if (double.IsFinite(value))
                {
                    all.Add((value - locations[worker], _censored[row][worker]));
                }
            }
        }

        return new TailPool(all);
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
