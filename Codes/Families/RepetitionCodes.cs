namespace AkkaCoded.Codes;

/// <summary>Every chunk on one worker: no redundancy, the yardstick for the others.</summary>
public sealed class Uncoded : CodeFamily
{
    /// <inheritdoc/>
    public override string Name => "uncoded";

    /// <inheritdoc/>
    public override string Summary => "no redundancy: waits for every worker, tolerates no loss";

    /// <inheritdoc/>
    public override string Reference =>
        "the naive scheme of Tandon et al., Gradient coding, ICML 2017 (arXiv 1612.03301)";

    /// <inheritdoc/>
    public override bool IsExact => true;

    /// <inheritdoc/>
    public override void Validate(CodeParameters parameters)
    {
        base.Validate(parameters);
        ParameterChecks.ChunksAtLeast(
            parameters, parameters.Workers, "so that every worker has a chunk");
    }

    /// <inheritdoc/>
    protected override CodeMatrix BuildMatrix(CodeParameters parameters)
    {
        var chunks = parameters.ChunksOrDefault;
        var rows = Enumerable.Range(0, parameters.Workers)
            .Select(row => Deal.Slice(chunks, row, parameters.Workers))
            .ToList();
        return new(chunks, rows, Tolerance: 0);
    }
}

/// <summary>
/// Groups of workers that do the same work: an answer from each group is the sum, with
/// coefficients 0 and 1, so nothing is amplified, and no rounding but that of adding in another
/// order tells the sum from that of uncoded training. Where s + 1 does not divide n, there are
/// floor(n / (s+1)) groups whose sizes differ by at most one, and a group's share of the chunks
/// follows its size.
/// </summary>
public sealed class FractionalRepetition : CodeFamily
{
    /// <inheritdoc/>
    public override string Name => "fractional-repetition";

    /// <inheritdoc/>
    public override string Summary =>
        "groups that repeat each other: decodes at once, amplifies nothing; the safe choice";

    /// <inheritdoc/>
    public override string Reference =>
        "Tandon, Lei, Dimakis, Karampatziakis, Gradient coding, ICML 2017 (arXiv 1612.03301), "
        + "fractional repetition scheme";

    /// <inheritdoc/>
    public override bool IsExact => true;

    /// <inheritdoc/>
    public override void Validate(CodeParameters parameters)
    {
        base.Validate(parameters);
        ParameterChecks.ChunksAtLeast(
            parameters, Groups(parameters), "so that every group has a chunk");
    }

    /// <inheritdoc/>
    protected override CodeMatrix BuildMatrix(CodeParameters parameters)
    {
        var workers = parameters.Workers;
        var chunks = parameters.ChunksOrDefault;
        var groups = Groups(parameters);
        var rows = new CodeRow[workers];
        for (var group = 0; group < groups; group++)
        {
            // Members and chunks are cut at the same fractions, so that equal groups share equally.
            var row = Deal.Slice(chunks, group, groups);
            var (first, count) = Deal.Share(workers, group, groups);
            Array.Fill(rows, row, first, count);
        }

        return new(chunks, rows, parameters.Stragglers);
    }

    private static int Groups(CodeParameters parameters) =>
        parameters.Workers / (parameters.Stragglers + 1);
}

/// <summary>
/// Batched coupon collector: the chunks are cut into ceil(n / (s+1)) batches and a worker sums one
/// batch drawn at random; the step ends when every batch has come in. In the paper a draw may leave
/// a batch without any worker; here each batch is given once and only the other workers draw, so
/// that all answers together always decode.
/// </summary>
public sealed class BatchedCouponCollector : CodeFamily
{
    /// <inheritdoc/>
    public override string Name => "batched-coupon-collector";

    /// <inheritdoc/>
    public override string Summary =>
        "random batches, no plan: most sets of moderate size decode, none is promised to";

    /// <inheritdoc/>
    public override string Reference =>
        "Li, Mousavi Kalan, Avestimehr, Soltanolkotabi, Near-optimal straggler mitigation for "
        + "distributed gradient methods, 2017 (arXiv 1710.09990)";

    /// <inheritdoc/>
    public override bool IsExact => false;

    /// <inheritdoc/>
    public override void Validate(CodeParameters parameters)
    {
        base.Validate(parameters);
        ParameterChecks.ChunksAtLeast(
            parameters, Batches(parameters), "so that every batch has a chunk");
    }

    /// <inheritdoc/>
    protected override CodeMatrix BuildMatrix(CodeParameters parameters)
    {
        var chunks = parameters.ChunksOrDefault;
        var batches = Batches(parameters);
        var random = SeededRandom.Stream(parameters.Seed, 2);
        var rows = Enumerable.Range(0, parameters.Workers)
            .Select(row => row < batches ? row : random.NextInt(batches))
            .Select(batch => Deal.Slice(chunks, batch, batches))
            .ToList();
        return new(chunks, rows, Tolerance: 0);
    }

    private static int Batches(CodeParameters parameters) =>
        (parameters.Workers + parameters.Stragglers) / (parameters.Stragglers + 1);
}
