namespace AkkaCoded.Codes.Latency;

/// <summary>Least squares of v on (1, u) and on (1, u, late), with no negative coefficient.
/// </summary>
internal static class LeastSquares
{
    public static FitLine Line(FitSample sample) => WithLate(sample, new double[sample.Count]).Line;

    /// <param name="sample">The points.</param>
    /// <param name="late">Probability that an observation is a late one, 0 .. 1 each.</param>
    /// <returns>The line of those on time, and by how much the late ones lie above it: the minimum
    /// of sum (1-w)(v - line)^2 + w (v - line - gap)^2.</returns>
    public static (FitLine Line, double Gap) WithLate(FitSample sample, double[] late)
    {
        var normal = new double[3, 4];
        for (var i = 0; i < sample.Count; i++)
        {
            double u = sample.U[i], v = sample.V[i], w = late[i];
            normal[0, 0] += 1;
            normal[0, 1] += u;
            normal[0, 2] += w;
            normal[0, 3] += v;
            normal[1, 1] += u * u;
            normal[1, 2] += u * w;
            normal[1, 3] += u * v;
            // Squared weights do not appear: w is a share of an observation, not a regressor.
            normal[2, 2] += w;
            normal[2, 3] += w * v;
        }

        normal[1, 0] = normal[0, 1];
        normal[2, 0] = normal[0, 2];
        normal[2, 1] = normal[1, 2];
        var gap = normal[2, 2] > 0;
        var all = Solve(normal, true, sample.SlopeIdentified, gap);
        if (all[1] < 0)
        {
            all = Solve(normal, true, false, gap);
        }
        else if (all[0] < 0)
        {
            all = Solve(normal, false, true, gap);
        }

        return (new FitLine(Math.Max(0, all[0]), Math.Max(0, all[1])), all[2]);
    }

    /// <summary>Gaussian elimination; unknowns that are not used stay 0.</summary>
    private static double[] Solve(double[,] normal, params bool[] used)
    {
        var a = (double[,])normal.Clone();
        for (var pivot = 0; pivot < 3; pivot++)
        {
            if (!used[pivot] || Math.Abs(a[pivot, pivot]) < 1e-300)
            {
                used[pivot] = false;
                continue;
            }

            for (var row = 0; row < 3; row++)
            {
                if (row != pivot && used[row])
                {
                    var factor = a[row, pivot] / a[pivot, pivot];
                    for (var column = 0; column < 4; column++)
                    {
                        a[row, column] -= factor * a[pivot, column];
                    }
                }
            }
        }

        var result = new double[3];
        for (var i = 0; i < 3; i++)
        {
            result[i] = used[i] ? a[i, 3] / a[i, i] : 0;
        }

        return result;
    }
}
