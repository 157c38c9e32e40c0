namespace AkkaCoded.Codes;

/// <summary>Which known names a misspelled one probably means.</summary>
public static class EditDistance
{
    /// <summary>The known names, those with the fewest changed letters first.</summary>
    public static IEnumerable<string> Nearest(string name, IEnumerable<string> known) =>
        known.OrderBy(candidate => Between(name, candidate));

    /// <summary>Letters to insert, delete or replace to get from one name to the other.</summary>
    public static int Between(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 0; i < left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i + 1;
            for (var j = 0; j < right.Length; j++)
            {
                var replaced = diagonal + (left[i] == right[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(row[j], diagonal) + 1);
            }
        }

        return row[^1];
    }
}
