namespace AkkaCoded.Codes;

/// <summary>Dense linear systems as small as a code's tolerance.</summary>
internal static class SmallSystem
{
    /// <summary>
    /// Solves system x = right by elimination with partial pivoting, in O(size cubed); both
    /// arguments are used up.
    /// </summary>
    public static double[] Solve(double[,] system, double[] right)
    {
        var size = right.Length;
        for (var k = 0; k < size; k++)
        {
            SwapRows(system, right, k, Pivot(system, k));
            Contract.Require(system[k, k] != 0, "random systems have full rank");
            for (var i = k + 1; i < size; i++)
            {
                var factor = system[i, k] / system[k, k];
                right[i] -= factor * right[k];
                for (var j = k + 1; j < size; j++)
                {
                    system[i, j] -= factor * system[k, j];
                }
            }
        }

        for (var k = size - 1; k >= 0; k--)
        {
            for (var j = k + 1; j < size; j++)
            {
                right[k] -= system[k, j] * right[j];
            }

            right[k] /= system[k, k];
        }

        return right;
    }

    private static int Pivot(double[,] system, int column)
    {
        var best = column;
        for (var i = column + 1; i < system.GetLength(0); i++)
        {
            if (Math.Abs(system[i, column]) > Math.Abs(system[best, column]))
            {
                best = i;
            }
        }

        return best;
    }

    private static void SwapRows(double[,] system, double[] right, int one, int other)
    {
        if (one == other)
        {
            return;
        }

        (right[one], right[other]) = (right[other], right[one]);
        for (var j = 0; j < system.GetLength(1); j++)
        {
            (system[one, j], system[other, j]) = (system[other, j], system[one, j]);
        }
    }
}
