namespace AkkaCoded.Coordinator.Service;

/// <summary>What a job is waiting for.</summary>
/// <param name="Here">Workers that are here.</param>
/// <param name="Of">Workers that it wants.</param>
/// <param name="Missing">Numbers of the others.</param>
internal sealed record JobShortage(int Here, int Of, IReadOnlyList<int> Missing);

/// <summary>A job as the coordinator keeps it in <c>state.json</c>.</summary>
internal sealed record JobEntry
{
    /// <summary>Its own, and that of its folder: the name, or the name with a number.</summary>
    public required string Id { get; init; }

    /// <summary>As it was submitted.</summary>
    public required string Name { get; init; }

    /// <summary>Order of submission.</summary>
    public required long Number { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState State { get; init; }

    /// <summary>What it was asked to become.</summary>
    public JobIntent Intent { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>What it waits for, while it does.</summary>
    public JobShortage? Shortage { get; init; }

    /// <summary>Order in which waiting jobs get their turn.</summary>
    public required long Turn { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When it first ran.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Workers that it wants, without spares.</summary>
    public required int Workers { get; init; }

    /// <summary>Steps of the whole training.</summary>
    public required long Steps { get; init; }

    /// <summary>What it came to when it last stopped.</summary>
    public JobFigures Figures { get; init; } = new();
}

/// <summary>Figures of a job that are worth keeping after its end.</summary>
internal sealed record JobFigures
{
    /// <summary>Steps done since the start of training.</summary>
    public long Step { get; init; }

    /// <summary>Mean time of a step.</summary>
    public double? StepSeconds { get; init; }

    /// <summary>Training loss of the last step.</summary>
    public double? Loss { get; init; }

    /// <summary>Newest evaluation: mean test loss.</summary>
    public double? TestLoss { get; init; }

    /// <summary>Newest evaluation: test accuracy.</summary>
    public double? TestAccuracy { get; init; }

    /// <summary>Folder of the newest checkpoint.</summary>
    public string? Checkpoint { get; init; }
}

/// <summary>How a run of a job ended.</summary>
internal enum JobOutcome
{
    /// <summary>All steps are done.</summary>
    Done,

    /// <summary>It was asked to stop, or its coordinator ended.</summary>
    Stopped,

    /// <summary>An error ended it.</summary>
    Failed,
}
