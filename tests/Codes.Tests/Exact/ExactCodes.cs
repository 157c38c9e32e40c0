namespace AkkaCoded.Codes.Tests;

/// <summary>
/// The matrices of the families, written down a second time from their definitions at 50 digits.
/// What a family draws at random is data: which chunks a row holds is taken from the code, and
/// Gaussian draws are repeated from the seed. Rows come in the order of the construction; their
/// scale is free, because it changes neither spans nor amplification.
/// </summary>
internal static class ExactCodes
{
    public static Exact[][] Build(GradientCode code, CodeParameters parameters) =>
        code.Family switch
        {
            "uncoded" => Blocks(code.Workers, code.Workers, code.Chunks),
            "fractional-repetition" =>
                Blocks(code.Workers, code.Workers / (code.Stragglers + 1), code.Chunks),
            "cyclic-repetition" => CyclicRepetition(parameters),
            "cyclic-mds" => CyclicMds(code.Workers, code.Tolerance),
            "reed-solomon" => Polynomials(
                code.Workers, Dealt(code.Workers, code.Stragglers, code.Chunks)),
            "heterogeneous" => Polynomials(code.Workers, Held(code)),
            _ => Constant(code),
        };

    /// <summary>Whether row r works for chunk j, by the code itself.</summary>
    public static bool[][] Held(GradientCode code) =>
        [.. Enumerable.Range(0, code.Workers).Select(row =>
            Enumerable.Range(0, code.Chunks)
                .Select(code.Row(code.WorkerAtRow(row)).Chunks.Contains)
                .ToArray())];

    private static Exact[][] Blocks(int workers, int groups, int chunks) =>
        Matrix(workers, chunks, (row, chunk) =>
        {
            // Rows and chunks are both cut at the fractions g / groups.
            var ofRow = Enumerable.Range(0, groups).Last(g => workers * g / groups <= row);
            var ofChunk = Enumerable.Range(0, groups).Last(g => chunks * g / groups <= chunk);
            return ofRow == ofChunk ? Exact.One : Exact.Zero;
        });

    private static Exact[][] CyclicRepetition(CodeParameters parameters)
    {
        var (n, s) = (parameters.Workers, parameters.Stragglers);
        var random = SeededRandom.Stream(parameters.Seed, 2);
        var h = Matrix(s, n - 1, (_, _) => Exact.From(random.NextGaussian()));
        h = [.. h.Select(row => row
            .Append(-row.Aggregate(Exact.Zero, (sum, entry) => sum + entry))
            .ToArray())];
        return [.. Enumerable.Range(0, n).Select(first =>
        {
            var rest = ExactElimination.Solve(
                Matrix(s, s, (i, k) => h[i][(first + 1 + k) % n]),
                [.. h.Select(row => -row[first])]);
            var entries = new Exact[n];
            entries[first] = Exact.One;
            for (var k = 0; k < s; k++)
            {
                entries[(first + 1 + k) % n] = rest[k];
            }

            return entries;
        })];
    }

    /// <summary>The polynomial with the t zeros next to -1, multiplied out pair by pair.</summary>
    private static Exact[][] CyclicMds(int n, int t)
    {
        var codeword = new List<Exact> { Exact.One };
        for (var z = n - t + 1; z < n; z += 2)
        {
            // The pair exp(+- 2 pi i z / 2n) has the factor x^2 - 2 cos x + 1.
            var middle = -2 * Exact.Cosine(Exact.Pi * z / n);
            codeword = Multiply(codeword, [Exact.One, middle, Exact.One]);
        }

        if (t % 2 == 1)
        {
            codeword = Multiply(codeword, [Exact.One, Exact.One]);
        }

        return Matrix(n, n, (row, chunk) =>
        {
            var k = (chunk - row + n) % n;
            return k < codeword.Count ? codeword[k] : Exact.Zero;
        });
    }

    private static bool[][] Dealt(int n, int s, int chunks)
    {
        var held = Enumerable.Range(0, n).Select(_ => new bool[chunks]).ToArray();
        var next = 0;
        for (var row = 0; row < n; row++)
        {
            for (; next < (row + 1) * chunks * (s + 1) / n; next++)
            {
                held[row][next % chunks] = true;
            }
        }

        return held;
    }

    /// <summary>
    /// Column j holds the values of the monic polynomial that is zero at every row without chunk j:
    /// the code's own form, divided differences, is this one with rows scaled.
    /// </summary>
    private static Exact[][] Polynomials(int n, bool[][] held)
    {
        var points = Enumerable.Range(0, n).Select(row =>
        {
            var angle = Exact.Pi * ((2 * row) + 1 - n) / (4 * n);
            return 2 * Exact.Sine(angle) / Exact.Cosine(angle);
        }).ToArray();
        return Matrix(n, held[0].Length, (row, chunk) => Enumerable.Range(0, n)
            .Where(other => !held[other][chunk])
            .Aggregate(Exact.One, (product, other) => product * (points[row] - points[other])));
    }

    private static Exact[][] Constant(GradientCode code)
    {
        var held = Held(code);
        return Matrix(
            code.Workers, code.Chunks,
            (row, chunk) => held[row][chunk] ? Exact.One : Exact.Zero);
    }

    private static List<Exact> Multiply(List<Exact> left, Exact[] right)
    {
        var product = Enumerable.Repeat(Exact.Zero, left.Count + right.Length - 1).ToList();
        for (var i = 0; i < left.Count; i++)
        {
            for (var j = 0; j < right.Length; j++)
            {
                product[i + j] += left[i] * right[j];
            }
        }

        return product;
    }

    private static Exact[][] Matrix(int rows, int columns, Func<int, int, Exact> entry) =>
        [.. Enumerable.Range(0, rows).Select(row =>
            Enumerable.Range(0, columns).Select(column => entry(row, column)).ToArray())];
}
