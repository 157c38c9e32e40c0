namespace AkkaCoded.Codes.Latency;

/// <summary>What is drawn from a trace.</summary>
public enum TraceDraw
{
    /// <summary>
    /// Whole steps: a row, and of it a random set of workers. What slows all workers of a step at
    /// once stays together. More workers than columns are drawn with repetition.
    /// </summary>
    Steps,

    /// <summary>Single values, independently: what workers have in common is lost.</summary>
    Values,
}

/// <summary>The empirical law of a trace; its order statistics are exact sums, not samples.
/// </summary>
public sealed class TraceDelay : DelayDistribution
{
    private readonly double[][] _sortedRows;
    private readonly double[] _sorted;
    private readonly double[] _values;

    /// <param name="trace">Measured seconds.</param>
    /// <param name="draw">Whole steps, or single values.</param>
    public TraceDelay(LatencyTrace trace, TraceDraw draw = TraceDraw.Steps)
    {
        Trace = trace;
        Draw = draw;
        _values = trace.All.ToArray();
        _sorted = [.. _values.Order()];
        _sortedRows = draw == TraceDraw.Values
            ? [_sorted]
            : [.. Enumerable.Range(0, trace.Steps).Select(
                step => trace.Step(step).ToArray().Order().ToArray())];
    }

    /// <summary>The measured seconds.</summary>
    public LatencyTrace Trace { get; }

    /// <summary>Whole steps, or single values.</summary>
    public TraceDraw Draw { get; }

    /// <inheritdoc />
    public override string Name => "trace";

    /// <inheritdoc />
    public override IReadOnlyList<KeyValuePair<string, string>> Parameters =>
        [new("file", Trace.Name), new("draw", Draw == TraceDraw.Steps ? "steps" : "values")];

    /// <inheritdoc />
    public override double Minimum => _sorted[0];

    /// <inheritdoc />
    public override double Mean => _sorted.Average();

    /// <inheritdoc />
    public override double Cdf(double seconds)
    {
        var low = 0;
        var high = _sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _sorted[middle] <= seconds ? (middle + 1, high) : (low, middle);
        }

        return (double)low / _sorted.Length;
    }

    /// <inheritdoc />
    public override double QuantileOfTail(double tail)
    {
        // The smallest value that at most a share of tail lies above; the small addition undoes the
        // rounding of tails such as 1 - 3/10.
        var above = (int)Math.Floor((tail * _sorted.Length) + 1e-9);
        return _sorted[Math.Max(0, _sorted.Length - 1 - above)];
    }

    /// <inheritdoc />
    public override double Sample(SeededRandom random) => _values[random.NextInt(_values.Length)];

    /// <inheritdoc />
    public override void SampleStep(SeededRandom random, Span<double> seconds)
    {
        if (Draw == TraceDraw.Values)
        {
            base.SampleStep(random, seconds);
            return;
        }

        var row = Trace.Step(random.NextInt(Trace.Steps));
        if (seconds.Length > row.Length)
        {
            foreach (ref var worker in seconds)
            {
                worker = row[random.NextInt(row.Length)];
            }

            return;
        }

        var order = random.Permutation(row.Length);
        for (var i = 0; i < seconds.Length; i++)
        {
            seconds[i] = row[order[i]];
        }
    }

    /// <summary>
    /// The mean over the rows of E[X_(k:n)]. Without repetition the k-th of n is the row's i-th
    /// with probability C(i-1,k-1) C(N-i,n-k) / C(N,n); with repetition by P[Bin(n, i/N) >= k].
    /// </summary>
    public override double MeanOfOrder(int k, int n)
    {
        RequireOrder(k, n);
        var row = _sortedRows[0].Length;
        var done = new double[row + 1];
        for (var i = 0; i <= row; i++)
        {
            done[i] = IsWithoutRepetition(n)
                ? HypergeometricAtLeast(row, n, i, k)
                : SpecialFunctions.BinomialAtLeast(n, (double)i / row, k);
        }

        return MeanOver(done);
    }

    /// <summary>
    /// The mean over the rows of the time at which every group has an answer, for workers that are
    /// assigned to groups at random.
    /// </summary>
    public override double MeanOfRace(RaceGroups groups)
    {
        var row = _sortedRows[0].Length;
        var done = IsWithoutRepetition(groups.Workers)
            ? RaceOfDistinct.DoneWhenFast(groups, row)
            : [.. Enumerable.Range(0, row + 1).Select(
                i => RaceOfDistinct.DoneIndependently(groups, 1 - ((double)i / row)))];
        return MeanOver(done);
    }

    private bool IsWithoutRepetition(int n) => Draw == TraceDraw.Steps && n <= Trace.Workers;

    /// <param name="done">P[the step is done when the i smallest values of a row are], i = 0 ..
    /// </param>
    private double MeanOver(double[] done)
    {
        var sum = 0.0;
        foreach (var row in _sortedRows)
        {
            for (var i = 1; i < done.Length; i++)
            {
                sum += row[i - 1] * (done[i] - done[i - 1]);
            }
        }

        return sum / _sortedRows.Length;
    }

    /// <summary>P[at least k of n workers, drawn from all, are among the i fastest of all].
    /// </summary>
    private static double HypergeometricAtLeast(int all, int n, int fast, int k)
    {
        var sum = 0.0;
        for (var hit = k; hit <= Math.Min(n, fast); hit++)
        {
            sum += RaceOfDistinct.Hypergeometric(all, fast, n, hit);
        }

        return Math.Min(1, sum);
    }
}
