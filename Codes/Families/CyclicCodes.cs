namespace AkkaCoded.Codes;

/// <summary>
/// Worker i holds the chunks i .. i+s (mod n). With H an s x n Gaussian matrix whose rows sum to
/// zero, row i is the vector of that support with H b = 0 and b_i = 1. All rows lie in the null
/// space of H, which has dimension n - s, holds the vector of ones, and is spanned by any n - s of
/// them with probability one. Decodes exactly, but amplifies strongly: prefer
/// <see cref="CyclicMds"/>.
/// </summary>
public sealed class CyclicRepetition : CodeFamily
{
    /// <inheritdoc/>
    public override string Name => "cyclic-repetition";

    /// <inheritdoc/>
    public override string Summary =>
        "random cyclic code: least load for every s, large amplification";

    /// <inheritdoc/>
    public override string Reference =>
        "Tandon, Lei, Dimakis, Karampatziakis, Gradient coding, ICML 2017 (arXiv 1612.03301), "
        + "cyclic repetition scheme";

    /// <inheritdoc/>
    public override bool IsExact => true;

    /// <inheritdoc/>
    public override void Validate(CodeParameters parameters)
    {
        base.Validate(parameters);
        ParameterChecks.OneChunkPerWorker(parameters, Name);
    }

    /// <summary>H, drawn row by row; the last column makes each row sum to zero.</summary>
    internal static double[,] NullSpaceOf(CodeParameters parameters)
    {
        var (n, s) = (parameters.Workers, parameters.Stragglers);
        var random = SeededRandom.Stream(parameters.Seed, 2);
        var h = new double[s, n];
        for (var i = 0; i < s; i++)
        {
            for (var j = 0; j < n - 1; j++)
            {
                h[i, j] = random.NextGaussian();
                h[i, n - 1] -= h[i, j];
            }
        }

        return h;
    }

    /// <inheritdoc/>
    protected override CodeMatrix BuildMatrix(CodeParameters parameters)
    {
        var h = NullSpaceOf(parameters);
        var rows = Enumerable.Range(0, parameters.Workers)
            .Select(row => RowFrom(h, row))
            .ToList();
        return new(parameters.Workers, rows, parameters.Stragglers);
    }

    private static CodeRow RowFrom(double[,] h, int first)
    {
        var (s, n) = (h.GetLength(0), h.GetLength(1));
        var system = new double[s, s];
        var right = new double[s];
        for (var i = 0; i < s; i++)
        {
            right[i] = -h[i, first];
            for (var j = 0; j < s; j++)
            {
                system[i, j] = h[i, (first + 1 + j) % n];
            }
        }

        var rest = SmallSystem.Solve(system, right);
        var entries = new double[n];
        entries[first] = 1;
        for (var j = 0; j < s; j++)
        {
            entries[(first + 1 + j) % n] = rest[j];
        }

        return CodeRow.FromDense(entries);
    }
}

/// <summary>
/// Every row is a shift of one codeword of a cyclic MDS code whose zeros are the s roots of unity
/// next to -1. It excludes 1, so the vector of ones is in the code and any n - s shifts reach it.
/// The codeword is real only when n - s is odd; for even n - s the code for s + 1 is built, which
/// loads s + 2 chunks and tolerates s + 1 losses.
/// </summary>
/// <remarks>
/// Contiguous losses of rows are its worst case; the amplification of a typical loss is a few
/// units. By the q-binomial theorem the generator prod_j (x + exp(2 pi i j / n)), with j from
/// -(t-1)/2 to (t-1)/2, has the coefficients prod_{i=1..k} sin(pi (t-i+1) / n) / sin(pi i / n):
/// all positive, so nothing cancels, however large n is. They are scaled to a maximum of 1.
/// </remarks>
public sealed class CyclicMds : CodeFamily
{
    /// <inheritdoc/>
    public override string Name => "cyclic-mds";

    /// <inheritdoc/>
    public override string Summary =>
        "deterministic cyclic code: the least load, small amplification for random losses";

    /// <inheritdoc/>
    public override string Reference =>
        "Raviv, Tandon, Dimakis, Tamo, Gradient coding from cyclic MDS codes and expander graphs, "
        + "ICML 2018";

    /// <inheritdoc/>
    public override bool IsExact => true;

    /// <inheritdoc/>
    public override void Validate(CodeParameters parameters)
    {
        base.Validate(parameters);
        ParameterChecks.OneChunkPerWorker(parameters, Name);
        var tolerance = RealTolerance(parameters.Workers, parameters.Stragglers);
        if (Codeword(parameters.Workers, tolerance) is null)
        {
            ParameterChecks.StragglersAtMost(parameters, DividedDifference.OrderMax, Name);
        }
    }

    /// <inheritdoc/>
    protected override CodeMatrix BuildMatrix(CodeParameters parameters)
    {
        var n = parameters.Workers;
        var tolerance = RealTolerance(n, parameters.Stragglers);
        var codeword = Codeword(n, tolerance);
        Contract.Require(codeword is not null, "parameters are checked first");
        var rows = new List<CodeRow>(n);
        var entries = new double[n];
        for (var row = 0; row < n; row++)
        {
            Array.Clear(entries);
            for (var k = 0; k <= tolerance; k++)
            {
                entries[(row + k) % n] = codeword[k];
            }

            rows.Add(CodeRow.FromDense(entries));
        }

        return new(n, rows, tolerance);
    }

    /// <summary>s where its zeros pair up into a real polynomial, else s + 1. Without losses there
    /// are no zeros, and every n will do.</summary>
    internal static int RealTolerance(int workers, int stragglers) =>
        stragglers == 0 || (workers - stragglers) % 2 == 1 ? stragglers : stragglers + 1;

    /// <summary>
    /// Symmetric, and built from its largest entry in the middle outwards: from the ends it would
    /// overflow for n in the thousands. Null where the entries at the ends are too small for a
    /// double; for s up to 1,000 they never are.
    /// </summary>
    private static double[]? Codeword(int n, int tolerance)
    {
        var codeword = new double[tolerance + 1];
        var middle = tolerance / 2;
        codeword[middle] = codeword[tolerance - middle] = 1;
        for (var k = middle; k >= 1; k--)
        {
            codeword[k - 1] = codeword[tolerance - k + 1] = codeword[k]
                * Math.Sin(Math.PI * k / n) / Math.Sin(Math.PI * (tolerance - k + 1) / n);
        }

        return double.IsNormal(codeword[0]) ? codeword : null;
    }
}
