using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Race;

/// <summary>How far a slot is with what it was asked for.</summary>
internal enum SlotPhase
{
    /// <summary>Nothing is asked of it.</summary>
    Free,

    /// <summary>It computes.</summary>
    Computing,

    /// <summary>Its answer is announced.</summary>
    Answered,
}

/// <summary>One of n workers' places in asynchronous rounds.</summary>
internal sealed class RoundSlot
{
    public bool IsLive { get; set; }

    public SlotPhase Phase { get; set; }

    /// <summary>What it was asked for, unless free.</summary>
    public AnswerKey Key { get; set; }

    public Share Share { get; set; }

    /// <summary>Parameters that it computes at.</summary>
    public long Version { get; set; }

    /// <summary>Whether the whole answer is here, so that losing the worker does not matter.
    /// </summary>
    public bool IsHere { get; set; }

    /// <summary>The last step its worker was asked for; it takes earlier ones for out of date.
    /// </summary>
    public long NewestStep { get; set; } = -1;

    /// <summary>Whether its worker is being opened anew.</summary>
    public bool IsReopening { get; set; }

    public bool Has(AnswerKey key) => Phase != SlotPhase.Free && Key == key;
}
