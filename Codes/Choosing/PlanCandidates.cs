namespace AkkaCoded.Codes.Choosing;

/// <summary>The plans that are worth comparing, given how slow each worker is.</summary>
internal sealed class PlanCandidates
{
    private const int CountingWorkersMax = 16;
    private const int CountingStragglersMax = 4;

    private readonly int _workersAll;
    private readonly int[] _byRank;
    private readonly int _hopeless;
    private readonly double[] _locations;

    /// <param name="workersAll">Workers of the job.</param>
    /// <param name="live">Those that can take part.</param>
    /// <param name="locations">By worker: log of how slow it is.</param>
    /// <param name="suspicion">By worker: chance that it hangs.</param>
    /// <param name="excluded">Workers that stay slow and may go without a row.</param>
    public PlanCandidates(
        int workersAll, IReadOnlyList<int> live, double[] locations, double[] suspicion,
        IReadOnlySet<int> excluded)
    {
        _workersAll = workersAll;
        _locations = locations;
        _byRank = [.. live
            .OrderBy(w => excluded.Contains(w))
            .ThenBy(w => locations[w] + (1.8 * suspicion[w]))
            .ThenBy(w => w)];
        var hopeless = live.Count(excluded.Contains);
        _hopeless = hopeless < live.Count ? hopeless : 0;
    }

    /// <summary>The plan of the first step, when nothing is known. A group waits only when all its
    /// members are late, so the more groups, the more members: with one worker in five cold at the
    /// start, hardly any group is.</summary>
    public static CodePlan First(int workersAll, IReadOnlyList<int> live)
    {
        var n = live.Count;
        if (n == 3)
        {
            return CodePlan.AnyOf(workersAll, live, 1);
        }

        var copies = n < 24 ? 2 : n < 100 ? 3 : 4;
        return Dealt(workersAll, [.. live], Math.Max(1, n / copies));
    }

    public IEnumerable<CodePlan> All(LoadHypothesis load)
    {
        var kept = _byRank.Length - _hopeless;
        foreach (var groups in GroupCounts(_byRank.Length, kept))
        {
            var members = groups <= kept ? _byRank[..kept] : _byRank;
            yield return Dealt(_workersAll, members, groups);
        }

        if (kept <= CountingWorkersMax)
        {
            for (var s = 1; s <= Math.Min(kept - 2, CountingStragglersMax); s++)
            {
                yield return CodePlan.AnyOf(_workersAll, _byRank[..kept], s);
            }
        }

        foreach (var members in new[] { kept, _byRank.Length }.Distinct())
        {
            if (Balanced(_byRank[..members], load) is { } plan)
            {
                yield return plan;
            }
        }
    }

    /// <summary>
    /// The fastest workers head the groups; the others are dealt to and fro, so that every group is
    /// about as strong and the slowest one has the best help.
    /// </summary>
    /// <param name="workersAll">Workers of the job.</param>
    /// <param name="members">The fastest first.</param>
    /// <param name="groups">How many.</param>
    private static CodePlan Dealt(int workersAll, int[] members, int groups)
    {
        var dealt = Enumerable.Range(0, groups).Select(_ => new List<int>()).ToArray();
        for (var i = 0; i < members.Length; i++)
        {
            var (turn, place) = (i / groups, i % groups);
            dealt[turn % 2 == 0 ? place : groups - 1 - place].Add(members[i]);
        }

        return CodePlan.Repetition(workersAll, dealt);
    }

    private static IEnumerable<int> GroupCounts(int all, int kept)
    {
        if (all <= 24)
        {
            return Enumerable.Range(1, all).Reverse();
        }

        var counts = new SortedSet<int> { all, kept, 1 };
        for (var off = 1; off < all / 3; off = (off * 3 / 2) + 1)
        {
            counts.Add(all - off);
            counts.Add(Math.Max(1, kept - off));
        }

        for (var copies = 1.5; copies <= all; copies *= copies < 4 ? 1.16 : 1.3)
        {
            counts.Add((int)(all / copies));
            counts.Add(all / (int)copies);
        }

        return counts.Where(count => count >= 1 && count <= all).Reverse();
    }

    /// <summary>Loads such that all workers are expected to end together; null where that is not
    /// worth it.</summary>
    private CodePlan? Balanced(int[] members, LoadHypothesis load)
    {
        var slowness = Array.ConvertAll(members, w => Math.Exp(_locations[w]));
        if (load.Share < 0.1 || members.Length < 2 || slowness.Max() < 1.08 * slowness.Min())
        {
            return null;
        }

        var loads = new double[members.Length];
        var (low, high) = (0.0, 4 * slowness.Max() * _workersAll);
        for (var i = 0; i < 60; i++)
        {
            var end = (low + high) / 2;
            var sum = Fill(loads, slowness, end, load);
            (low, high) = sum < 1 ? (end, high) : (low, end);
        }

        Fill(loads, slowness, high, load);
        var total = loads.Sum();
        var shares = Array.ConvertAll(loads, value => value / total);
        return CodePlan.Repetition(_workersAll, [.. members.Select(w => new[] { w })], shares);
    }

    /// <summary>The loads with which all workers end at a time; returns their sum.</summary>
    private double Fill(double[] loads, double[] slowness, double end, LoadHypothesis load)
    {
        for (var i = 0; i < loads.Length; i++)
        {
            var typical = load.Scales ? end / slowness[i] : end - slowness[i] + 1;
            var relative = 1 + ((typical - 1) / load.Share);
            loads[i] = Math.Clamp(relative, 0.2, _workersAll) / _workersAll;
        }

        return loads.Sum();
    }
}
