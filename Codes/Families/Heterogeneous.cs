namespace AkkaCoded.Codes;

/// <summary>
/// Workers hold chunks in proportion to their measured speeds and still any s may be lost: every
/// chunk is on s + 1 workers, dealt round a circle of chunks in s + 1 turns. With C a random
/// (s+1) x n matrix, the column of a chunk on the workers W solves C_W b = 1, so C B is all ones;
/// for any s losses some combination of the rows of C vanishes on the lost workers, and scaled to
/// sum 1 it decodes.
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
        "Wang, Guo, Tang, Li, Li, 2019 (arXiv 1901.09339), algorithm 1 and theorem 1";

    /// <inheritdoc/>
    public override bool IsExact => true;

    /// <summary>C, drawn row by row.</summary>
    internal static double[,] DrawC(CodeParameters parameters)
    {
        var random = SeededRandom.Stream(parameters.Seed, 2);
        var c = new double[parameters.Stragglers + 1, parameters.Workers];
        for (var i = 0; i < c.GetLength(0); i++)
        {
            for (var j = 0; j < c.GetLength(1); j++)
            {
                c[i, j] = random.NextGaussian();
            }
        }

        return c;
    }

    /// <inheritdoc/>
    protected override CodeMatrix BuildMatrix(CodeParameters parameters)
    {
        var (n, copies) = (parameters.Workers, parameters.Stragglers + 1);
        var perWorker = Math.Max(1, (ChunksPerWorker + copies - 1) / copies);
        var chunks = parameters.Chunks ?? Math.Min(n * perWorker, CodeParameters.ChunksMax);
        var holders = Holders(chunks, copies, Loads(parameters, chunks));
        var c = DrawC(parameters);
        var columns = holders.Select(rows => Column(c, rows));
        return new(chunks, Deal.Transpose(n, columns), parameters.Stragglers);
    }

    /// <summary>
    /// How many chunks each row holds: in proportion to speed, at most all, copies x chunks in sum.
    /// </summary>
    internal static int[] Loads(CodeParameters parameters, int chunks)
    {
        var speeds = parameters.WorkersByRow()
            .Select(worker => parameters.Speeds?[worker] ?? 1)
            .ToArray();
        var copies = parameters.Stragglers + 1;
        var level = WaterLevel(speeds, copies);
        var exact = Array.ConvertAll(
            speeds, speed => Math.Min(chunks, (double)chunks * speed / level));
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

        Contract.Require(
            loads.Sum(load => (long)load) == (long)chunks * copies, "every copy is dealt");
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
        for (var slower = 1; slower <= rising.Length; slower++)
        {
            sum += rising[slower - 1];
            var share = copies - (rising.Length - slower);
            var next = slower < rising.Length ? rising[slower] : double.PositiveInfinity;
            if (share > 0 && sum / share <= next)
            {
                return sum / share;
            }
        }

        return rising[^1];
    }

    private static List<int>[] Holders(int chunks, int copies, int[] loads)
    {
        var holders = Enumerable.Range(0, chunks).Select(_ => new List<int>(copies)).ToArray();
        var next = 0;
        for (var row = 0; row < loads.Length; row++)
        {
            for (var k = 0; k < loads[row]; k++)
            {
                holders[next].Add(row);
                next = (next + 1) % chunks;
            }
        }

        return holders;
    }

    private static IEnumerable<(int Row, double Value)> Column(double[,] c, List<int> rows)
    {
        var size = rows.Count;
        var system = new double[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                system[i, j] = c[i, rows[j]];
            }
        }

        var right = new double[size];
        Array.Fill(right, 1);
        return rows.Zip(SmallSystem.Solve(system, right));
    }
}
