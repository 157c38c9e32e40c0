namespace Akka.Cluster.Sharding;

/// <summary>What the coordinator has to do after something happened, in this order.</summary>
internal abstract record ShardTableAction<TRegion>
{
    internal sealed record TellHome(TRegion To, string Shard, TRegion Home)
        : ShardTableAction<TRegion>;

    internal sealed record TellHost(TRegion To, string Shard) : ShardTableAction<TRegion>;

    internal sealed record TellBeginHandOff(TRegion To, string Shard)
        : ShardTableAction<TRegion>;

    internal sealed record TellHandOff(TRegion To, string Shard) : ShardTableAction<TRegion>;

    /// <summary>A leaving region has no shard and will get none: it may stop.</summary>
    internal sealed record TellLeft(TRegion To) : ShardTableAction<TRegion>;

    /// <summary>Ask the strategy; the answer comes back with the same number.</summary>
    internal sealed record Allocate(string Shard, TRegion Requester, long Attempt)
        : ShardTableAction<TRegion>;
}
