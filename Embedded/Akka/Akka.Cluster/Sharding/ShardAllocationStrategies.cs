using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Sharding;

/// <summary>
/// Decides which region gets a shard and which shards are to move. It runs on the seed; its tasks
/// may take their time and may fail, then they are asked for again.
/// </summary>
public interface IShardAllocationStrategy : INoSerializationVerificationNeeded
{
    Task<IActorRef> AllocateShard(
        IActorRef requester,
        string shardId,
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations);

    Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations,
        IImmutableSet<string> rebalanceInProgress);
}

/// <summary>One that is told when its coordinator starts.</summary>
public interface IStartableAllocationStrategy : IShardAllocationStrategy
{
    void Start();
}

/// <summary>One that needs the actor system.</summary>
public interface IActorSystemDependentAllocationStrategy : IShardAllocationStrategy
{
    void Start(ActorSystem system);
}

public static class ShardAllocationStrategy
{
    /// <summary>A new shard goes to the region with the fewest; per round at most absoluteLimit
    /// shards, and that share of all, move from the fullest regions.</summary>
    public static IShardAllocationStrategy LeastShardAllocationStrategy(
        int absoluteLimit, double relativeLimit)
    {
        if (absoluteLimit < 0)
        {
            throw new ArgumentException(
                $"absoluteLimit [{absoluteLimit}] must be >= 0", nameof(absoluteLimit));
        }

        return relativeLimit is < 0 or > 1
            ? throw new ArgumentException(
                $"relativeLimit [{relativeLimit}] must be in [0, 1]", nameof(relativeLimit))
            : new LeastShards(all =>
                Math.Max(1, Math.Min((int)(relativeLimit * all), absoluteLimit)), 1);
    }
}

/// <summary>Evens out the numbers of shards, a few at a time.</summary>
internal sealed class LeastShards(Func<int, int> limit, int threshold) : IShardAllocationStrategy
{
    public Task<IActorRef> AllocateShard(
        IActorRef requester,
        string shardId,
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations) =>
        Task.FromResult(Sorted(currentShardAllocations).First().Key);

    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations,
        IImmutableSet<string> rebalanceInProgress)
    {
        IImmutableSet<string> none = ImmutableHashSet<string>.Empty;
        var all = currentShardAllocations.Values.Sum(shards => shards.Count);
        if (rebalanceInProgress.Count > 0 || all == 0)
        {
            return Task.FromResult(none);
        }

        var sorted = Sorted(currentShardAllocations).ToList();
        var fullest = sorted[^1].Value;
        var difference = fullest.Count - sorted[0].Value.Count;
        return Task.FromResult(difference > threshold
            ? fullest.Take(Math.Min(difference / 2, limit(all))).ToImmutableHashSet()
            : none);
    }

    private static IEnumerable<KeyValuePair<IActorRef, IImmutableList<string>>> Sorted(
        IImmutableDictionary<IActorRef, IImmutableList<string>> allocations) =>
        allocations.OrderBy(region => region.Value.Count)
            .ThenBy(region => region.Key.Path.ToString(), StringComparer.Ordinal);
}
