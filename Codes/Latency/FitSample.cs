namespace AkkaCoded.Codes.Latency;

/// <summary>
/// Observations as points (u, v) such that both kinds of load ask for a line and a tail above it:
/// additive T = base + slope L + tail has u = L, v = T; multiplicative T = base + L (slope + tail)
/// has u = 1/L, v = T/L.
/// </summary>
internal sealed class FitSample
{
    public FitSample(IReadOnlyList<LatencyObservation> observations, LoadKind kind)
    {
        Kind = kind;
        Count = observations.Count;
        U = new double[Count];
        V = new double[Count];
        for (var i = 0; i < Count; i++)
        {
            var (load, seconds) = observations[i];
            var multiplies = kind == LoadKind.Multiplicative;
            U[i] = multiplies ? 1 / load : load;
            V[i] = multiplies ? seconds / load : seconds;
            // The density of T is that of v, divided by dT/dv.
            LogJacobian -= multiplies ? Math.Log(load) : 0;
        }

        // A line goes through any two points; only more can say that it is one.
        SlopeIdentified = Count >= 4 && U.Max() - U.Min() > 1e-6 * U.Max();
        // Below this a spread is the clock's resolution, not a tail. Without a bound the density of
        // equal times would be infinite, and whichever family is sharpest would win.
        Resolution = Math.Max(1e-12, 1e-9 * V.Average());
    }

    public LoadKind Kind { get; }

    public int Count { get; }

    public double[] U { get; }

    public double[] V { get; }

    public double LogJacobian { get; }

    public bool SlopeIdentified { get; }

    public double Resolution { get; }

    /// <summary>Intercept, slope and the tail's own; without different loads there is no slope.
    /// </summary>
    public int Parameters(int ofTail) => ofTail + (SlopeIdentified ? 2 : 1);

    public double[] Residuals(FitLine line)
    {
        var residuals = new double[Count];
        for (var i = 0; i < Count; i++)
        {
            residuals[i] = V[i] - line.At(U[i]);
        }

        return residuals;
    }

    public LoadModel LoadModel(FitLine line) => Kind == LoadKind.Multiplicative
        ? Latency.LoadModel.Multiplicative(1, line.Slope)
        : Latency.LoadModel.Additive(line.Slope);

    public LatencyFitCandidate Candidate(
        TailFamily tail, FitLine line, DelayDistribution delay, double logLikelihood,
        int tailParameters)
    {
        var likelihood = logLikelihood + LogJacobian;
        var penalty = Parameters(tailParameters) * Math.Log(Count);
        var multiplies = Kind == LoadKind.Multiplicative;
        return new LatencyFitCandidate(
            tail, Kind, new LatencyLaw(delay, LoadModel(line)),
            multiplies ? line.Slope : line.Intercept, multiplies ? line.Intercept : line.Slope,
            likelihood, (-2 * likelihood) + penalty);
    }
}

/// <summary>v = intercept + slope u, both 0 or more: time is never negative.</summary>
internal readonly record struct FitLine(double Intercept, double Slope)
{
    public double At(double u) => Intercept + (Slope * u);
}
