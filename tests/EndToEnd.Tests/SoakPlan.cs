namespace AkkaCoded.EndToEnd.Tests;

/// <summary>What is done to a cluster in a soak run, drawn from a seed.</summary>
/// <param name="Family">Code of the job.</param>
/// <param name="Deeds">In their order.</param>
internal sealed record SoakPlan(string Family, IReadOnlyList<SoakDeed> Deeds)
{
    private const int DeedsMin = 3;
    private const int DeedsMax = 6;

    public bool IsRounding => Family == "cyclic-mds";

    public static SoakPlan Of(int seed, int nodes, int workers)
    {
        var random = new Random(seed);
        var family = random.Next(2) == 0 ? "fractional-repetition" : "cyclic-mds";
        var deeds = Enumerable.Range(0, random.Next(DeedsMin, DeedsMax + 1)).Select(_ =>
            new SoakDeed(
                (SoakKind)random.Next(Enum.GetValues<SoakKind>().Length),
                $"w{random.Next(nodes)}", random.Next(workers), random.Next(1, 7)));
        return new SoakPlan(family, [.. deeds]);
    }

    public override string ToString() => $"{Family}: {string.Join(", ", Deeds)}";
}

internal enum SoakKind
{
    KillNode,
    StopNode,
    SlowWorker,
    CrashWorker,
    DrainNode,
    KillCoordinator,
}

/// <summary>One deed; what it does not need of these is drawn all the same.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Node">To which node.</param>
/// <param name="Worker">To which worker.</param>
/// <param name="Amount">Seconds, or factor.</param>
internal sealed record SoakDeed(SoakKind Kind, string Node, int Worker, int Amount)
{
    public override string ToString() => Kind switch
    {
        SoakKind.KillCoordinator => "kill the coordinator",
        SoakKind.StopNode => $"stop {Node} for {Amount} s",
        SoakKind.SlowWorker => $"slow worker {Worker} {Amount + 1} times",
        SoakKind.CrashWorker => $"crash worker {Worker}",
        SoakKind.DrainNode => $"drain {Node}",
        _ => $"kill {Node}",
    };
}
