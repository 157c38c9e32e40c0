namespace AkkaCoded.Codes;

/// <summary>
/// The rows of a code as the rank test wants them: each scaled to length one, and chunks whose
/// columns are equal merged into one column, scaled by the root of their number. Lengths and
/// residuals stay what they are, and a step that is cut into more chunks than there are workers
/// costs no more to decide.
/// </summary>
internal sealed class ScaledRows
{
    private readonly (int[] Columns, double[] Values)[] _rows;

    public ScaledRows(GradientCode code)
    {
        var columnOfChunk = MergeEqualColumns(code);
        Ones = new double[columnOfChunk.Max() + 1];
        foreach (var column in columnOfChunk)
        {
            Ones[column]++;
        }

        for (var column = 0; column < Ones.Length; column++)
        {
            Ones[column] = Math.Sqrt(Ones[column]);
        }

        _rows = [.. Enumerable.Range(0, code.Workers)
            .Select(worker => Scale(code.Row(worker), columnOfChunk))];
        Order = ColumnOrder.Of(Array.ConvertAll(_rows, row => row.Columns), Ones.Length);
    }

    /// <summary>An order of the columns in which rows span few places.</summary>
    public ColumnOrder Order { get; }

    /// <summary>What the vector of ones has become: its length is still sqrt(chunks).</summary>
    public double[] Ones { get; }

    /// <summary>The columns and entries of a worker's row that are not zero.</summary>
    public (int[] Columns, double[] Values) Row(int worker) => _rows[worker];

    private (int[] Columns, double[] Values) Scale(CodeRow row, int[] columnOfChunk)
    {
        var entries = row.Chunks.Zip(row.Coefficients)
            .DistinctBy(entry => columnOfChunk[entry.First])
            .Select(entry => (Column: columnOfChunk[entry.First], Value: entry.Second))
            .ToArray();
        return (
            Array.ConvertAll(entries, entry => entry.Column),
            Array.ConvertAll(entries, entry => entry.Value * Ones[entry.Column] / row.Norm));
    }

    /// <summary>
    /// Starts with all chunks alike and lets each row split what it treats differently; chunks that
    /// are never told apart have equal columns.
    /// </summary>
    private static int[] MergeEqualColumns(GradientCode code)
    {
        var classOfChunk = new int[code.Chunks];
        var classes = 1;
        var split = new Dictionary<(int Class, double Coefficient), int>();
        for (var worker = 0; worker < code.Workers; worker++)
        {
            split.Clear();
            var row = code.Row(worker);
            for (var k = 0; k < row.Chunks.Length; k++)
            {
                ref var old = ref classOfChunk[row.Chunks[k]];
                var key = (old, row.Coefficients[k]);
                old = split.TryGetValue(key, out var known) ? known : split[key] = classes++;
            }
        }

        var columns = new Dictionary<int, int>();
        return Array.ConvertAll(
            classOfChunk,
            one => columns.TryGetValue(one, out var known) ? known : columns[one] = columns.Count);
    }
}
