using static AkkaCoded.Codes.Latency.DelayText;

namespace AkkaCoded.Codes.Latency;

/// <summary>
/// X = max(0, centre + deviation Z): workers that differ a little, to both sides, such as by the
/// length of their samples. There is no tail to cut off, only a spread that grows with ln n.
/// </summary>
public sealed class NormalDelay : DelayDistribution
{
    /// <param name="centre">Seconds; above 0, or 0 where it is added to work that takes
    /// time.</param>
    /// <param name="deviation">Standard deviation, seconds; 0 or more.</param>
    /// <exception cref="InvalidInputException">CDL-0043: a value is out of its range.</exception>
    public NormalDelay(double centre, double deviation)
    {
        Centre = NotNegative("normal", "centre", centre);
        Deviation = NotNegative("normal", "deviation", deviation);
    }

    /// <summary>The median, seconds.</summary>
    public double Centre { get; }

    /// <summary>Standard deviation before times below 0 are cut, seconds.</summary>
    public double Deviation { get; }

    /// <inheritdoc />
    public override string Name => "normal";

    /// <inheritdoc />
    public override IReadOnlyList<KeyValuePair<string, string>> Parameters =>
        [Pair("centre", Centre), Pair("deviation", Deviation)];

    /// <inheritdoc />
    public override double Minimum => Deviation > 0 ? 0 : Centre;

    /// <summary>E[max(0, X)] = centre Phi(c) + deviation phi(c) with c = centre / deviation.
    /// </summary>
    public override double Mean
    {
        get
        {
            if (Deviation == 0)
            {
                return Centre;
            }

            var c = Centre / Deviation;
            return (Centre * NormalDistribution.Tail(-c))
                + (Deviation * NormalDistribution.Density(c));
        }
    }

    /// <inheritdoc />
    public override double Cdf(double seconds)
    {
        if (seconds < 0 || (Deviation == 0 && seconds < Centre))
        {
            return 0;
        }

        return Deviation == 0 ? 1 : NormalDistribution.Tail((Centre - seconds) / Deviation);
    }

    /// <inheritdoc />
    public override double QuantileOfTail(double tail)
    {
        if (Deviation == 0)
        {
            return Centre;
        }

        return tail >= 1
            ? 0
            : Math.Max(0, Centre + (Deviation * NormalDistribution.QuantileOfTail(tail)));
    }
}
