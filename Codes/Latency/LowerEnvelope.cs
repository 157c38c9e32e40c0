namespace AkkaCoded.Codes.Latency;

/// <summary>
/// The highest line below all points, measured at their mean u. For an exponential tail it is the
/// maximum-likelihood line: the likelihood falls with the sum of the residuals alone, so the line
/// is the edge of the lower convex hull over the mean.
/// </summary>
internal static class LowerEnvelope
{
    /// <summary>The line and how many points determine it (2, or 1 at a bound).</summary>
    public static (FitLine Line, int Touching) Of(FitSample sample)
    {
        var lowest = new FitLine(sample.V.Min(), 0);
        if (!sample.SlopeIdentified)
        {
            return (lowest, 1);
        }

        var hull = LowerHull(sample);
        var mean = sample.U.Average();
        for (var i = 1; i < hull.Count; i++)
        {
            if (hull[i].U >= mean)
            {
                var slope = (hull[i].V - hull[i - 1].V) / (hull[i].U - hull[i - 1].U);
                var line = new FitLine(hull[i].V - (slope * hull[i].U), slope);
                return Bounded(sample, line, lowest);
            }
        }

        return (lowest, 1);
    }

    private static (FitLine Line, int Touching) Bounded(
        FitSample sample, FitLine line, FitLine lowest)
    {
        if (line.Slope < 0)
        {
            return (lowest, 1);
        }

        if (line.Intercept >= 0)
        {
            return (line, 2);
        }

        var steepest = double.PositiveInfinity;
        for (var i = 0; i < sample.Count; i++)
        {
            steepest = Math.Min(steepest, sample.V[i] / sample.U[i]);
        }

        return (new FitLine(0, steepest), 1);
    }

    /// <summary>Andrew's monotone chain, lower half, one point per u.</summary>
    private static List<(double U, double V)> LowerHull(FitSample sample)
    {
        var points = sample.U.Zip(sample.V).Select(p => (U: p.First, V: p.Second))
            .OrderBy(p => p.U).ThenBy(p => p.V);
        var hull = new List<(double U, double V)>();
        foreach (var point in points)
        {
            if (hull.Count > 0 && hull[^1].U == point.U)
            {
                continue;
            }

            while (hull.Count >= 2 && IsAboveChord(hull[^2], hull[^1], point))
            {
                hull.RemoveAt(hull.Count - 1);
            }

            hull.Add(point);
        }

        return hull;
    }

    private static bool IsAboveChord(
        (double U, double V) left, (double U, double V) middle, (double U, double V) right) =>
        (middle.V - left.V) * (right.U - left.U) >= (right.V - left.V) * (middle.U - left.U);
}
