namespace AkkaCoded.Codes;

/// <summary>
/// Workers hold chunks in proportion to their measured speeds, and still any s may be lost: every
/// chunk is on s + 1 workers, dealt round a circle of chunks in s + 1 turns. The paper asks for a
/// (s+1) x n matrix C of which any s + 1 columns are independent, and takes a random one; then the
/// column of a chunk solves C_W b = 1 on its holders W. Here C has the rows x_i^k of real points,
/// as in <see cref="ReedSolomon"/>: it decodes for certain, and amplifies tens of times less.
/// </summary>
public sealed class Heterogeneous : CodeFamily
{
    private const int ChunksPerWorker = 8;

    /// <inheritdoc/>
    public override string Name => "heterogeneous";

    /// <inheritdoc/>
    public override string Summary =>
        "loads in proportion to measured speeds, any s losses: for unlike machines";

    /// <inheritdoc/>
    public override string Reference =>
        "Wang, Guo, Tang, Li, Li, Heterogeneity-aware gradient coding for straggler tolerance, "
        + "2019";

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
        var copies = parameters.Stragglers + 1;
        var perWorker = (ChunksPerWorker + copies - 1) / copies;
        var chunks = parameters.Chunks ?? parameters.Workers * perWorker;
        var holders = Deal.RoundAndRound(chunks, copies, Loads(parameters, chunks));
        return DividedDifference.Code(parameters, holders);
    }

    /// <summary>
    /// How many chunks each row holds: in proportion to speed, at most all, copies x chunks in sum.
    /// </summary>
    private static int[] Loads(CodeParameters parameters, int chunks)
    {
        var fastest = parameters.Speeds?.Max() ?? 1;
        // Relative to the fastest, sums cannot overflow; the floor keeps the slowest above 0.
        var speeds = parameters.WorkersByRow()
            .Select(worker => Math.Max((parameters.Speeds?[worker] ?? 1) / fastest, 1e-300))
            .ToArray();
        var copies = parameters.Stragglers + 1;
        var level = WaterLevel(speeds, copies);
        var exact = Array.ConvertAll(
            speeds, speed => Math.Min(chunks, chunks * (speed / level)));
        var loads = Array.ConvertAll(exact, load => (int)load);

        // The largest fractions get the chunks that rounding down left over.
        var left = ((long)chunks * copies) - loads.Sum(load => (long)load);
        foreach (var row in Enumerable.Range(0, loads.Length)
            .Where(row => loads[row] < chunks)
            .OrderByDescending(row => exact[row] - loads[row])
            .Take((int)left))
        {
            loads[row]++;
        }

        return loads;
    }

    /// <summary>
    /// The speed that holds all the data, such that the shares min(1, speed / level) sum to the
    /// number of copies: workers faster than that are full, and the others share what is left.
    /// </summary>
    private static double WaterLevel(double[] speeds, int copies)
    {
        var rising = speeds.Order().ToArray();
        var sum = 0.0;
        for (var sharing = 1; sharing <= rising.Length; sharing++)
        {
            sum += rising[sharing - 1];
            var shares = copies - (rising.Length - sharing);
            var level = shares > 0 ? sum / shares : double.PositiveInfinity;
            if (sharing == rising.Length || level <= rising[sharing])
            {
                return level;
            }
        }

        return rising[^1];
    }
}
