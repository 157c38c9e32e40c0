namespace AkkaCoded.Codes;

/// <summary>
/// Worker i stands at a real point x_i. Column j is zero except on the s + 1 workers W that hold
/// chunk j, where it has the weights of a divided difference of order s,
/// B_ij = 1 / prod_{l in W, l not i} (x_i - x_l). The divided difference of x^s + ... is 1 whatever
/// the points, so a_i = prod_{l lost} (x_i - x_l), which is 0 at every lost worker, decodes.
/// </summary>
/// <remarks>
/// This is the generalized Reed-Solomon code of the paper with real points for complex ones and its
/// functional at infinity. Two choices decide its amplification, measured over all losses or 3,000
/// and the contiguous ones. The mask deals chunks to workers in turn, s + 1 to each, round and
/// round: the holders of a chunk stand far apart, so its weights are small; with neighbours as
/// holders, n = 20 and s = 5 amplify 1,500 times instead of 3. The points 2 tan(pi u / 4), u
/// equidistant in (-1, 1), are between equidistant ones (3.6) and Chebyshev's (6.7).
/// </remarks>
public sealed class ReedSolomon : CodeFamily
{
    /// <inheritdoc/>
    public override string Name => "reed-solomon";

    /// <inheritdoc/>
    public override string Summary =>
        "real points under a balanced mask: the least load for every s, small amplification";

    /// <inheritdoc/>
    public override string Reference =>
        "Halbawi, Azizan, Salehi, Hassibi, Improving distributed gradient descent using "
        + "Reed-Solomon codes, ISIT 2018 (arXiv 1706.05436)";

    /// <inheritdoc/>
    public override bool IsExact => true;

    /// <inheritdoc/>
    public override void Validate(CodeParameters parameters)
    {
        base.Validate(parameters);
        ParameterChecks.StragglersAtMost(parameters, DividedDifference.OrderMax, Name);
    }

    /// <inheritdoc/>
    protected override CodeMatrix BuildMatrix(CodeParameters parameters)
    {
        var chunks = parameters.ChunksOrDefault;
        var copies = parameters.Stragglers + 1;
        var loads = Enumerable.Range(0, parameters.Workers)
            .Select(row => Deal.Share(chunks * copies, row, parameters.Workers).Count)
            .ToArray();
        var holders = Deal.RoundAndRound(chunks, copies, loads);
        return DividedDifference.Code(parameters, holders);
    }
}

/// <summary>The columns of <see cref="ReedSolomon"/> for any mask of s + 1 holders.</summary>
internal static class DividedDifference
{
    /// <summary>Beyond it a product of so many differences may leave the range of a double.
    /// </summary>
    public const int OrderMax = 1000;

    /// <summary>The code in which these rows hold each chunk.</summary>
    public static CodeMatrix Code(CodeParameters parameters, IReadOnlyList<int>[] holders)
    {
        var points = Enumerable.Range(0, parameters.Workers)
            .Select(row => Point(row, parameters.Workers))
            .ToArray();
        var columns = holders.Select(rows => rows.Select(row => (row, Weight(points, rows, row))));
        return new(
            holders.Length, Deal.Transpose(parameters.Workers, columns), parameters.Stragglers);
    }

    /// <summary>In (-2, 2), so that the product of the distances to all points stays moderate.
    /// </summary>
    private static double Point(int row, int workers) =>
        2 * Math.Tan(Math.PI / 4 * ((2 * row) + 1 - workers) / workers);

    private static double Weight(double[] points, IReadOnlyList<int> holders, int row)
    {
        var product = 1.0;
        foreach (var other in holders)
        {
            if (other != row)
            {
                product *= points[row] - points[other];
            }
        }

        return 1 / product;
    }
}
