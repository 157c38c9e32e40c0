namespace AkkaCoded.Codes;

/// <summary>
/// What a gradient code is built from. The same parameters give the same code on every machine.
/// A family ignores what it has no use for; what it cannot do it refuses in
/// <see cref="CodeFamily.Validate"/>.
/// </summary>
public sealed record CodeParameters
{
    /// <summary>The most workers a code is built for: decoding costs O(workers squared) memory.
    /// </summary>
    public const int WorkersMax = 4096;

    /// <summary>The most chunks a step is cut into.</summary>
    public const int ChunksMax = 65536;

    /// <summary>Parameters with every optional value at its default.</summary>
    /// <param name="workers">n, from 1 to <see cref="WorkersMax"/>.</param>
    /// <param name="stragglers">s, from 0 to n - 1.</param>
    public CodeParameters(int workers, int stragglers)
    {
        Workers = workers;
        Stragglers = stragglers;
    }

    /// <summary>n: how many workers answer, from 1 to <see cref="WorkersMax"/>.</summary>
    public int Workers { get; init; }

    /// <summary>s: how many answers may be missing, from 0 to n - 1.</summary>
    public int Stragglers { get; init; }

    /// <summary>
    /// Draws the random families and, for every family, the permutation of workers onto rows: the
    /// workers of a rack fail together and have neighbouring indices, while losing neighbouring
    /// rows is the worst case of the cyclic codes. Default 1.
    /// </summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// How many chunks the data of a step are cut into. Default: one per worker, except
    /// <c>heterogeneous</c>, which takes so many that a worker holds eight or more on average.
    /// The cyclic families and <c>regular-graph</c> know only n chunks.
    /// </summary>
    public int? Chunks { get; init; }

    /// <summary>
    /// Relative speeds of the workers (chunks per second, in any unit), all positive and finite,
    /// one per worker; only <c>heterogeneous</c> reads them. Default: all equal.
    /// </summary>
    public IReadOnlyList<double>? Speeds { get; init; }

    /// <summary>
    /// d: how many workers hold a chunk in the approximate families <c>bernoulli</c> (on average),
    /// <c>stochastic</c> and <c>regular-graph</c>, from 1 to n. Default s + 1.
    /// </summary>
    public int? Degree { get; init; }

    /// <summary>
    /// p: the probability that an answer is missing, from 0 to below 1; only <c>stochastic</c>
    /// reads it, to stay unbiased. Default s / n.
    /// </summary>
    public double? StragglerProbability { get; init; }

    /// <summary><see cref="Chunks"/> or its default of one per worker.</summary>
    public int ChunksOrDefault => Chunks ?? Workers;

    /// <summary><see cref="Degree"/> or its default s + 1.</summary>
    public int DegreeOrDefault => Degree ?? Stragglers + 1;

    /// <summary><see cref="StragglerProbability"/> or its default s / n.</summary>
    public double StragglerProbabilityOrDefault =>
        StragglerProbability ?? (double)Stragglers / Workers;

    /// <summary>The worker that gets each row of the construction, drawn from the seed.</summary>
    /// <returns>A permutation of 0 .. n - 1; entry r is the worker of row r.</returns>
    public int[] WorkersByRow() => SeededRandom.Stream(Seed, 1).Permutation(Workers);
}
