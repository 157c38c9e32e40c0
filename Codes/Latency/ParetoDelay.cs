using static AkkaCoded.Codes.Latency.DelayText;

namespace AkkaCoded.Codes.Latency;

/// <summary>
/// X = shift + scale U^(-1/shape): a heavy tail, P[X > shift + x] = (scale/x)^shape. The mean is
/// infinite for shape up to 1, the variance up to 2.
/// </summary>
public sealed class ParetoDelay : DelayDistribution
{
    /// <param name="scale">Seconds; above 0.</param>
    /// <param name="shape">The smaller, the heavier the tail; above 0.</param>
    /// <param name="shift">Added seconds, at least -scale.</param>
    /// <exception cref="InvalidInputException">CDL-0043: a value is out of its range.</exception>
    public ParetoDelay(double scale, double shape, double shift = 0)
    {
        Scale = Positive("pareto", "scale", scale);
        Shape = Positive("pareto", "shape", shape);
        Shift = Finite("pareto", "shift", shift);
        if (shift < -scale)
        {
            throw OutOfRange("pareto", "shift", shift, $"at least -scale, {Text(-scale)}");
        }
    }

    /// <summary>Seconds; the smallest value of the part with the tail.</summary>
    public double Scale { get; }

    /// <summary>The exponent of the tail.</summary>
    public double Shape { get; }

    /// <summary>Added seconds.</summary>
    public double Shift { get; }

    /// <inheritdoc />
    public override string Name => "pareto";

    /// <inheritdoc />
    public override IReadOnlyList<KeyValuePair<string, string>> Parameters => Shift == 0
        ? [Pair("scale", Scale), Pair("shape", Shape)]
        : [Pair("scale", Scale), Pair("shape", Shape), Pair("shift", Shift)];

    /// <inheritdoc />
    public override double Minimum => Shift + Scale;

    /// <inheritdoc />
    public override double Mean => Shift + MeanOf(Shape);

    /// <inheritdoc />
    public override double Cdf(double seconds) =>
        seconds <= Minimum ? 0 : 1 - Math.Pow(Scale / (seconds - Shift), Shape);

    /// <inheritdoc />
    public override double QuantileOfTail(double tail) =>
        Shift + (Scale * Math.Exp(-Math.Log(tail) / Shape));

    /// <summary>
    /// E[X_(k:n)] = shift + scale Gamma(n+1) Gamma(n-k+1-1/shape) / (Gamma(n-k+1)
    /// Gamma(n+1-1/shape)) (David and Nagaraja, "Order Statistics", exercise 3.2.4); infinite where
    /// n-k+1 is at most 1/shape.
    /// </summary>
    public override double MeanOfOrder(int k, int n)
    {
        RequireOrder(k, n);
        return Shift + OrderOf(k, n, Shape);
    }

    /// <summary>The minimum of r is Pareto with shape r times as large, so equal groups have a
    /// closed form.</summary>
    public override double MeanOfRace(RaceGroups groups)
    {
        var smallest = groups.Workers / groups.Groups;
        if (smallest * Shape <= 1)
        {
            return double.PositiveInfinity;
        }

        return groups.AreEqual
            ? Shift + OrderOf(groups.Groups, groups.Groups, smallest * Shape)
            : base.MeanOfRace(groups);
    }

    private double MeanOf(double shape) =>
        shape <= 1 ? double.PositiveInfinity : Scale * shape / (shape - 1);

    private double OrderOf(int k, int n, double shape)
    {
        var left = n - k + 1;
        if (left * shape <= 1)
        {
            return double.PositiveInfinity;
        }

        return Scale * Math.Exp(
            SpecialFunctions.LogGamma(n + 1.0) - SpecialFunctions.LogGamma(n + 1 - (1 / shape))
            + SpecialFunctions.LogGamma(left - (1 / shape)) - SpecialFunctions.LogGamma(left));
    }
}
