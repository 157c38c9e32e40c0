namespace AkkaCoded.Codes.Latency;

/// <summary>
/// n workers in groups of equal work, as even as possible: a step ends when every group has an
/// answer. Every group is larger than the stragglers it tolerates.
/// </summary>
/// <param name="Workers">n, at least 1.</param>
/// <param name="Groups">1 .. n.</param>
public readonly record struct RaceGroups(int Workers, int Groups)
{
    /// <summary>
    /// The groups of a fractional repetition code that survives every loss of
    /// <paramref name="stragglers"/> workers: floor(n / (s+1)) groups of s+1 workers or more.
    /// </summary>
    public static RaceGroups Tolerating(int workers, int stragglers)
    {
        Contract.Require(
            stragglers >= 0 && stragglers < workers, "0 .. n-1 stragglers can be tolerated");
        return new RaceGroups(workers, workers / (stragglers + 1));
    }

    /// <summary>Size and count of the smaller groups, then of those one larger, if any.</summary>
    public IEnumerable<(int Size, int Count)> Sizes
    {
        get
        {
            var larger = Workers % Groups;
            yield return (Workers / Groups, Groups - larger);
            if (larger > 0)
            {
                yield return ((Workers / Groups) + 1, larger);
            }
        }
    }

    /// <summary>Whether all groups are of one size.</summary>
    public bool AreEqual => Workers % Groups == 0;
}
