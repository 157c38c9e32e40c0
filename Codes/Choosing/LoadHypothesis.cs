namespace AkkaCoded.Codes.Choosing;

/// <summary>
/// What more load would do: which share of a typical worker's time grows with its load, and whether
/// what is above the typical time grows too. The two kinds are those of the latency laws.
/// </summary>
/// <param name="Share">Of the time at the load 1/n, that which is proportional to the load; 0: the
/// load costs nothing, 1: twice the load takes twice as long.</param>
/// <param name="Scales">True: delays grow as the typical time does (multiplicative). False: they
/// do not depend on the load (additive).</param>
internal readonly record struct LoadHypothesis(double Share, bool Scales)
{
    private static readonly double[] Shares =
        [0, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 1];

    private static readonly double[] PriorOfShare =
        [10, 3, 3, 4, 5, 7, 8, 9, 9, 9, 9, 9, 9, 10];

    /// <summary>All hypotheses, and how likely each is before anything was seen.</summary>
    public static IReadOnlyList<(LoadHypothesis Hypothesis, double Prior)> All { get; } =
        [.. Shares.SelectMany((share, i) => new[] { false, true }.Select(
            scales => (new LoadHypothesis(share, scales), PriorOfShare[i] / 208)))];

    /// <summary>Typical time with a load, relative to that with the load 1/n.</summary>
    /// <param name="relativeLoad">Load times n.</param>
    public double Typical(double relativeLoad) => 1 - Share + (Share * relativeLoad);

    /// <summary>A time measured with one load, as it would have been with another.</summary>
    /// <param name="seconds">The time.</param>
    /// <param name="from">Its load, times n.</param>
    /// <param name="to">The other load, times n.</param>
    /// <param name="typicalSeconds">Typical time with the load 1/n.</param>
    public double Convert(double seconds, double from, double to, double typicalSeconds)
    {
        if (Scales)
        {
            return seconds * Typical(to) / Typical(from);
        }

        var shifted = seconds + (typicalSeconds * Share * (to - from));
        // Less load cannot save more than the work there was.
        return Math.Max(shifted, 0.05 * Math.Min(seconds, typicalSeconds));
    }
}
