using AkkaCoded.Codes;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>
/// The loads of an MDS code for linear work: each worker computes 1/(n-s) of it, and any n - s
/// answers are enough. Only for races by count, <c>count:mds:s=2</c>: gradients of a nonlinear
/// model cannot be coded so.
/// </summary>
public sealed class CountedMds : CodeFamily
{
    /// <summary>What stands for it in <c>coded.code.family</c>.</summary>
    public static string FamilyName =>
        $"{typeof(CountedMds).FullName}, {typeof(CountedMds).Assembly.GetName().Name}";

    /// <inheritdoc/>
    public override string Name => "mds";

    /// <inheritdoc/>
    public override string Summary => "loads of an MDS code for linear work; to be counted only";

    /// <inheritdoc/>
    public override string Reference =>
        "Lee, Lam, Pedarsani, Papailiopoulos, Ramchandran, Speeding up distributed machine "
        + "learning using codes, IEEE Trans. Inf. Theory 2018 (arXiv 1512.02673), section III";

    /// <inheritdoc/>
    public override bool IsExact => true;

    /// <inheritdoc/>
    protected override CodeMatrix BuildMatrix(CodeParameters parameters)
    {
        var needed = parameters.Workers - parameters.Stragglers;
        var rows = Enumerable.Range(0, parameters.Workers)
            .Select(row => CodeRow.SumOf([row % needed]));
        return new CodeMatrix(needed, [.. rows], parameters.Stragglers);
    }
}
