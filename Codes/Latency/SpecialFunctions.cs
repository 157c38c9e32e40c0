namespace AkkaCoded.Codes.Latency;

/// <summary>The few functions that order statistics need, to about 1e-13 relative.</summary>
internal static class SpecialFunctions
{
    private const double EulerGamma = 0.57721566490153286061;

    /// <summary>Lanczos' approximation (1964) with g = 7 and nine terms, the coefficients those of
    /// Godfrey (2001).</summary>
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
        -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
        1.5056327351493116e-7,
    ];

    /// <summary>Hypergeometric sums ask for the same few logarithms a million times.</summary>
    private static readonly double[] LogFactorials =
        [.. Enumerable.Range(0, 2_048).Select(n => LogGamma(n + 1.0))];

    /// <summary>H_m = 1 + 1/2 + ... + 1/m; H_0 = 0.</summary>
    public static double Harmonic(int m)
    {
        Contract.Require(m >= 0, "harmonic numbers start at 0");
        if (m > 200)
        {
            // Euler and Maclaurin; the first term left out is 1 / (252 m^6).
            double x = m;
            return Math.Log(x) + EulerGamma + (1 / (2 * x)) - (1 / (12 * x * x))
                + (1 / (120 * x * x * x * x));
        }

        var sum = 0.0;
        for (var i = m; i >= 1; i--)
        {
            sum += 1.0 / i;
        }

        return sum;
    }

    /// <summary>ln Gamma(x) for x > 0.</summary>
    public static double LogGamma(double x)
    {
        Contract.Require(x > 0, "the logarithm of Gamma is taken of positive numbers");
        if (x < 0.5)
        {
            return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        }

        var z = x - 1;
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++)
        {
            sum += Lanczos[i] / (z + i);
        }

        var t = z + 7.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((z + 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }

    public static double LogBeta(double a, double b) =>
        LogGamma(a) + LogGamma(b) - LogGamma(a + b);

    /// <summary>ln of n over k.</summary>
    public static double LogChoose(int n, int k) =>
        LogFactorial(n) - LogFactorial(k) - LogFactorial(n - k);

    /// <summary>P[Bin(n, p) >= k], that is the regularized incomplete beta I_p(k, n-k+1).</summary>
    public static double BinomialAtLeast(int n, double p, int k)
    {
        if (k <= 0)
        {
            return 1;
        }

        return k > n ? 0 : IncompleteBeta(k, n - k + 1, p);
    }

    /// <summary>I_x(a, b) by its continued fraction (Lentz' evaluation).</summary>
    public static double IncompleteBeta(double a, double b, double x)
    {
        if (x <= 0)
        {
            return 0;
        }

        if (x >= 1)
        {
            return 1;
        }

        var front = Math.Exp((a * Math.Log(x)) + (b * Log1P(-x)) - LogBeta(a, b));
        return x < (a + 1) / (a + b + 2)
            ? front * BetaFraction(a, b, x) / a
            : 1 - (front * BetaFraction(b, a, 1 - x) / b);
    }

    /// <summary>
    /// v = -W_{-1}(-e^{-(1+mu)}), the solution above 1 of v - ln v = 1 + mu. Newton's steps on a
    /// convex function that starts above its root fall towards it, so they can't miss.
    /// </summary>
    public static double MinusLambertLower(double mu)
    {
        Contract.Require(mu > 0, "the lower branch is asked for a positive rate");
        var v = 1 + mu + Math.Sqrt(2 * mu);
        for (var step = 0; step < 60; step++)
        {
            var next = v - ((v - Math.Log(v) - 1 - mu) / (1 - (1 / v)));
            if (Math.Abs(next - v) <= 1e-15 * v)
            {
                return next;
            }

            v = next;
        }

        return v;
    }

    /// <summary>ln(1 + x) without the loss of 1 + x for small x.</summary>
    public static double Log1P(double x)
    {
        var u = 1 + x;
        // Kahan's correction: the rounding error of u cancels between the logarithm and u - 1.
        return u == 1 ? x : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>e^x - 1 without the loss for small x.</summary>
    public static double ExpM1(double x)
    {
        if (Math.Abs(x) > 0.5)
        {
            return Math.Exp(x) - 1;
        }

        // Kahan again, with the logarithm as the inverse.
        var u = Math.Exp(x);
        return u == 1 ? x : (u - 1) * (x / Math.Log(u));
    }

    private static double LogFactorial(int n) =>
        n < LogFactorials.Length ? LogFactorials[n] : LogGamma(n + 1.0);

    private static double BetaFraction(double a, double b, double x)
    {
        const double tiny = 1e-300;
        var c = 1.0;
        var d = 1 / NotTiny(1 - ((a + b) * x / (a + 1)));
        var result = d;
        for (var m = 1; m < 5_000; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / NotTiny(1 + (even * d));
            c = NotTiny(1 + (even / c));
            result *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / NotTiny(1 + (odd * d));
            c = NotTiny(1 + (odd / c));
            result *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-15)
            {
                break;
            }
        }

        return result;

        static double NotTiny(double value) => Math.Abs(value) < tiny ? tiny : value;
    }
}
