using System.Collections.Immutable;

namespace AkkaCoded.Codes;

/// <summary>
/// A gradient code (Tandon, Lei, Dimakis, Karampatziakis, ICML 2017, section 2): worker i answers
/// with sum_j B_ij g_j over the chunks of its row, and from the answers of a set S the sum of all
/// chunk gradients is sum_i a_i answer_i where a^T B_S = 1^T. Immutable; which sets decode is the
/// business of <see cref="DecodableSet"/>.
/// </summary>
public sealed class GradientCode
{
    private readonly CodeRow[] _rowOfWorker;
    private readonly int[] _workerAtRow;
    private readonly int[] _rowIndexOfWorker;
    private readonly Lazy<ScaledRows> _scaledRows;

    internal GradientCode(
        string family, bool isExact, CodeParameters parameters, CodeMatrix matrix)
    {
        Family = family;
        IsExact = isExact;
        Workers = parameters.Workers;
        Stragglers = parameters.Stragglers;
        Seed = parameters.Seed;
        Chunks = matrix.Chunks;
        Tolerance = matrix.Tolerance;
        OneStepCoefficient = matrix.OneStepCoefficient;
        _workerAtRow = parameters.WorkersByRow();
        _rowIndexOfWorker = new int[Workers];
        _rowOfWorker = new CodeRow[Workers];
        for (var row = 0; row < Workers; row++)
        {
            _rowIndexOfWorker[_workerAtRow[row]] = row;
            _rowOfWorker[_workerAtRow[row]] = matrix.Rows[row];
            Contract.Require(
                matrix.Rows[row].Chunks.LastOrDefault(-1) < Chunks, "a row names known chunks");
        }

        LoadChunks = _rowOfWorker.Max(row => row.Chunks.Length);
        Groups = RepetitionGroups.Find(_rowOfWorker);
        _scaledRows = new(() => new(this));
    }

    /// <summary>Name of the family, such as <c>cyclic-mds</c>.</summary>
    public string Family { get; }

    /// <summary>n: how many workers answer.</summary>
    public int Workers { get; }

    /// <summary>s: how many missing answers were asked for; see <see cref="Tolerance"/>.</summary>
    public int Stragglers { get; }

    /// <summary>The seed it was built from.</summary>
    public ulong Seed { get; }

    /// <summary>How many chunks the data of a step are cut into.</summary>
    public int Chunks { get; }

    /// <summary>
    /// How many losses the construction always survives: every set of n - Tolerance answers decodes
    /// in exact arithmetic. 0 for approximate families. May exceed <see cref="Stragglers"/>.
    /// </summary>
    public int Tolerance { get; }

    /// <summary>n - Tolerance: so many answers are always enough; often fewer are.</summary>
    public int AnswersNeeded => Workers - Tolerance;

    /// <summary>The most chunks that one worker holds.</summary>
    public int LoadChunks { get; }

    /// <summary>The largest share of the data of a step that one worker works through.</summary>
    public double Load => (double)LoadChunks / Chunks;

    /// <summary>False for families whose decoded sum is an estimate as a rule.</summary>
    public bool IsExact { get; }

    /// <summary>
    /// The coefficient that an approximate family's own rule gives every answer, whatever is
    /// missing ("one-step decoding"); null where there is no such rule.
    /// </summary>
    public double? OneStepCoefficient { get; }

    /// <summary>
    /// The groups of a repetition code: workers of one group have the same row, all coefficients
    /// are 1 and no chunk is in two groups, so one answer of each group is the sum. Null for any
    /// other code.
    /// </summary>
    public RepetitionGroups? Groups { get; }

    /// <summary>What the rank test works on, made when it is first wanted.</summary>
    internal ScaledRows ScaledRows => _scaledRows.Value;

    /// <summary>What a worker computes.</summary>
    /// <param name="worker">0 .. n - 1.</param>
    public CodeRow Row(int worker) => _rowOfWorker[worker];

    /// <summary>The row of the construction that a worker got by the seed's permutation.</summary>
    public int RowIndex(int worker) => _rowIndexOfWorker[worker];

    /// <summary>The worker that got a row of the construction.</summary>
    public int WorkerAtRow(int rowIndex) => _workerAtRow[rowIndex];
}

/// <summary>Which workers repeat each other; see <see cref="GradientCode.Groups"/>.</summary>
public sealed class RepetitionGroups
{
    private readonly int[] _groupOfWorker;

    private RepetitionGroups(int[] groupOfWorker, List<CodeRow> rows)
    {
        _groupOfWorker = groupOfWorker;
        Rows = [.. rows];
    }

    /// <summary>The common row of each group.</summary>
    public ImmutableArray<CodeRow> Rows { get; }

    /// <summary>How many groups there are; each must answer at least once.</summary>
    public int Count => Rows.Length;

    /// <summary>The group of a worker, 0 .. Count - 1; -1 for a worker without chunks.</summary>
    public int GroupOf(int worker) => _groupOfWorker[worker];

    /// <summary>
    /// The groups of these rows, or null when the code is not a repetition code. Found from the
    /// rows rather than declared, so that a family cannot declare what is not so.
    /// </summary>
    internal static RepetitionGroups? Find(IReadOnlyList<CodeRow> rowOfWorker)
    {
        var groupOfChunk = new Dictionary<int, int>();
        var groupOfWorker = new int[rowOfWorker.Count];
        var rows = new List<CodeRow>();
        for (var worker = 0; worker < rowOfWorker.Count; worker++)
        {
            var row = rowOfWorker[worker];
            if (row.Chunks.IsEmpty)
            {
                groupOfWorker[worker] = -1;
                continue;
            }

            if (groupOfChunk.TryGetValue(row.Chunks[0], out var group))
            {
                groupOfWorker[worker] = group;
                if (!row.IsSameAs(rows[group]))
                {
                    return null;
                }

                continue;
            }

            groupOfWorker[worker] = rows.Count;
            if (!row.Coefficients.All(value => value == 1)
                || !row.Chunks.All(chunk => groupOfChunk.TryAdd(chunk, rows.Count)))
            {
                return null;
            }

            rows.Add(row);
        }

        return new(groupOfWorker, rows);
    }
}
