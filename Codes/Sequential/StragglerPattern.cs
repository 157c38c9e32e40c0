using System.Numerics;

namespace AkkaCoded.Codes.Sequential;

/// <summary>Who straggled in the last rounds: a bit per round and worker, the newest lowest.
/// </summary>
internal sealed class StragglerPattern
{
    private readonly ulong[] _history;

    public StragglerPattern(int workers) => _history = new ulong[workers];

    /// <summary>Opens a round in which nobody straggles yet.</summary>
    public void NextRound()
    {
        foreach (ref var worker in _history.AsSpan())
        {
            worker <<= 1;
        }
    }

    /// <summary>Says whether a worker straggles in the newest round.</summary>
    public void Set(int worker, bool straggles) =>
        _history[worker] = (_history[worker] & ~1UL) | (straggles ? 1UL : 0);

    /// <summary>
    /// Whether every window of so many rounds within the last ones has at most lambda different
    /// stragglers, each of them within B consecutive rounds.
    /// </summary>
    public bool IsBursty(int burst, int window, int stragglers, int rounds)
    {
        for (var age = 0; age <= rounds - window; age++)
        {
            var distinct = 0;
            foreach (var history in _history)
            {
                var seen = (history >> age) & Newest(window);
                if (seen == 0)
                {
                    continue;
                }

                var span = BitOperations.Log2(seen) - BitOperations.TrailingZeroCount(seen) + 1;
                if (++distinct > stragglers || span > burst)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Whether in the last rounds at most lambda workers straggled, each in at most so
    /// many of them, wherever these lie.</summary>
    public bool IsSparse(int roundsEach, int stragglers, int rounds)
    {
        var distinct = 0;
        foreach (var history in _history)
        {
            var seen = history & Newest(rounds);
            if (seen != 0
                && (++distinct > stragglers || BitOperations.PopCount(seen) > roundsEach))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether no round of the last ones has more stragglers.</summary>
    public bool IsThin(int stragglers, int rounds)
    {
        for (var age = 0; age < rounds; age++)
        {
            var count = 0;
            foreach (var history in _history)
            {
                count += (int)((history >> age) & 1);
            }

            if (count > stragglers)
            {
                return false;
            }
        }

        return true;
    }

    private static ulong Newest(int rounds) => (1UL << rounds) - 1;
}
