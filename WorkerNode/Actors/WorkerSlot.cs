using Akka.Actor;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.WorkerNode.Actors;

/// <summary>
/// What stays of a worker over its restarts. The node makes it; only the worker's actor of the day
/// writes it.
/// </summary>
/// <param name="id">Which worker.</param>
/// <param name="incarnations">Numbers its starts.</param>
internal sealed class WorkerSlot(WorkerId id, WorkerIncarnations incarnations)
{
    private long _incarnation;
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

    public long NextIncarnation()
    {
        var next = incarnations.Next(id.Number);
        Interlocked.Exchange(ref _incarnation, next);
        return next;
    }

    /// <summary>The incarnation to say once more: a new one where the worker ran elsewhere
    /// meanwhile, or its present one would be taken for an old one.</summary>
    public long IncarnationFor(long least)
    {
        if (Incarnation >= least - 1)
        {
            return Incarnation;
        }

        incarnations.Raise(id.Number, least);
        return NextIncarnation();
    }

    public void CountStale() => Interlocked.Increment(ref _staleDropped);
}
