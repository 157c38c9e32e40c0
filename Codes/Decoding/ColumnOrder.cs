namespace AkkaCoded.Codes;

/// <summary>
/// An order of the columns in which every row of a code spans few places. Of the order as given and
/// one by breadth-first search over columns that share a row (Cuthill and McKee, "Reducing the
/// bandwidth of sparse symmetric matrices", 1969) the better one; the search folds the circle of a
/// cyclic code flat.
/// </summary>
internal sealed class ColumnOrder
{
    private ColumnOrder(int[] placeOf, int band) => (PlaceOf, Band) = (placeOf, band);

    /// <summary>By column: where it stands.</summary>
    public int[] PlaceOf { get; }

    /// <summary>The most places from the first to the last entry of a row, both counted.
    /// </summary>
    public int Band { get; }

    /// <param name="rows">The columns of every row.</param>
    /// <param name="columns">How many there are.</param>
    public static ColumnOrder Of(IReadOnlyList<int[]> rows, int columns)
    {
        var rowsOf = RowsOf(rows, columns);
        var once = Search(rows, rowsOf, start: 0);

        // What was reached last lies at an end, and from an end levels are narrow.
        var twice = Search(rows, rowsOf, start: Array.IndexOf(once, columns - 1));
        int[][] orders = [[.. Enumerable.Range(0, columns)], once, twice];
        return orders.Select(placeOf => new ColumnOrder(placeOf, BandOf(rows, placeOf)))
            .MinBy(order => order.Band)!;
    }

    private static List<int>[] RowsOf(IReadOnlyList<int[]> rows, int columns)
    {
        var rowsOf = new List<int>[columns];
        for (var column = 0; column < columns; column++)
        {
            rowsOf[column] = [];
        }

        for (var row = 0; row < rows.Count; row++)
        {
            foreach (var column in rows[row])
            {
                rowsOf[column].Add(row);
            }
        }

        return rowsOf;
    }

    private static int[] Search(IReadOnlyList<int[]> rows, List<int>[] rowsOf, int start)
    {
        var placeOf = new int[rowsOf.Length];
        Array.Fill(placeOf, -1);
        var isSeen = new bool[rows.Count];
        var queue = new Queue<int>();
        var places = 0;
        for (var i = 0; i < placeOf.Length; i++)
        {
            Reach((start + i) % placeOf.Length);
            while (queue.TryDequeue(out var column))
            {
                foreach (var row in rowsOf[column])
                {
                    if (!isSeen[row])
                    {
                        isSeen[row] = true;
                        Array.ForEach(rows[row], Reach);
                    }
                }
            }
        }

        return placeOf;

        void Reach(int column)
        {
            if (placeOf[column] < 0)
            {
                placeOf[column] = places++;
                queue.Enqueue(column);
            }
        }
    }

    private static int BandOf(IReadOnlyList<int[]> rows, int[] placeOf)
    {
        var band = 1;
        foreach (var row in rows)
        {
            var (first, last) = (placeOf.Length, -1);
            foreach (var column in row)
            {
                first = Math.Min(first, placeOf[column]);
                last = Math.Max(last, placeOf[column]);
            }

            band = Math.Max(band, last - first + 1);
        }

        return band;
    }
}
