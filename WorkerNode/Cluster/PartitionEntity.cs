using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.WorkerNode.Cluster;

/// <summary>Partition to the node of its member: it is here no more.</summary>
internal sealed record ReleasePartition(JobId Job, long JobEpoch, WorkerId Worker)
    : INoSerializationVerificationNeeded;

/// <summary>
/// A partition of a job where the cluster has placed it: has the node of this member run its
/// worker, for as long as it is here.
/// Who talks to it: the job, by way of the region (ServePartition, StopPartition).
/// State it owns: for whom it is here.
/// If it dies, or the cluster moves it: the node is told, and its worker goes.
/// </summary>
internal sealed class PartitionEntity : ReceiveActor
{
    private readonly IActorRef _node;
    private ServePartition? _served;

    public PartitionEntity(IActorRef node)
    {
        _node = node;
        Receive<ServePartition>(Serve);
        Receive<StopPartition>(Stop);
    }

    /// <param name="node">The node's actor of this member.</param>
    public static Props Of(IActorRef node) => Props.Create(() => new PartitionEntity(node));

    protected override void PostStop() => Release();

    private void Serve(ServePartition call)
    {
        if (_served is null || call.JobEpoch >= _served.JobEpoch)
        {
            _served = call;
            _node.Tell(call, Sender);
        }
    }

    private void Stop(StopPartition stop)
    {
        if (_served is null || stop.JobEpoch >= _served.JobEpoch)
        {
            Release();
            Context.Parent.Tell(new Passivate(PoisonPill.Instance));
        }
    }

    private void Release()
    {
        if (_served is { } served)
        {
            _node.Tell(new ReleasePartition(served.Job, served.JobEpoch, served.Worker), Self);
            _served = null;
        }
    }
}
