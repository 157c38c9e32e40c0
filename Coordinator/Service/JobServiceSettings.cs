namespace AkkaCoded.Coordinator.Service;

/// <summary>What a <see cref="JobService"/> is given.</summary>
internal sealed record JobServiceSettings
{
    /// <summary>Folder of all jobs.</summary>
    public required JobStore Store { get; init; }

    /// <summary>Jobs that run at the same time.</summary>
    public required int RunningMax { get; init; }

    /// <summary>The coordinator's own <c>--node FILE</c>, below the jobs' files; null: none.
    /// </summary>
    public string? NodeFile { get; init; }

    /// <summary>Clock of logs, records and pauses.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Told what people should know, one line each.</summary>
    public Action<string> Log { get; init; } = _ => { };

    /// <summary>How long a request waits for a job to stop before it is answered that the job is
    /// on its way.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
}
