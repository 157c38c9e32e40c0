using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Supervision;

/// <summary>Where a worker is.</summary>
internal enum Presence
{
    /// <summary>It has never come.</summary>
    Expected,

    /// <summary>It came and builds its model.</summary>
    Opening,

    /// <summary>It can compute rows.</summary>
    Ready,

    /// <summary>It died or was cut off.</summary>
    Away,

    /// <summary>It said goodbye.</summary>
    Left,
}

/// <summary>What an <see cref="Assignment"/> knows of a worker.</summary>
internal sealed class Member(WorkerId worker)
{
    public WorkerId Worker { get; } = worker;

    public Presence Presence { get; set; }

    /// <summary>Since when it is so.</summary>
    public TimeSpan Since { get; set; }

    public TimeSpan QuarantinedUntil { get; set; } = TimeSpan.MinValue;

    /// <summary>The partition it serves, or -1.</summary>
    public int Serves { get; set; } = -1;

    /// <summary>The partition it served last, or is meant for, or -1.</summary>
    public int Home { get; set; } = -1;

    /// <summary>Whether it gave up its row for being slow.</summary>
    public bool IsDemoted { get; set; }

    public bool IsQuarantined(TimeSpan now) => now < QuarantinedUntil;

    public bool IsReady(TimeSpan now) => Presence == Presence.Ready && !IsQuarantined(now);

    /// <summary>Whether it is here, or away for so short that it will be back.</summary>
    public bool IsExpected(TimeSpan now, TimeSpan patience) =>
        !IsQuarantined(now)
        && Presence switch
        {
            Presence.Ready or Presence.Opening => true,
            Presence.Left => false,
            _ => now - Since < patience,
        };
}
