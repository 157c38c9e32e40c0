using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Sharding;

public interface IClusterShardingSerializable
{
}

public interface IShardRegionCommand
{
}

public interface IShardRegionQuery
{
}

/// <summary>For messages that do not say themselves which entity they are for.</summary>
public sealed class ShardingEnvelope(string entityId, object message)
    : IWrappedMessage, IClusterShardingSerializable, IEquatable<ShardingEnvelope>
{
    public string EntityId { get; } = entityId;

    public object Message { get; } = message;

    public bool Equals(ShardingEnvelope other) =>
        other is not null && EntityId == other.EntityId && Equals(Message, other.Message);

    public override bool Equals(object obj) => Equals(obj as ShardingEnvelope);

    public override int GetHashCode() => HashCode.Combine(EntityId, Message);

    public override string ToString() => $"ShardingEnvelope({EntityId}, {Message})";
}

/// <summary>
/// An entity tells its parent that it wants to stop: it gets the stop message back, and what comes
/// for it meanwhile is kept for its next incarnation.
/// </summary>
public sealed class Passivate(object stopMessage) : IShardRegionCommand
{
    public object StopMessage { get; } = stopMessage;
}

/// <summary>Tells a region to hand off its shards and stop.</summary>
public sealed class GracefulShutdown : IShardRegionCommand
{
    public static readonly GracefulShutdown Instance = new();

    private GracefulShutdown()
    {
    }
}

/// <summary>Asks a region on this node for its shards and their entities.</summary>
public sealed class GetShardRegionState : IShardRegionQuery, IClusterShardingSerializable
{
    public static readonly GetShardRegionState Instance = new();

    private GetShardRegionState()
    {
    }

    public override string ToString() => "GetShardRegionState";
}

public sealed class CurrentShardRegionState(
    IImmutableSet<ShardState> shards, IImmutableSet<string> failed) : IClusterShardingSerializable
{
    public readonly IImmutableSet<ShardState> Shards = shards;
    public readonly IImmutableSet<string> Failed = failed;

    public override string ToString() =>
        $"CurrentShardRegionState({string.Join(", ", Shards)}; failed: "
        + $"{string.Join(", ", Failed)})";
}

public sealed class ShardState(string shardId, IImmutableSet<string> entityIds)
    : IClusterShardingSerializable, IEquatable<ShardState>
{
    public readonly string ShardId = shardId;
    public readonly IImmutableSet<string> EntityIds = entityIds;

    public bool Equals(ShardState other) =>
        other is not null && ShardId == other.ShardId && EntityIds.SetEquals(other.EntityIds);

    public override bool Equals(object obj) => Equals(obj as ShardState);

    public override int GetHashCode() => HashCode.Combine(ShardId, EntityIds.Count);

    public override string ToString() => $"ShardState({ShardId}, [{string.Join(", ", EntityIds)}])";
}
