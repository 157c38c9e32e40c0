namespace AkkaCoded.Codes.Latency;

/// <summary>Fits of a line with one family of tail each, by maximum likelihood.</summary>
internal static class TailFits
{
    /// <summary>A tail is wider than noise that the clock can't resolve, or it is that noise.
    /// </summary>
    private const double Narrowest = 10;

    private const double GoldenRatio = 0.61803398874989485;

    /// <summary>
    /// The envelope touches its lowest points, so it lies above the true line by what the smallest
    /// residuals have: of n exponential ones with mean m, m/n for each touching point.
    /// </summary>
    public static LatencyFitCandidate Exponential(FitSample sample)
    {
        var (line, touching) = LowerEnvelope.Of(sample);
        var sum = sample.Residuals(line).Sum();
        var narrowest = Narrowest * sample.Resolution;
        var mean = Math.Max(narrowest, sum / Math.Max(1, sample.Count - touching));
        var lowered = Lower(line, touching * mean / sample.Count);
        var delay = new ShiftedExponentialDelay(lowered.Intercept, 1 / mean);
        // The mean of the lowered residuals is what the likelihood is largest for.
        var average = sample.Residuals(lowered).Average();
        var fitted = Math.Max(narrowest, average);
        var likelihood = -sample.Count * (Math.Log(fitted) + (average / fitted));
        return sample.Candidate(TailFamily.Exponential, lowered, delay, likelihood, 1);
    }

    /// <summary>
    /// Density (a/s) (1 + r/s)^(-a-1) of the residual r. For a given s the best a is
    /// n / sum ln(1 + r/s), so one variable is left to search.
    /// </summary>
    public static LatencyFitCandidate Pareto(FitSample sample)
    {
        var (line, touching) = LowerEnvelope.Of(sample);
        var raw = sample.Residuals(line);
        var lift = touching * Math.Max(sample.Resolution, raw.Average()) / sample.Count;
        var (scale, shape, likelihood) = (0.0, 0.0, 0.0);
        var lowered = line;
        // The lift depends on the density at 0, a/s, which the fit itself brings.
        for (var round = 0; round < 4; round++)
        {
            lowered = Lower(line, lift);
            var residuals = sample.Residuals(lowered);
            (scale, shape, likelihood) = Lomax(residuals, Narrowest * sample.Resolution);
            lift = touching * scale / (shape * sample.Count);
        }

        var delay = new ParetoDelay(scale, shape, lowered.Intercept - scale);
        return sample.Candidate(TailFamily.Pareto, lowered, delay, likelihood, 2);
    }

    /// <summary>Least squares: a line through the middle and symmetric noise.</summary>
    public static LatencyFitCandidate Normal(FitSample sample)
    {
        var line = LeastSquares.Line(sample);
        var squares = sample.Residuals(line).Sum(r => r * r);
        var noise = Noise(sample, squares);
        var delay = new NormalDelay(line.Intercept, squares > 0 ? noise : 0);
        var likelihood = (-0.5 * squares / (noise * noise))
            - (sample.Count * (Math.Log(noise) + (0.5 * Math.Log(2 * Math.PI))));
        return sample.Candidate(TailFamily.Normal, line, delay, likelihood, 1);
    }

    public static double Noise(FitSample sample, double sumOfSquares) =>
        Math.Max(sample.Resolution, Math.Sqrt(sumOfSquares / sample.Count));

    private static FitLine Lower(FitLine line, double by) =>
        line with { Intercept = Math.Max(0, line.Intercept - by) };

    private static (double Scale, double Shape, double LogLikelihood) Lomax(
        double[] residuals, double narrowest)
    {
        var sorted = residuals.Order().ToArray();
        var median = Math.Max(narrowest, sorted[sorted.Length / 2]);
        var low = Math.Log(Math.Max(median * 1e-2, narrowest));
        var high = Math.Max(low, Math.Log(Math.Max(median, sorted[^1]) * 1e2));
        // The likelihood has one maximum in ln s between the power law and the exponential limit.
        while (high - low > 1e-4)
        {
            var third = high - (GoldenRatio * (high - low));
            var second = low + (GoldenRatio * (high - low));
            if (Profile(sorted, third, narrowest).LogLikelihood
                > Profile(sorted, second, narrowest).LogLikelihood)
            {
                high = second;
            }
            else
            {
                low = third;
            }
        }

        return Profile(sorted, (low + high) / 2, narrowest);
    }

    private static (double Scale, double Shape, double LogLikelihood) Profile(
        double[] residuals, double logScale, double narrowest)
    {
        var scale = Math.Exp(logScale);
        var sum = 0.0;
        foreach (var residual in residuals)
        {
            sum += SpecialFunctions.Log1P(Math.Max(0, residual) / scale);
        }

        var n = residuals.Length;
        var shape = Math.Min(n / Math.Max(sum, 1e-300), scale / narrowest);
        return (scale, shape, (n * (Math.Log(shape) - logScale)) - ((shape + 1) * sum));
    }
}
