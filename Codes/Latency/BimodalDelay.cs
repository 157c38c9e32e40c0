using static AkkaCoded.Codes.Latency.DelayText;

namespace AkkaCoded.Codes.Latency;

/// <summary>
/// A worker is fast, or slow with probability <see cref="SlowShare"/>: another job on the machine,
/// a cold start, a garbage collection.
/// </summary>
public sealed class BimodalDelay : DelayDistribution
{
    /// <param name="fast">Seconds; above 0, or 0 where it is added to work that takes time.</param>
    /// <param name="slow">Seconds; at least fast.</param>
    /// <param name="slowShare">Probability of being slow, 0 .. 1.</param>
    /// <exception cref="InvalidInputException">CDL-0043: a value is out of its range.</exception>
    public BimodalDelay(double fast, double slow, double slowShare)
    {
        Fast = NotNegative("bimodal", "fast", fast);
        Slow = Finite("bimodal", "slow", slow);
        SlowShare = Finite("bimodal", "slow-share", slowShare);
        if (slow < fast)
        {
            throw OutOfRange("bimodal", "slow", slow, $"at least fast, {Text(fast)}");
        }

        if (slowShare is < 0 or > 1)
        {
            throw OutOfRange("bimodal", "slow-share", slowShare, "0 .. 1");
        }
    }

    /// <summary>Seconds of a fast worker.</summary>
    public double Fast { get; }

    /// <summary>Seconds of a slow worker.</summary>
    public double Slow { get; }

    /// <summary>Probability of being slow.</summary>
    public double SlowShare { get; }

    /// <inheritdoc />
    public override string Name => "bimodal";

    /// <inheritdoc />
    public override IReadOnlyList<KeyValuePair<string, string>> Parameters =>
        [Pair("fast", Fast), Pair("slow", Slow), Pair("slow-share", SlowShare)];

    /// <inheritdoc />
    public override double Minimum => SlowShare < 1 ? Fast : Slow;

    /// <inheritdoc />
    public override double Mean => Between(SlowShare);

    /// <inheritdoc />
    public override double Cdf(double seconds)
    {
        if (seconds < Fast)
        {
            return 0;
        }

        return seconds < Slow ? 1 - SlowShare : 1;
    }

    /// <inheritdoc />
    public override double QuantileOfTail(double tail) => tail < SlowShare ? Slow : Fast;

    /// <summary>E[X_(k:n)] = fast + (slow - fast) P[Bin(n, slow-share) > n-k].</summary>
    public override double MeanOfOrder(int k, int n)
    {
        RequireOrder(k, n);
        return Between(SpecialFunctions.BinomialAtLeast(n, SlowShare, n - k + 1));
    }

    /// <summary>fast + (slow - fast) P[some group is slow as a whole].</summary>
    public override double MeanOfRace(RaceGroups groups)
    {
        var logNone = 0.0;
        foreach (var (size, count) in groups.Sizes)
        {
            logNone += count * SpecialFunctions.Log1P(-Math.Pow(SlowShare, size));
        }

        return Between(-SpecialFunctions.ExpM1(logNone));
    }

    private double Between(double shareOfSlow) => Fast + ((Slow - Fast) * shareOfSlow);
}
