using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;

namespace AkkaCoded.EngineCluster.Tests.Cluster;

/// <summary>Messages are texts: shard, entity, and what it is told, with colons between.</summary>
internal sealed class PartExtractor : IMessageExtractor
{
    public string? EntityId(object message) =>
        message is string text && text.Split(':') is [_, var entity, _] ? entity : null;

    public object EntityMessage(object message) => ((string)message).Split(':')[2];

    [Obsolete("The packages' interface has it.")]
    public string ShardId(object message) => ((string)message).Split(':')[0];

    public string ShardId(string entityId, object? messageHint = null) =>
        messageHint is string text ? text.Split(':')[0] : entityId[..1];
}

/// <summary>Says where it is and what it got; "passivate" sends it to sleep in two steps.</summary>
internal sealed class Part : UntypedActor
{
    private readonly Guid _incarnation = Guid.NewGuid();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case "passivate":
                Sender.Tell("passivating");
                Context.Parent.Tell(new Passivate("sleep"));
                break;
            case "sleep" or "hand off":
                PartLog.Ended.Enqueue($"{Self.Path.Name} {message}");
                Context.Stop(Self);
                break;
            case "incarnation":
                Sender.Tell(_incarnation.ToString());
                break;
            default:
                Sender.Tell(message, Self);
                break;
        }
    }
}

/// <summary>What entities did last, in all worlds; names are unique per spec.</summary>
internal static class PartLog
{
    public static ConcurrentQueue<string> Ended { get; } = [];
}

/// <summary>Never takes the seed; of the others it takes whom the spec wants, and fails until that
/// one's region is there, or the one with the fewest shards.</summary>
internal sealed class PartStrategy(ActorSystem system) : IShardAllocationStrategy
{
    private int _failures;

    public volatile Address? Wanted;

    public volatile IImmutableSet<string> ToMove = ImmutableHashSet<string>.Empty;

    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>So many times it throws, or names no region.</summary>
    public void Fail(int times) => Volatile.Write(ref _failures, times);

    public Task<IActorRef> AllocateShard(
        IActorRef requester,
        string shardId,
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations)
    {
        Asked.Enqueue(shardId);
        if (Interlocked.Decrement(ref _failures) >= 0)
        {
            return Task.FromException<IActorRef>(new InvalidOperationException("not now"));
        }

        var workers = ClusterWorld.Of(system).State.Members
            .Where(member => member.HasRole("worker")).Select(member => member.Address).ToList();
        var regions = currentShardAllocations.Keys
            .Where(region => workers.Contains(region.Path.Address)).ToList();
        var wanted = Wanted;
        var chosen = wanted is null
            ? regions.OrderBy(region => currentShardAllocations[region].Count)
                .ThenBy(region => region.Path.Address.Port).FirstOrDefault()
            : regions.Find(region => region.Path.Address == wanted);
        return chosen is null
            ? Task.FromException<IActorRef>(new InvalidOperationException("no worker"))
            : Task.FromResult(chosen);
    }

    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations,
        IImmutableSet<string> rebalanceInProgress)
    {
        var moved = ToMove;
        ToMove = ImmutableHashSet<string>.Empty;
        return Task.FromResult(moved);
    }
}
