namespace AkkaCoded.Codes.Tests;

/// <summary>Elimination at 50 digits.</summary>
internal static class ExactElimination
{
    private static readonly Exact Nothing = Exact.Ten(-30);

    /// <summary>
    /// For each subset of the rows (bit i is row i), whether the vector of ones is in their span.
    /// A walk over the tree of subsets, so that what a prefix has eliminated is shared.
    /// </summary>
    public static bool[] SpansOnes(Exact[][] rows)
    {
        var spans = new bool[1 << rows.Length];
        var ones = new Exact[rows[0].Length];
        Array.Fill(ones, Exact.One);
        Walk(rows, 0, 0, [], ones, spans);
        return spans;
    }

    /// <summary>
    /// The least sum of squares of c with sum c_i row_i / |row_i| = 1, over chunks: the square of
    /// the amplification. The subset must span the ones.
    /// </summary>
    public static double SquaredAmplification(Exact[][] rows, int subset)
    {
        var members = rows.Where((_, i) => (subset >> i & 1) == 1)
            .Where(row => row.Any(entry => Exact.Abs(entry) > Nothing))
            .ToArray();
        var basis = new List<Exact[]>();
        var echelon = new List<(int Pivot, Exact[] Row)>();
        foreach (var row in members)
        {
            if (Extend(echelon, row))
            {
                basis.Add(row);
            }
        }

        // c_i = row_i . z / |row_i| with z = sum_k u_k basis_k; the ones, tested with each basis
        // row, give as many equations as there are u.
        var weights = members.Select(row => Exact.One / Dot(row, row)).ToArray();
        var system = basis.Select(test => basis.Select(trial => Sum(members.Select((row, i) =>
            weights[i] * Dot(row, test) * Dot(row, trial)))).ToArray()).ToArray();
        var right = basis.Select(Sum).ToArray();
        var u = Solve(system, right);
        var z = Enumerable.Range(0, rows[0].Length)
            .Select(chunk => Sum(basis.Select((row, k) => u[k] * row[chunk])))
            .ToArray();
        var square = Sum(members.Select((row, i) => weights[i] * Dot(row, z) * Dot(row, z)));
        return (square / rows[0].Length).ToDouble();
    }

    /// <summary>Solves a regular system by Gauss and Jordan.</summary>
    public static Exact[] Solve(Exact[][] system, Exact[] right)
    {
        var rows = system.Select((row, i) => row.Append(right[i]).ToArray()).ToArray();
        for (var k = 0; k < rows.Length; k++)
        {
            var best = Enumerable.Range(k, rows.Length - k).MaxBy(i => Exact.Abs(rows[i][k]));
            (rows[k], rows[best]) = (rows[best], rows[k]);
            rows[k] = Array.ConvertAll(rows[k], entry => entry / rows[k][k]);
            for (var i = 0; i < rows.Length; i++)
            {
                if (i != k)
                {
                    rows[i] = Reduce(rows[i], k, rows[k]);
                }
            }
        }

        return Array.ConvertAll(rows, row => row[^1]);
    }

    private static void Walk(
        Exact[][] rows, int next, int subset, List<(int Pivot, Exact[] Row)> echelon,
        Exact[] ones, bool[] spans)
    {
        if (next == rows.Length)
        {
            spans[subset] = !ones.Any(entry => Exact.Abs(entry) > Nothing);
            return;
        }

        Walk(rows, next + 1, subset, echelon, ones, spans);
        var isNew = Extend(echelon, rows[next]);
        var reduced = isNew ? Reduce(ones, echelon[^1].Pivot, echelon[^1].Row) : ones;
        Walk(rows, next + 1, subset | (1 << next), echelon, reduced, spans);
        if (isNew)
        {
            echelon.RemoveAt(echelon.Count - 1);
        }
    }

    private static bool Extend(List<(int Pivot, Exact[] Row)> echelon, Exact[] row)
    {
        var largest = row.Max(Exact.Abs);
        if (!(largest > Nothing))
        {
            return false;
        }

        var rest = Array.ConvertAll(row, entry => entry / largest);
        foreach (var (pivot, reducer) in echelon)
        {
            rest = Reduce(rest, pivot, reducer);
        }

        var best = Enumerable.Range(0, rest.Length).MaxBy(chunk => Exact.Abs(rest[chunk]));
        if (!(Exact.Abs(rest[best]) > Nothing))
        {
            return false;
        }

        var scale = rest[best];
        echelon.Add((best, Array.ConvertAll(rest, entry => entry / scale)));
        return true;
    }

    private static Exact[] Reduce(Exact[] row, int pivot, Exact[] reducer)
    {
        var factor = row[pivot];
        return factor.Scaled.IsZero
            ? row
            : [.. row.Zip(reducer, (entry, other) =>
                other.Scaled.IsZero ? entry : entry - (factor * other))];
    }

    private static Exact Dot(Exact[] left, Exact[] right) =>
        Sum(left.Zip(right, (one, other) => one * other));

    private static Exact Sum(IEnumerable<Exact> values) =>
        values.Aggregate(Exact.Zero, (sum, value) => sum + value);
}
