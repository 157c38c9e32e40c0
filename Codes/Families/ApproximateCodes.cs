namespace AkkaCoded.Codes;

/// <summary>
/// Bernoulli gradient code: every entry is 1 with probability d / n, independently. Decoded by
/// least squares; its own one-step rule multiplies the plain sum of the answers by n / (d (n-s)).
/// </summary>
public sealed class Bernoulli : CodeFamily
{
    /// <inheritdoc/>
    public override string Name => "bernoulli";

    /// <inheritdoc/>
    public override string Summary => "approximate: each worker holds each chunk by a coin toss";

    /// <inheritdoc/>
    public override string Reference =>
        "Charles, Papailiopoulos, Ellenberg, Approximate gradient coding via sparse random "
        + "graphs, 2017";

    /// <inheritdoc/>
    public override bool IsExact => false;

    /// <inheritdoc/>
    protected override CodeMatrix BuildMatrix(CodeParameters parameters)
    {
        var (n, d) = (parameters.Workers, parameters.DegreeOrDefault);
        var chunks = parameters.ChunksOrDefault;
        var random = SeededRandom.Stream(parameters.Seed, 2);
        var rows = new List<CodeRow>(n);
        for (var row = 0; row < n; row++)
        {
            rows.Add(CodeRow.SumOf(
                Enumerable.Range(0, chunks)
                    .Where(_ => random.NextDouble() < (double)d / n)
                    .ToList()));
        }

        var oneStep = n / (d * (double)(n - parameters.Stragglers));
        return new(chunks, rows, Tolerance: 0, oneStep);
    }
}

/// <summary>
/// Stochastic gradient coding: every chunk goes to d workers drawn at random, which makes any two
/// workers share about the same number of chunks ("pair-wise balanced"); entries are
/// 1 / (d (1 - p)), so that the plain sum of whatever arrives is an unbiased gradient.
/// </summary>
public sealed class Stochastic : CodeFamily
{
    /// <inheritdoc/>
    public override string Name => "stochastic";

    /// <inheritdoc/>
    public override string Summary =>
        "approximate: random balanced placement, adding what arrives is unbiased";

    /// <inheritdoc/>
    public override string Reference =>
        "Bitar, Wootters, El Rouayheb, Stochastic gradient coding for straggler mitigation in "
        + "distributed learning, 2019";

    /// <inheritdoc/>
    public override bool IsExact => false;

    /// <inheritdoc/>
    protected override CodeMatrix BuildMatrix(CodeParameters parameters)
    {
        var (n, d) = (parameters.Workers, parameters.DegreeOrDefault);
        var chunks = parameters.ChunksOrDefault;
        var entry = 1 / (d * (1 - parameters.StragglerProbabilityOrDefault));
        var random = SeededRandom.Stream(parameters.Seed, 2);
        var columns = Enumerable.Range(0, chunks)
            .Select(_ => random.Permutation(n).Take(d).Select(row => (row, entry)));
        return new(chunks, Deal.Transpose(n, columns), Tolerance: 0, OneStepCoefficient: 1);
    }
}

/// <summary>
/// Every worker holds d chunks and every chunk is on d workers, by a random d-regular bipartite
/// graph, which is an expander with high probability; entries 1 / d. The error of least-squares
/// decoding falls with the second eigenvalue of the graph.
/// </summary>
public sealed class RegularGraph : CodeFamily
{
    private const int SwitchesPerEdge = 20;

    /// <inheritdoc/>
    public override string Name => "regular-graph";

    /// <inheritdoc/>
    public override string Summary =>
        "approximate: a random regular graph, equal loads, least-squares decoding";

    /// <inheritdoc/>
    public override string Reference =>
        "Raviv, Tandon, Dimakis, Tamo, Gradient coding from cyclic MDS codes and expander graphs, "
        + "2018; Glasgow, Wootters, Approximate gradient coding with optimal decoding";

    /// <inheritdoc/>
    public override bool IsExact => false;

    /// <inheritdoc/>
    public override void Validate(CodeParameters parameters)
    {
        base.Validate(parameters);
        ParameterChecks.OneChunkPerWorker(parameters, Name);
    }

    /// <inheritdoc/>
    protected override CodeMatrix BuildMatrix(CodeParameters parameters)
    {
        var (n, d) = (parameters.Workers, parameters.DegreeOrDefault);
        var edges = Enumerable.Range(0, n)
            .SelectMany(row => Enumerable.Range(0, d).Select(k => (Row: row, Chunk: (row + k) % n)))
            .ToArray();
        Switch(edges, SeededRandom.Stream(parameters.Seed, 2));
        var columns = edges
            .GroupBy(edge => edge.Chunk)
            .OrderBy(column => column.Key)
            .Select(column => column.Select(edge => (edge.Row, 1.0 / d)));
        var oneStep = (double)n / (n - parameters.Stragglers);
        return new(n, Deal.Transpose(n, columns), Tolerance: 0, oneStep);
    }

    /// <summary>
    /// Exchanges the ends of random pairs of edges, which keeps every degree and walks to a uniform
    /// random regular graph (Cooper, Dyer, Greenhill, 2007).
    /// </summary>
    private static void Switch((int Row, int Chunk)[] edges, SeededRandom random)
    {
        var present = edges.ToHashSet();
        for (var step = 0; step < SwitchesPerEdge * edges.Length; step++)
        {
            var (one, other) = (random.NextInt(edges.Length), random.NextInt(edges.Length));
            var first = (edges[one].Row, edges[other].Chunk);
            var second = (edges[other].Row, edges[one].Chunk);
            if (present.Contains(first) || present.Contains(second))
            {
                continue;
            }

            present.Remove(edges[one]);
            present.Remove(edges[other]);
            present.Add(first);
            present.Add(second);
            (edges[one], edges[other]) = (first, second);
        }
    }
}
