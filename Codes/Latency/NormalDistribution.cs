namespace AkkaCoded.Codes.Latency;

/// <summary>The standard normal distribution, its tails to full relative precision.</summary>
internal static class NormalDistribution
{
    private const double SeriesReach = 3;

    public static double Density(double z) => Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);

    /// <summary>P[Z > z].</summary>
    public static double Tail(double z)
    {
        if (z < 0)
        {
            return 1 - Tail(-z);
        }

        return z < SeriesReach ? 0.5 - (Density(z) * Series(z)) : Density(z) / Fraction(z);
    }

    /// <summary>The z with P[Z > z] = tail, for tail in (0, 1).</summary>
    public static double QuantileOfTail(double tail)
    {
        if (tail > 0.5)
        {
            return -QuantileOfTail(1 - tail);
        }

        // Abramowitz and Stegun 26.2.23 is good to 5e-4; Newton's step on the logarithm of the
        // tail, which is nearly a parabola, squares the error each time.
        var t = Math.Sqrt(-2 * Math.Log(tail));
        var z = t - ((2.515517 + (t * (0.802853 + (t * 0.010328))))
            / (1 + (t * (1.432788 + (t * (0.189269 + (t * 0.001308)))))));
        for (var step = 0; step < 3; step++)
        {
            var here = Tail(z);
            var density = Density(z);
            if (here <= 0 || density <= 0)
            {
                break;
            }

            z += Math.Log(here / tail) * here / density;
        }

        return z;
    }

    /// <summary>z + z^3/3 + z^5/(3 5) + ..., which times the density is P[0 &lt; Z &lt;= z].
    /// </summary>
    private static double Series(double z)
    {
        var term = z;
        var sum = z;
        for (var k = 3; term > 1e-17 * sum; k += 2)
        {
            term *= z * z / k;
            sum += term;
        }

        return sum;
    }

    /// <summary>Laplace's z + 1/(z + 2/(z + 3/(z + ...))), from far enough inside.</summary>
    private static double Fraction(double z)
    {
        var value = z;
        for (var k = 120; k >= 1; k--)
        {
            value = z + (k / value);
        }

        return value;
    }
}
