using AkkaCoded.Codes;
using AkkaCoded.Messages.Job;

namespace AkkaCoded.Simulation.Faults;

/// <summary>Draws the plan of a seed. The same seed gives the same plan on every machine.</summary>
internal static class FaultDraw
{
    private static readonly string[] Families =
        ["fractional-repetition", "fractional-repetition", "uncoded", "cyclic-repetition",
            "cyclic-mds", "fractional-repetition"];

    /// <summary>Draws.</summary>
    public static FaultPlan Draw(ulong seed)
    {
        var random = SeededRandom.Stream(seed, 1);
        var family = Families[random.NextInt(Families.Length)];
        var stragglers = family == "uncoded" ? 0 : 1 + random.NextInt(2);
        var workers = family == "fractional-repetition"
            ? (stragglers + 1) * (1 + random.NextInt(3))
            : stragglers + 2 + random.NextInt(4);
        var isWaitAll = random.NextInt(5) < 2;
        var isElastic = random.NextInt(4) == 0;
        var isRough = !isElastic && family is "fractional-repetition" or "uncoded"
            && random.NextInt(2) == 0;
        var plan = new FaultPlan
        {
            Seed = seed,
            Family = family,
            Workers = workers,
            Stragglers = stragglers,
            Spares = random.NextInt(3),
            Policy = isWaitAll ? PolicyKind.WaitAll : PolicyKind.Exact,
            IsElastic = isElastic,
            IsRough = isRough && !isElastic,
            IsInline = random.NextInt(2) == 0,
            VectorLength = 3 + random.NextInt(4),
            Samples = 24,
            Steps = 30 + random.NextInt(60),
            CheckpointEvery = 1 + random.NextInt(6),
            ChunkTime = Milliseconds(5 + random.NextInt(40)),
            FaultsEnd = TimeSpan.FromSeconds(3 + (9 * random.NextDouble())),
            Links = [],
            Faults = [],
        };
        return plan with { Links = Links(plan, random), Faults = Faults(plan, random) };
    }

    private static LinkQuality[] Links(FaultPlan plan, SeededRandom random)
    {
        // One seed in four has links that lose nothing, so that other faults show by themselves.
        var badness = random.NextInt(4) == 0 ? 0 : random.NextDouble();
        var keepsOrder = random.NextInt(3) == 0;
        return [.. Enumerable.Range(0, plan.AllWorkers + 2).Select(_ => new LinkQuality(
            badness * 0.25 * random.NextDouble(),
            badness * 0.3 * random.NextDouble(),
            Milliseconds(1 + random.NextInt(5)),
            Milliseconds(badness * 60 * random.NextDouble()),
            keepsOrder))];
    }

    private static PlannedFault[] Faults(FaultPlan plan, SeededRandom random)
    {
        var kinds = Kinds(plan);
        var faults = new PlannedFault[2 + random.NextInt(24)];
        var reigns = 0;

        // Of two liars with the same row nobody can tell who is right, so there is one.
        var liar = random.NextInt(plan.AllWorkers);
        for (var i = 0; i < faults.Length; i++)
        {
            var kind = kinds[random.NextInt(kinds.Count)];
            if (kind is FaultKind.CoordinatorCrash or FaultKind.CoordinatorSplit && ++reigns > 3)
            {
                kind = FaultKind.Crash;
            }

            var worker = random.NextInt(plan.AllWorkers);
            faults[i] = new PlannedFault(
                plan.FaultsEnd * random.NextDouble(), kind,
                kind == FaultKind.WrongAnswer ? liar : worker,
                TimeSpan.FromSeconds(0.05 + (2 * random.NextDouble() * random.NextDouble())));
        }

        return [.. faults.OrderBy(fault => fault.At)];
    }

    private static List<FaultKind> Kinds(FaultPlan plan)
    {
        // A wrong answer is found by those who have the same row, and only where all are heard.
        var canTell = plan is
            { Family: "fractional-repetition", Policy: PolicyKind.WaitAll, IsElastic: false };
        FaultKind[] lies = canTell
            ? [FaultKind.WrongAnswer, FaultKind.WrongAnswer, FaultKind.WrongAnswer]
            : [];
        return
        [
            .. lies,
            .. Enum.GetValues<FaultKind>().Where(
                kind => (kind != FaultKind.WrongAnswer || canTell)
                    && (kind is not (FaultKind.BrokenUpload or FaultKind.LateUpload)
                        || !plan.IsInline)),
        ];
    }

    private static TimeSpan Milliseconds(double value) => TimeSpan.FromMilliseconds(value);
}
