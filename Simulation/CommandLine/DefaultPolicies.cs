namespace AkkaCoded.Simulation.CommandLine;

/// <summary>Policies that are compared where nobody names any.</summary>
internal static class DefaultPolicies
{
    /// <summary>Beyond, codes that need a rank test would take longer than all others.</summary>
    private const int GeneralCodesMax = 64;

    /// <summary>Beyond, the chooser's weighing of candidates would take longer than all others.
    /// </summary>
    private const int AutoMax = 128;

    /// <summary>What a user does now, what codes offer, and the strongest published rivals.
    /// </summary>
    /// <param name="workers">n.</param>
    /// <param name="ofJob">The job's own; null: there is no job.</param>
    public static string Of(int workers, string? ofJob)
    {
        var policies = new List<string> { "wait-all" };
        policies.AddRange(Redundancies(workers, 7).Select(s =>
            $"exact:fractional-repetition:s={s}"));
        if (workers is > 2 and <= GeneralCodesMax)
        {
            policies.AddRange(Redundancies(workers, 2).Select(s => $"exact:cyclic-mds:s={s}"));
        }

        if (workers > 1)
        {
            policies.AddRange(
                ["partial:s=1", "lb-bsp", "speculative", $"backup:b={Math.Max(1, workers / 16)}"]);
        }

        if (workers is > 1 and <= AutoMax)
        {
            policies.Add("auto");
        }

        if (ofJob is not null && !policies.Contains(ofJob))
        {
            policies.Insert(1, ofJob);
        }

        return string.Join("; ", policies);
    }

    /// <summary>A sweep over redundancy: without, then families with s = 1, 2, ...; of many the
    /// ones that lie evenly by their logarithm.</summary>
    public static string Sweep(int workers, IEnumerable<string> families, int? most)
    {
        var last = Math.Min(most ?? (workers <= 16 ? workers - 1 : workers / 2), workers - 1);
        return string.Join("; ", families.SelectMany(family => Spread(last)
            .Select(s => $"exact:{family}:s={s}")).Prepend("wait-all"));
    }

    /// <summary>1, 2, 3, 5, 7: each tolerates more, and none has the groups of another.</summary>
    private static IEnumerable<int> Redundancies(int workers, int most) =>
        new[] { 1, 2, 3, 5, 7 }.Where(s => s <= most && s < workers)
            .DistinctBy(s => workers / (s + 1));

    private static IEnumerable<int> Spread(int last)
    {
        const int Most = 16;
        return last <= Most
            ? Enumerable.Range(1, Math.Max(last, 0))
            : Enumerable.Range(0, Most)
                .Select(i => (int)Math.Round(Math.Pow(last, i / (Most - 1.0)))).Distinct();
    }
}
