using Akka.Actor;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Cluster;

/// <summary>How a node is doing.</summary>
internal enum NodeState
{
    /// <summary>Its presence connection stands, but it is no member of the cluster yet.</summary>
    Joining,

    /// <summary>Present and a member.</summary>
    Up,

    /// <summary>Its presence connection stands, but it says nothing.</summary>
    Silent,

    /// <summary>Its presence connection is closed.</summary>
    Gone,
}

/// <summary>Why a node gets no partitions.</summary>
internal enum ExclusionKind
{
    /// <summary>Somebody wants to take it away.</summary>
    Drain,

    /// <summary>It is not trusted, for a while or until somebody releases it.</summary>
    Quarantine,
}

/// <summary>A partition and the job it belongs to.</summary>
internal sealed record ServedPartition(JobId Job, WorkerId Worker);

/// <summary>A worker node as the coordinator sees it.</summary>
internal sealed record NodeView
{
    public required string Name { get; init; }

    /// <summary>Of its actor system; null where it has none yet, or none any more.</summary>
    public required Address? Address { get; init; }

    /// <summary>Which start of its actor system; null as above.</summary>
    public required int? Uid { get; init; }

    public required NodeState State { get; init; }

    /// <summary>Since when it has been in this state.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Partitions that it computes side by side; 0 where it never was a member.</summary>
    public required int Slots { get; init; }

    /// <summary>Whether it is kept free of partitions, and why; null: it is not.</summary>
    public ExclusionKind? Exclusion { get; init; }

    /// <summary>Workers that are with their jobs now, by job and number.</summary>
    public IReadOnlyList<ServedPartition> Partitions { get; init; } = [];

    /// <summary>What people call its state: <c>up</c>, <c>silent</c>, <c>gone</c>, <c>joining</c>,
    /// <c>drained</c>, <c>quarantined</c>.</summary>
    public string StateText => (State, Exclusion) switch
    {
        (NodeState.Up, ExclusionKind.Drain) => "drained",
        (NodeState.Up, ExclusionKind.Quarantine) => "quarantined",
        (NodeState.Up, _) => "up",
        (NodeState.Silent, _) => "silent",
        (NodeState.Gone, _) => "gone",
        _ => "joining",
    };
}
