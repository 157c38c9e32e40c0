using AkkaCoded.Messages.Job;

namespace AkkaCoded.Simulation.Faults;

/// <summary>Everything that a seed decides before the world starts.</summary>
internal sealed record FaultPlan
{
    public required ulong Seed { get; init; }

    /// <summary>Code family.</summary>
    public required string Family { get; init; }

    /// <summary>n of the first code.</summary>
    public required int Workers { get; init; }

    /// <summary>s of the first code.</summary>
    public required int Stragglers { get; init; }

    /// <summary>Workers beyond n.</summary>
    public required int Spares { get; init; }

    /// <summary>Exact or WaitAll.</summary>
    public required PolicyKind Policy { get; init; }

    /// <summary>Whether the code follows the number of workers.</summary>
    public required bool IsElastic { get; init; }

    /// <summary>Whether gradients round, so that the order of adding shows in the last bits.
    /// </summary>
    public required bool IsRough { get; init; }

    /// <summary>Whether vectors ride in announcements, else they are uploaded.</summary>
    public required bool IsInline { get; init; }

    /// <summary>Values of a gradient.</summary>
    public required int VectorLength { get; init; }

    /// <summary>Samples of a step, whatever the number of chunks.</summary>
    public required int Samples { get; init; }

    /// <summary>Steps of the training.</summary>
    public required int Steps { get; init; }

    /// <summary>Steps between two checkpoints.</summary>
    public required int CheckpointEvery { get; init; }

    /// <summary>Mean time to compute a chunk.</summary>
    public required TimeSpan ChunkTime { get; init; }

    /// <summary>From then on nothing goes wrong any more.</summary>
    public required TimeSpan FaultsEnd { get; init; }

    /// <summary>By worker.</summary>
    public required IReadOnlyList<LinkQuality> Links { get; init; }

    /// <summary>By time.</summary>
    public required IReadOnlyList<PlannedFault> Faults { get; init; }

    /// <summary>Workers, spares included.</summary>
    public int AllWorkers => Workers + Spares;

    /// <summary>One line for people.</summary>
    public string Summary =>
        $"{Family} n={Workers} s={Stragglers} spares={Spares} {Policy}"
        + (IsElastic ? " elastic" : "") + (IsRough ? " rough" : "")
        + (IsInline ? " inline" : " uploads")
        + $", {Steps} steps, {Faults.Count} faults until {FaultsEnd.TotalSeconds:0.0} s";
}
