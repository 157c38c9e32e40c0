namespace AkkaCoded.Codes.Latency;

/// <summary>
/// Integrals over (0, 1) by the double-exponential rule (Takahasi and Mori, 1974). Its nodes crowd
/// towards both ends, so the algebraic singularities of quantile functions there do no harm.
/// </summary>
internal static class Quadrature
{
    private const double ReachMax = 6.1;

    /// <param name="integrand">Gets q and 1 - q, both to full relative precision.</param>
    public static double UnitInterval(Func<double, double, double> integrand)
    {
        var step = 0.5;
        var sum = Sum(integrand, step, offset: 0);
        var previous = sum * step;
        for (var level = 0; level < 9; level++)
        {
            step /= 2;
            sum += Sum(integrand, step * 2, offset: step);
            var refined = sum * step;
            // Each halving doubles the number of correct digits, so the last change is a bound.
            if (level > 2 && Math.Abs(refined - previous) <= 1e-13 * Math.Abs(refined))
            {
                return refined;
            }

            previous = refined;
        }

        return previous;
    }

    private static double Sum(Func<double, double, double> integrand, double step, double offset)
    {
        var sum = 0.0;
        for (var t = -ReachMax + offset; t <= ReachMax; t += step)
        {
            var steep = Math.PI * Math.Sinh(t);
            var small = 1 / (1 + Math.Exp(Math.Abs(steep)));
            var large = 1 - small;
            var (q, complement) = steep < 0 ? (small, large) : (large, small);
            var weight = Math.PI * Math.Cosh(t) * small * large;
            if (weight > 0)
            {
                var value = integrand(q, complement) * weight;
                sum += double.IsFinite(value) ? value : 0;
            }
        }

        return sum;
    }
}
