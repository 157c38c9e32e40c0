using System.Collections.Immutable;
using Akka.Actor;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.Computing;

namespace AkkaCoded.WorkerNode.Actors;

/// <summary>To a node of the same process: start one more worker. The sender is told
/// <c>Status.Success</c> with its <see cref="WorkerId"/>, or <c>Status.Failure</c>.</summary>
/// <param name="Worker">Its number; null: the next free one.</param>
public sealed record AddWorker(WorkerId? Worker = null) : INoSerializationVerificationNeeded;

/// <summary>To a node of the same process: let a worker leave in good order. The sender is told
/// <c>Status.Success</c> or <c>Status.Failure</c>.</summary>
/// <param name="Worker">Who.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record RemoveWorker(WorkerId Worker, string Reason)
    : INoSerializationVerificationNeeded;

/// <summary>
/// To a node of the same process: this worker is to be here. It is started where it is not; where
/// it runs it says once more that it joined; where it is in a pause or leaves nothing happens.
/// </summary>
/// <param name="Worker">Its number.</param>
/// <param name="LeastIncarnation">Of a start for this: above that of all earlier ones, wherever
/// they were.</param>
/// <param name="FirstStep">Its single injected faults of earlier steps have happened.</param>
internal sealed record EnsureWorker(WorkerId Worker, long LeastIncarnation, long FirstStep)
    : INoSerializationVerificationNeeded;

/// <summary>To a node of the same process: this worker is to be here no more. Nobody is told,
/// since it may go on elsewhere.</summary>
internal sealed record StopWorker(WorkerId Worker) : INoSerializationVerificationNeeded;

/// <summary>To a node of the same process: tell a <see cref="NodeDescription"/>.</summary>
public sealed record DescribeNode : INoSerializationVerificationNeeded;

/// <summary>What a node runs.</summary>
/// <param name="Workers">By number.</param>
public sealed record NodeDescription(ImmutableArray<WorkerDescription> Workers)
    : INoSerializationVerificationNeeded;

/// <summary>A worker as its node sees it.</summary>
/// <param name="Worker">Who.</param>
/// <param name="State">Running, waiting for its restart, or in quarantine.</param>
/// <param name="Incarnation">Number of its newest start.</param>
/// <param name="StaleDropped">Messages that were out of date and were dropped.</param>
public sealed record WorkerDescription(
    WorkerId Worker, WorkerState State, long Incarnation, long StaleDropped);

/// <summary>What a node does with a worker.</summary>
public enum WorkerState
{
    /// <summary>It runs.</summary>
    Running,

    /// <summary>It died and is started anew after a pause.</summary>
    Pausing,

    /// <summary>It died too often; it is started anew after the cool-down.</summary>
    Quarantined,

    /// <summary>It is leaving.</summary>
    Leaving,
}

/// <summary>Node to itself: the pause of a worker is over.</summary>
internal sealed record StartWorker(int Number) : INoSerializationVerificationNeeded;

/// <summary>Node to worker: leave in good order.</summary>
internal sealed record Leave(string Reason) : INoSerializationVerificationNeeded;

/// <summary>Node to worker: say once more that it joined, with an incarnation that is at most one
/// below this.</summary>
internal sealed record Announce(long LeastIncarnation) : INoSerializationVerificationNeeded;

/// <summary>Worker to node: it has said goodbye and is not to be started again.</summary>
internal sealed record WorkerLeft(int Number) : INoSerializationVerificationNeeded;

/// <summary>Compute thread to its worker: something was thrown, and the thread has ended.</summary>
internal sealed record ThreadEnded(ComputeThread Thread, ComputeItem? Item, Exception Error)
    : INoSerializationVerificationNeeded;

/// <summary>Compute thread to its worker: the job could not be opened.</summary>
internal sealed record OpenFailed(ComputeThread Thread, OpenJob Request)
    : INoSerializationVerificationNeeded;

/// <summary>A computation threw; the supervisor restarts its worker.</summary>
internal sealed class ComputationFailedException(int worker, Exception cause)
    : Exception($"the computation of worker {worker} failed: {cause.Message}", cause)
{
    public int Worker { get; } = worker;
}
