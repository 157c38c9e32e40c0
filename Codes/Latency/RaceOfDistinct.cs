namespace AkkaCoded.Codes.Latency;

/// <summary>
/// The chance that every group has a fast worker. For workers drawn from one row without repetition
/// the groups depend on each other: a fast worker in one is missing in the others. Inclusion and
/// exclusion would cancel catastrophically; adding group by group has only positive terms.
/// </summary>
internal static class RaceOfDistinct
{
    /// <summary>For each m = 0 .. all: P[every group has one of the m fastest of all].</summary>
    public static double[] DoneWhenFast(RaceGroups groups, int all)
    {
        // hit[m] = P[all groups so far have a fast worker | m of their members are fast], so that
        // one more group splits m hypergeometrically between the old members and itself.
        double[] hit = [1];
        var members = 0;
        foreach (var (size, count) in groups.Sizes)
        {
            for (var group = 0; group < count; group++)
            {
                hit = WithGroup(hit, members, size);
                members += size;
            }
        }

        var done = new double[all + 1];
        for (var m = 0; m <= all; m++)
        {
            for (var inside = Math.Max(0, m - (all - members));
                inside <= Math.Min(m, members); inside++)
            {
                done[m] += Hypergeometric(all, members, m, inside) * hit[inside];
            }
        }

        return done;
    }

    /// <summary>P[every group has a fast worker] where each is slow independently.</summary>
    public static double DoneIndependently(RaceGroups groups, double slow)
    {
        var done = 1.0;
        foreach (var (size, count) in groups.Sizes)
        {
            done *= Math.Pow(1 - Math.Pow(slow, size), count);
        }

        return done;
    }

    /// <summary>P[hit of the drawn ones are marked], drawing without repetition.</summary>
    public static double Hypergeometric(int all, int marked, int drawn, int hit) =>
        hit < 0 || hit > marked || drawn - hit < 0 || drawn - hit > all - marked
            ? 0
            : Math.Exp(
                SpecialFunctions.LogChoose(marked, hit)
                + SpecialFunctions.LogChoose(all - marked, drawn - hit)
                - SpecialFunctions.LogChoose(all, drawn));

    private static double[] WithGroup(double[] hit, int members, int size)
    {
        var next = new double[members + size + 1];
        for (var m = 1; m < next.Length; m++)
        {
            for (var here = 1; here <= Math.Min(size, m); here++)
            {
                if (m - here < hit.Length)
                {
                    next[m] += Hypergeometric(members + size, size, m, here) * hit[m - here];
                }
            }
        }

        return next;
    }
}
