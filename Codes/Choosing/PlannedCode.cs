using System.Collections.Immutable;

namespace AkkaCoded.Codes.Choosing;

/// <summary>A plan as a code that can be decoded.</summary>
/// <param name="Code">The code over the workers that take part.</param>
/// <param name="WorkerOfIndex">The worker behind each index of the code.</param>
public sealed record PlannedCode(GradientCode Code, ImmutableArray<int> WorkerOfIndex)
{
    private const int ChunksPerWorkerUneven = 8;
    private const int ChunksUnevenMin = 64;

    /// <summary>Builds the code of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="seed">See <see cref="CodeParameters.Seed"/>.</param>
    /// <param name="chunks">Chunks of a step where they are given; null: as many as make the loads
    /// what the plan says. Ignored by the counting codes, which know one chunk per worker.</param>
    /// <exception cref="InvalidInputException">CDL-0052: fewer chunks than groups.</exception>
    public static PlannedCode Of(CodePlan plan, ulong seed = 1, int? chunks = null)
    {
        var parameters = new CodeParameters(plan.Workers.Length, plan.Stragglers) { Seed = seed };
        if (plan.Groups.IsEmpty)
        {
            return new(CodeFamilies.Build(plan.Family, parameters), plan.Workers);
        }

        var count = chunks ?? Chunks(plan);
        if (count < plan.Groups.Length)
        {
            throw new InvalidInputException(
                "CDL-0052", "code.chunks", count, $"at least {plan.Groups.Length}, one per group",
                "Give more chunks, or leave code.chunks out.");
        }

        var family = new PlannedRepetition(plan);
        return new(family.Build(parameters with { Chunks = count }), plan.Workers);
    }

    private static int Chunks(CodePlan plan)
    {
        var (workers, groups) = (plan.Workers.Length, plan.Groups.Length);
        var wanted = plan.IsEven
            ? groups * ((workers + groups - 1) / groups)
            : Math.Max(ChunksUnevenMin, workers * ChunksPerWorkerUneven);
        return wanted <= CodeParameters.ChunksMax ? wanted : groups;
    }
}

/// <summary>Groups that repeat each other, as a plan lists them.</summary>
internal sealed class PlannedRepetition(CodePlan plan) : CodeFamily
{
    public override string Name => plan.Family;

    public override string Summary => "groups that repeat each other, as planned from speeds";

    public override string Reference =>
        "Tandon, Lei, Dimakis, Karampatziakis, Gradient coding, ICML 2017 (arXiv 1612.03301), "
        + "fractional repetition scheme";

    public override bool IsExact => true;

    protected override CodeMatrix BuildMatrix(CodeParameters parameters)
    {
        var chunks = parameters.ChunksOrDefault;
        var rowOfGroup = GroupRows(chunks);
        // Rows are permuted onto workers by the seed; here every worker's row is fixed already.
        var rows = parameters.WorkersByRow()
            .Select(index => rowOfGroup[plan.GroupOf[plan.Workers[index]]])
            .ToList();
        return new(chunks, rows, plan.Stragglers);
    }

    private CodeRow[] GroupRows(int chunks)
    {
        var rows = new CodeRow[plan.Groups.Length];
        var (first, before) = (0, 0.0);
        for (var g = 0; g < rows.Length; g++)
        {
            before += plan.Groups[g].Load;
            // The groups after this one need a chunk each too.
            var end = Math.Clamp(
                (int)Math.Round(chunks * before), first + 1, chunks - (rows.Length - 1 - g));
            end = g == rows.Length - 1 ? chunks : end;
            rows[g] = CodeRow.SumOf(Enumerable.Range(first, end - first));
            first = end;
        }

        return rows;
    }
}
