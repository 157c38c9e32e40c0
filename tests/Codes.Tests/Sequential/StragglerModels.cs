namespace AkkaCoded.Codes.Tests.Sequential;

/// <summary>Who straggled in which round, and the papers' definitions spelled out without any
/// cleverness, against which the bit patterns of the implementation are held.</summary>
internal sealed class StragglerModels(int workers)
{
    private readonly List<bool[]> _rounds = [];

    public int Rounds => _rounds.Count;

    public bool[] Open()
    {
        _rounds.Add(new bool[workers]);
        return _rounds[^1];
    }

    /// <summary>Every window of W rounds: at most lambda different stragglers, and first and last
    /// straggling round of one of them less than B apart.</summary>
    public bool IsBursty(int burst, int window, int stragglers) =>
        Windows(window).All(rounds =>
        {
            var straggling = Enumerable.Range(0, workers)
                .Select(worker => rounds.Where(round => _rounds[round][worker]).ToList())
                .Where(found => found.Count > 0)
                .ToList();
            return straggling.Count <= stragglers
                && straggling.All(found => found[^1] - found[0] < burst);
        });

    /// <summary>Every window of so many rounds: at most lambda different stragglers, each in at
    /// most so many of them.</summary>
    public bool IsSparse(int roundsEach, int window, int stragglers) =>
        Windows(window).All(rounds =>
        {
            var counts = Enumerable.Range(0, workers)
                .Select(worker => rounds.Count(round => _rounds[round][worker]))
                .Where(count => count > 0)
                .ToList();
            return counts.Count <= stragglers && counts.All(count => count <= roundsEach);
        });

    public bool IsThin(int stragglers) =>
        _rounds[^1].Count(straggles => straggles) <= stragglers;

    /// <summary>Those with the newest round; the others were looked at before.</summary>
    private IEnumerable<int[]> Windows(int length) =>
        Enumerable.Range(Rounds - length, length)
            .Select(first => Enumerable.Range(first, length)
                .Where(round => round >= 0 && round < Rounds)
                .ToArray());
}
