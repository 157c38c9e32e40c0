using AkkaCoded.Messages.Job;
using AkkaCoded.WorkerNode;

namespace AkkaCoded.Coordinator.LocalNodes;

/// <summary>What a node of this machine is doing.</summary>
internal enum LocalNodeState
{
    /// <summary>Its process runs.</summary>
    Running,

    /// <summary>Its process has died and is started again soon.</summary>
    Pausing,

    /// <summary>Its process has died too often, and is started again after the cool-down.</summary>
    Quarantined,

    /// <summary>It is not started any more.</summary>
    Ended,
}

/// <summary>A node of this machine as others see it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Process">Number of its process; 0: none runs.</param>
/// <param name="State">What it is doing.</param>
internal sealed record LocalNodeView(string Name, int Process, LocalNodeState State);

/// <summary>What <see cref="NodeProcesses"/> knows of one node; guarded by its lock.</summary>
internal sealed class LocalNode(NodeStart start, SupervisionOptions supervision)
{
    public NodeStart Start { get; } = start;

    public string Name => Start.Name;

    public RestartBackoff Backoff { get; } = new(supervision);

    public LocalNodeState State { get; set; } = LocalNodeState.Pausing;

    public INodeProcess? Process { get; set; }

    /// <summary>Starts it again.</summary>
    public ITimer? Timer { get; set; }

    public int Starts { get; set; }

    public LocalNodeView View => new(Name, Process?.Id ?? 0, State);
}
