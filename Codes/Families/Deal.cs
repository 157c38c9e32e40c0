namespace AkkaCoded.Codes;

/// <summary>Ways to share chunks among rows.</summary>
internal static class Deal
{
    /// <summary>The part-th of so many runs of items, as equal as whole items allow.</summary>
    public static (int First, int Count) Share(int items, int part, int parts)
    {
        var first = (int)((long)items * part / parts);
        return (first, (int)((long)items * (part + 1) / parts) - first);
    }

    /// <summary>The sum of one <see cref="Share"/> of the chunks.</summary>
    public static CodeRow Slice(int chunks, int part, int parts)
    {
        var (first, count) = Share(chunks, part, parts);
        return CodeRow.SumOf(Enumerable.Range(first, count));
    }

    /// <summary>
    /// Deals the chunks in a circle, to each row as many as its load, until every chunk has been
    /// dealt so many times. No row gets a chunk twice, and the holders of one chunk are far apart.
    /// </summary>
    /// <param name="chunks">Size of the circle.</param>
    /// <param name="copies">How many rows hold a chunk.</param>
    /// <param name="loads">Chunks of each row, at most all; in sum chunks x copies.</param>
    /// <returns>The rows that hold each chunk, rising.</returns>
    public static IReadOnlyList<int>[] RoundAndRound(int chunks, int copies, int[] loads)
    {
        Contract.Require(loads.All(load => load <= chunks), "no row holds a chunk twice");
        Contract.Require(
            loads.Sum(load => (long)load) == (long)chunks * copies, "every copy is dealt");
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

    /// <summary>Rows of a matrix that is given column by column.</summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="columns">The entries (row, value) of each chunk's column.</param>
    public static List<CodeRow> Transpose(
        int rows, IEnumerable<IEnumerable<(int Row, double Value)>> columns)
    {
        var chunks = Enumerable.Range(0, rows).Select(_ => new List<int>()).ToArray();
        var values = Enumerable.Range(0, rows).Select(_ => new List<double>()).ToArray();
        var chunk = 0;
        foreach (var column in columns)
        {
            foreach (var (row, value) in column)
            {
                chunks[row].Add(chunk);
                values[row].Add(value);
            }

            chunk++;
        }

        return [.. chunks.Zip(values, (held, factors) => new CodeRow([.. held], [.. factors]))];
    }
}
