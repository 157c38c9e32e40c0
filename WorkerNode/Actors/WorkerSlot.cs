using Akka.Actor;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.WorkerNode.Actors;

/// <summary>
/// What stays of a worker over its restarts. The node makes it; only the worker's actor of the day
/// writes it.
/// </summary>
internal sealed class WorkerSlot(WorkerId id, long firstIncarnation)
{
    private long _incarnation = firstIncarnation - 1;
    private long _staleDropped;

    public WorkerId Id => id;

    /// <summary>The newest start.</summary>
    public long Incarnation => Interlocked.Read(ref _incarnation);

    public long StaleDropped => Interlocked.Read(ref _staleDropped);

    /// <summary>
    /// The job that is open. After a restart on the spot the worker opens it by itself, so that a
    /// request that follows the failure at once finds it open.
    /// </summary>
    public (OpenJob Request, IActorRef Coordinator)? Job { get; set; }

    public long NextIncarnation() => Interlocked.Increment(ref _incarnation);

    public void CountStale() => Interlocked.Increment(ref _staleDropped);
}
