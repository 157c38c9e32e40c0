namespace AkkaCoded.Codes;

/// <summary>
/// Column j holds the values, at one real point per worker, of the polynomial of degree n - s - 1
/// that is zero at every worker without chunk j. Any n - s answers determine such polynomials, so
/// they interpolate all of them at once; the decoded functional is the value at the anchor, where
/// every column's polynomial is 1.
/// </summary>
public sealed class ReedSolomon : CodeFamily
{
    /// <inheritdoc/>
    public override string Name => "reed-solomon";

    /// <inheritdoc/>
    public override string Summary =>
        "polynomials at real points under a balanced mask: the least load for every s";

    /// <inheritdoc/>
    public override string Reference =>
        "Halbawi, Azizan, Salehi, Hassibi, ISIT 2018 (arXiv 1706.05436), section III";

    /// <inheritdoc/>
    public override bool IsExact => true;

    /// <summary>For experiments.</summary>
    public static Func<int, int, double> PointAt { get; set; } =
        (i, n) => Math.Cos(Math.PI * ((2 * i) + 1) / (2 * n));

    /// <summary>For experiments.</summary>
    public static double Anchor { get; set; } = double.PositiveInfinity;

    /// <summary>For experiments.</summary>
    public static bool Cyclic { get; set; }

    /// <inheritdoc/>
    protected override CodeMatrix BuildMatrix(CodeParameters parameters)
    {
        var (n, s) = (parameters.Workers, parameters.Stragglers);
        var chunks = parameters.ChunksOrDefault;
        var columns = Enumerable.Range(0, chunks).Select(chunk => Column(chunk, n, s));
        return new(chunks, Deal.Transpose(n, columns), s);
    }

    private static IEnumerable<(int Row, double Value)> Column(int chunk, int n, int s)
    {
        var first = (int)(Cyclic ? chunk : (long)chunk * (s + 1) % n);
        for (var k = 0; k <= s; k++)
        {
            var row = (first + k) % n;
            var value = 1.0;
            for (var other = s + 1; other < n; other++)
            {
                var zero = PointAt((first + other) % n, n);
                value *= double.IsFinite(Anchor)
                    ? (PointAt(row, n) - zero) / (Anchor - zero)
                    : 2 * (PointAt(row, n) - zero);
            }

            yield return (row, value);
        }
    }
}
