using System.Globalization;
using Akka.Actor;
using Akka.Cluster.Sharding;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.WorkerNode.Cluster;

/// <summary>
/// The shard region of partitions. Every member of the cluster starts it alike, coordinators too,
/// because any of them may have to decide where partitions go.
/// </summary>
internal static class PartitionRegion
{
    /// <summary>Starts the region of this member.</summary>
    /// <param name="system">The member.</param>
    /// <param name="node">Its node's actor; nobody on a coordinator, which gets no partitions.
    /// </param>
    /// <param name="strategy">Where partitions go.</param>
    public static IActorRef Start(
        ActorSystem system, IActorRef node, IShardAllocationStrategy strategy) =>
        ClusterSharding.Get(system).Start(
            ClusterNames.Partitions,
            PartitionEntity.Of(node),
            ClusterShardingSettings.Create(system),
            new PartitionExtractor(),
            strategy,
            PoisonPill.Instance);
}

/// <summary>
/// A partition is named by job and worker, <c>digits/3</c>; its shard by the worker alone, so that
/// jobs are spread alike.
/// </summary>
internal sealed class PartitionExtractor : IMessageExtractor
{
    public string? EntityId(object message) => message switch
    {
        ServePartition call => IdOf(call.Job, call.Worker),
        StopPartition stop => IdOf(stop.Job, stop.Worker),
        _ => null,
    };

    public object? EntityMessage(object message) => message;

    public string? ShardId(object message) =>
        EntityId(message) is { } entity ? ShardId(entity, message) : null;

    public string ShardId(string entityId, object? messageHint = null) =>
        entityId[(entityId.LastIndexOf('/') + 1)..];

    private static string IdOf(JobId job, WorkerId worker) =>
        string.Create(CultureInfo.InvariantCulture, $"{job}/{worker.Number}");
}
