namespace AkkaCoded.Codes;

/// <summary>Subsets of 0 .. n - 1.</summary>
internal static class Combinations
{
    /// <summary>n over k, or <see cref="long.MaxValue"/> where that is too large for a number.
    /// </summary>
    public static long Count(int n, int k)
    {
        Contract.Require(k >= 0 && k <= n, "a subset is no larger than its set");
        var count = (Int128)1;
        for (var i = 1; i <= Math.Min(k, n - k); i++)
        {
            count = count * (n - i + 1) / i;
            if (count > long.MaxValue)
            {
                return long.MaxValue;
            }
        }

        return (long)count;
    }

    /// <summary>All subsets of k in lexical order, each rising.</summary>
    public static IEnumerable<int[]> All(int n, int k)
    {
        var chosen = Enumerable.Range(0, k).ToArray();
        while (true)
        {
            yield return [.. chosen];
            var last = k - 1;
            while (last >= 0 && chosen[last] == n - k + last)
            {
                last--;
            }

            if (last < 0)
            {
                yield break;
            }

            chosen[last]++;
            for (var i = last + 1; i < k; i++)
            {
                chosen[i] = chosen[i - 1] + 1;
            }
        }
    }
}
