namespace AkkaCoded.Simulation.Faults;

/// <summary>What a seed came to.</summary>
internal sealed record FaultResult
{
    public required ulong Seed { get; init; }

    /// <summary>What was broken on purpose.</summary>
    public required Sabotage Sabotage { get; init; }

    /// <summary>What was drawn, for people.</summary>
    public required string Summary { get; init; }

    /// <summary>The broken invariant, or null where the run was clean.</summary>
    public required string? Violation { get; init; }

    /// <summary>Virtual time at the end.</summary>
    public required double VirtualSeconds { get; init; }

    /// <summary>When faults stopped.</summary>
    public required double FaultsEndSeconds { get; init; }

    public required long Delivered { get; init; }

    public required long Lost { get; init; }

    public required long Duplicated { get; init; }

    public required long StepsApplied { get; init; }

    /// <summary>Of everything that was delivered, and when.</summary>
    public required ulong Digest { get; init; }

    /// <summary>The last events, where they were asked for.</summary>
    public required IReadOnlyList<string> Trace { get; init; }

    /// <summary>The command that runs this seed again.</summary>
    public string Replay => $"./akkacoded simulate faults --seed {Seed}"
        + (Sabotage == Sabotage.None ? "" : $" --break {Sabotage}");

    /// <summary>What is to be told of a broken invariant.</summary>
    public string Text =>
        $"seed {Seed}: {Violation}\n  in {Summary}\n  again: {Replay}";
}

/// <summary>Runs seeds.</summary>
internal static class FaultRun
{
    /// <summary>Runs one seed on the calling thread.</summary>
    /// <param name="seed">Which.</param>
    /// <param name="sabotage">An invariant to break, to see that it is found.</param>
    /// <param name="isTracing">Whether the last events are kept.</param>
    public static FaultResult Run(
        ulong seed, Sabotage sabotage = Sabotage.None, bool isTracing = false)
    {
        var plan = FaultDraw.Draw(seed);
        using var world = new FaultWorld(plan, sabotage, isTracing);
        var findings = world.Findings;
        try
        {
            world.Run();
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            findings.Fail(world.Now, "nothing is thrown", broken.ToString());
        }

        return new FaultResult
        {
            Seed = seed,
            Sabotage = sabotage,
            Summary = plan.Summary,
            Violation = findings.Violation,
            VirtualSeconds = world.Now.TotalSeconds,
            FaultsEndSeconds = plan.FaultsEnd.TotalSeconds,
            Delivered = findings.Delivered,
            Lost = findings.Lost,
            Duplicated = findings.Duplicated,
            StepsApplied = findings.StepsApplied,
            Digest = findings.Digest,
            Trace = [.. findings.Trace],
        };
    }

    /// <summary>Runs seeds, several at a time, each on one thread.</summary>
    /// <returns>In the order of the seeds.</returns>
    public static IReadOnlyList<FaultResult> RunAll(
        ulong first, int count, Sabotage sabotage = Sabotage.None,
        CancellationToken cancellation = default)
    {
        var results = new FaultResult[count];
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = Environment.ProcessorCount,
            CancellationToken = cancellation,
        };
        Parallel.For(0, count, options, i => results[i] = Run(first + (ulong)i, sabotage));
        return results;
    }
}
