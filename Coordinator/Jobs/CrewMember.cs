using System.Globalization;
using Akka.Actor;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>What a worker did last.</summary>
internal enum Deed
{
    Nothing,
    Joined,
    Opened,
    Asked,
    Progressed,
    Answered,
    Failed,
}

/// <summary>A worker as a job knows it.</summary>
internal sealed class CrewMember(WorkerId worker)
{
    public WorkerId Worker { get; } = worker;

    /// <summary>Its actor; null while it is away.</summary>
    public IActorRef? Ref { get; set; }

    /// <summary>Its newest start; -1 before it came.</summary>
    public long Incarnation { get; set; } = -1;

    /// <summary>Whether it has the job open.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Whether it has not answered since its start: warming up takes longer.</summary>
    public bool IsFirstRow { get; set; }

    /// <summary>Whether a computation failed since it joined: it joins again on the spot, and keeps
    /// its row.</summary>
    public bool HasFailed { get; set; }

    /// <summary>When it was last asked or heard of.</summary>
    public TimeSpan LastSign { get; private set; }

    /// <summary>Whether it was asked once more since its last sign.</summary>
    public bool IsReminded { get; set; }

    /// <summary>Why it is away, or null.</summary>
    public string? Absence { get; set; }

    private Deed Deed { get; set; }

    private long DeedStep { get; set; }

    private int DeedChunks { get; set; }

    public void Note(Deed deed, TimeSpan now, long step = 0, int chunks = 0) =>
        (Deed, LastSign, DeedStep, DeedChunks, IsReminded) = (deed, now, step, chunks, false);

    /// <summary>What it last did, for people.</summary>
    public string LastDeed(TimeSpan now)
    {
        var what = Deed switch
        {
            Deed.Joined => "joined",
            Deed.Opened => "was ready",
            Deed.Asked => $"was asked for its row of step {DeedStep}",
            Deed.Progressed => $"had computed {DeedChunks} chunks of step {DeedStep}",
            Deed.Answered => $"answered in step {DeedStep}",
            Deed.Failed => $"failed in step {DeedStep}",
            _ => null,
        };
        if (what is null)
        {
            return Absence ?? "has not come";
        }

        var ago = (now - LastSign).TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        return $"last {what} {ago} s ago" + (Absence is null ? "" : $", then {Absence}");
    }
}
