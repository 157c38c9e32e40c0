using Akka.Actor;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.Cluster;

namespace AkkaCoded.Coordinator.Cluster;

/// <summary>The workers of one job on the nodes of a cluster: called by way of the shard region,
/// then watched and told things directly. Used by the job's actor alone.</summary>
/// <param name="job">The job.</param>
/// <param name="calls">Decides when to call for whom.</param>
/// <param name="nodes">Which nodes are there.</param>
/// <param name="placement">Nodes that take nothing.</param>
/// <param name="region">Region of the partitions.</param>
/// <param name="dataPlane">Where workers reach the data plane.</param>
internal sealed class ClusterLinks(
    JobId job, PartitionCalls calls, NodeBoard nodes, PlacementBoard placement,
    Func<IActorRef> region, string dataPlane) : IWorkerLinks
{
    private readonly Dictionary<IActorRef, WorkerId> _here = [];

    /// <inheritdoc/>
    public void Watch(IActorContext context, IActorRef worker)
    {
        context.Watch(worker);
        if (NumberOf(worker) is { } number)
        {
            _here[worker] = number;
            calls.Arrived(number.Number, nodes.Nodes.NameOf(worker.Path.Address));
            nodes.Serve(new ServedPartition(job, number), worker.Path.Address);
        }
    }

    /// <inheritdoc/>
    public void Unwatch(IActorContext context, IActorRef worker)
    {
        context.Unwatch(worker);
        if (_here.Remove(worker, out var number) && !_here.ContainsValue(number))
        {
            nodes.Leave(new ServedPartition(job, number));
        }
    }

    /// <inheritdoc/>
    public void Restart(IActorContext context, IActorRef worker, RestartWorker order) =>
        context.ActorSelection(worker.Path.Parent).Tell(order, context.Self);

    /// <inheritdoc/>
    public void Call(IActorContext context, ServePartition call)
    {
        var (there, excluded) = (nodes.Nodes, placement.Excluded);
        var number = call.Worker.Number;
        var isDue = calls.IsDue(
            number, context.System.Scheduler.HighResMonotonicClock,
            there.SlotsWithout(excluded), there.HomeOf(calls.HomeOf(number), excluded));
        if (isDue)
        {
            region().Tell(call with { DataPlane = dataPlane }, context.Self);
        }
    }

    /// <inheritdoc/>
    public void Release(IActorContext context, StopPartition order)
    {
        nodes.Leave(new ServedPartition(job, order.Worker));
        if (calls.WasCalled(order.Worker.Number))
        {
            region().Tell(order, context.Self);
        }
    }

    /// <summary>A worker's actor is called <c>worker-3</c>.</summary>
    private static WorkerId? NumberOf(IActorRef worker)
    {
        var name = worker.Path.Name;
        return int.TryParse(name.AsSpan(name.LastIndexOf('-') + 1), out var number)
            && number >= 0
            ? new WorkerId(number)
            : null;
    }
}
