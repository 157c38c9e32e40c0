using Akka.Configuration;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Messages.Job;

/// <summary>How a step ends, and what becomes of late answers.</summary>
public enum PolicyKind
{
    /// <summary>Every answer is waited for.</summary>
    WaitAll,

    /// <summary>The first decodable set ends the step.</summary>
    Exact,

    /// <summary>The first decodable set, or at the deadline the best estimate.</summary>
    Approximate,

    /// <summary>The first n - backups answers end the step; the rest is dropped.</summary>
    Backup,

    /// <summary>Every answer is applied when it arrives.</summary>
    Async,

    /// <summary>Stale-synchronous: as Async, but nobody is more than s steps ahead.</summary>
    Ssp,

    /// <summary>Workers take several steps alone; their changes are averaged.</summary>
    LocalSgd,
}

/// <summary>Section <c>coded.policy</c>.</summary>
public sealed record PolicyOptions
{
    /// <summary>Which policy.</summary>
    public required PolicyKind Kind { get; init; }

    /// <summary>Approximate: largest accepted decode error, residual / sqrt(chunks).</summary>
    public required double ErrorMax { get; init; }

    /// <summary>Approximate: time after which an estimate is taken; null: learned.</summary>
    public required TimeSpan? Deadline { get; init; }

    /// <summary>Backup: answers that are not waited for.</summary>
    public required int Backups { get; init; }

    /// <summary>Ssp: steps that the fastest may be ahead of the slowest.</summary>
    public required int Staleness { get; init; }

    /// <summary>LocalSgd: steps between two averages.</summary>
    public required int LocalSteps { get; init; }
}

/// <summary>Section <c>coded.supervision</c>: when a worker counts as hung, slow or hopeless.
/// </summary>
public sealed record SupervisionOptions
{
    /// <summary>A worker that makes no progress for this factor times the learned time of its
    /// work counts as hung.</summary>
    public required double DeadlineFactor { get; init; }

    /// <summary>Least learned deadline.</summary>
    public required TimeSpan DeadlineMin { get; init; }

    /// <summary>Deadline while nothing is learned yet.</summary>
    public required TimeSpan DeadlineFirst { get; init; }

    /// <summary>Failed computations of one worker within <see cref="FailureWindow"/> after which
    /// it is restarted from scratch.</summary>
    public required int FailuresMax { get; init; }

    /// <summary>See <see cref="FailuresMax"/>.</summary>
    public required TimeSpan FailureWindow { get; init; }

    /// <summary>First pause before a dead worker is started again; doubles each time.</summary>
    public required TimeSpan RestartPauseMin { get; init; }

    /// <summary>Longest pause before a restart.</summary>
    public required TimeSpan RestartPauseMax { get; init; }

    /// <summary>Restarts within <see cref="RestartWindow"/>; one more means quarantine.</summary>
    public required int RestartsMax { get; init; }

    /// <summary>See <see cref="RestartsMax"/>.</summary>
    public required TimeSpan RestartWindow { get; init; }

    /// <summary>A worker slower than this factor times the fastest, and than its own best, counts
    /// as slow in that step.</summary>
    public required double SlowFactor { get; init; }

    /// <summary>Slow steps in a row after which its row goes to a spare.</summary>
    public required int SlowSteps { get; init; }

    /// <summary>Slow steps in a row after which it is restarted; 0: never.</summary>
    public required int SlowStepsRestart { get; init; }

    /// <summary>How long a quarantined worker gets no row.</summary>
    public required TimeSpan CoolDown { get; init; }
}

/// <summary>Section <c>coded.record</c>: what a run leaves behind.</summary>
public sealed record RecordOptions
{
    /// <summary>Folder in which each run gets one of its own; empty: no record.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether the HTML report is written at the end.</summary>
    public required bool Html { get; init; }
}

/// <summary>What a job file says besides model, data and training.</summary>
public sealed record JobOptions
{
    /// <summary><c>coded.job.name</c>.</summary>
    public required JobId Id { get; init; }

    /// <summary><c>coded.job.spares</c>: workers beyond the code's n, idle until needed.</summary>
    public required int Spares { get; init; }

    /// <summary><c>coded.job.elastic</c>: whether the code is re-planned, at a step boundary, when
    /// workers come to stay or leave for good.</summary>
    public required bool Elastic { get; init; }

    /// <summary><c>coded.job.workers-min</c>: least number of workers that a re-planned code may
    /// have.</summary>
    public required int WorkersMin { get; init; }

    /// <summary><c>coded.policy</c>.</summary>
    public required PolicyOptions Policy { get; init; }

    /// <summary><c>coded.supervision</c>.</summary>
    public required SupervisionOptions Supervision { get; init; }

    /// <summary><c>coded.chaos</c>.</summary>
    public required ChaosOptions Chaos { get; init; }

    /// <summary><c>coded.record</c>.</summary>
    public required RecordOptions Record { get; init; }

    /// <summary>Reads the sections from all layers and checks them against each other and against
    /// <c>coded.code</c>.</summary>
    /// <exception cref="InvalidInputException">CDL-0105 for single values, CDL-0140 to CDL-0159 for
    /// relations between keys and for faults, the numbers of <see cref="CodeOptions"/> and of
    /// latency laws; each with the source of the value.</exception>
    public static JobOptions Read(LayeredConfig config)
    {
        var options = JobSections.Read(config.Reader, CodeOptions.Read(config));
        JobChecks.Length(config);
        return options;
    }

    /// <summary>As <see cref="Read(LayeredConfig)"/>, from a whole job that came as text, such as
    /// that of <see cref="OpenJob"/>.</summary>
    public static JobOptions Read(Config config)
    {
        ConfigReader Section(string path) => new(config, path);
        return JobSections.Read(Section, CodeOptions.Read(Section("coded.code")));
    }
}
