using AkkaCoded.Messages.Job;

namespace AkkaCoded.WorkerNode;

/// <summary>What a node runs and how it treats workers that die.</summary>
public sealed record NodeOptions
{
    /// <summary>Number of the node's first worker.</summary>
    public required int FirstWorker { get; init; }

    /// <summary>Workers at the start, numbered upwards from <see cref="FirstWorker"/>; 0 where they
    /// are called one by one.</summary>
    public required int Workers { get; init; }

    /// <summary>What the workers say they compute on, such as <c>cpu</c>.</summary>
    public required string Device { get; init; }

    /// <summary>
    /// Incarnation of each worker's first start; every further start counts one more. A process
    /// that follows another one must begin above what that one reached.
    /// </summary>
    public required long FirstIncarnation { get; init; }

    /// <summary>Failures, restarts, back-off and quarantine.</summary>
    public required SupervisionOptions Supervision { get; init; }
}
