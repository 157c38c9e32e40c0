namespace AkkaCoded.Codes.Choosing;

/// <summary>
/// How late answers are, pooled over workers and steps, in logs: the estimate of Kaplan and Meier
/// (1958), which takes cancelled answers for what they are, and beyond the last answer an
/// exponential tail of the same spread.
/// </summary>
internal sealed class TailPool
{
    private const double LongestBeyond = 3.4;
    private const double LeastSpread = 0.01;

    private readonly double[] _values;
    private readonly double[] _survival;

    /// <param name="observations">Residuals, and whether they were only seen to be longer.</param>
    public TailPool(List<(double Residual, bool Censored)> observations)
    {
        observations.Sort((a, b) => a.Residual != b.Residual
            ? a.Residual.CompareTo(b.Residual)
            : a.Censored.CompareTo(b.Censored));
        var (values, survival) = (new List<double>(), new List<double>());
        var alive = 1.0;
        for (var i = 0; i < observations.Count; i++)
        {
            if (!observations[i].Censored)
            {
                alive *= 1 - (1.0 / (observations.Count - i));
                values.Add(observations[i].Residual);
                survival.Add(alive);
            }
        }

        _values = [.. values];
        _survival = [.. survival];
        Spread = SpreadOf(observations);
    }

    /// <summary>Mean excess over a fast answer, cancelled ones taken into account.</summary>
    public double Spread { get; }

    /// <summary>How far a spread makes stragglers likely that were never seen, 0 .. 1.</summary>
    public static double Wildness(double spread) => Math.Min(1, spread * spread / (0.12 * 0.12));

    /// <summary>The residual below which a share of all answers lies.</summary>
    public double Quantile(double share)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            if (1 - _survival[i] >= share - 1e-12)
            {
                return _values[i];
            }
        }

        return _values.Length > 0 ? _values[^1] : 0;
    }

    /// <summary>P[a residual is longer].</summary>
    public double Survival(double residual)
    {
        var below = Below(residual);
        return below == 0 ? 1 : _survival[below - 1];
    }

    /// <summary>A residual known to be longer than a bound.</summary>
    /// <param name="bound">The bound; minus infinity for none.</param>
    /// <param name="chance">Uniform in (0, 1).</param>
    public double DrawBeyond(double bound, double chance)
    {
        if (_values.Length == 0)
        {
            return double.IsFinite(bound) ? bound - (Spread * Math.Log(chance)) : 0;
        }

        var target = chance * Survival(bound);
        var last = _survival[^1];
        if (target >= last && last < Survival(bound))
        {
            var index = FirstAtMost(target);
            return Math.Max(_values[index], bound);
        }

        var start = Math.Max(_values[^1], bound);
        var left = Math.Min(last, Survival(bound));
        var beyond = left > 0 ? Spread * Math.Log(Math.Max(1, left / target)) : 0;
        return start + Math.Min(beyond, LongestBeyond);
    }

    private int Below(double residual)
    {
        var (low, high) = (0, _values.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _values[middle] <= residual ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>Index of the first value whose survival is at most the target.</summary>
    private int FirstAtMost(double target)
    {
        var (low, high) = (0, _survival.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _survival[middle] <= target ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    /// <summary>Maximum likelihood of an exponential excess with cancelled answers: total time over
    /// the number of answers.</summary>
    private static double SpreadOf(List<(double Residual, bool Censored)> sorted)
    {
        if (sorted.Count == 0)
        {
            return 0.05;
        }

        var start = sorted[sorted.Count * 3 / 10].Residual;
        var (total, answers) = (0.0, 0);
        foreach (var (residual, censored) in sorted)
        {
            if (residual >= start)
            {
                total += Math.Min(residual - start, 1);
                answers += censored ? 0 : 1;
            }
        }

        return Math.Clamp(total / Math.Max(1, answers), LeastSpread, 1);
    }
}
