using System.Globalization;

namespace Akka.Cluster.Sharding;

/// <summary>Which entity a message is for, in which shard that is, and what it is told.</summary>
public interface IMessageExtractor
{
    string EntityId(object message);

    object EntityMessage(object message);

    [Obsolete("Use ShardId(EntityId, object) instead.")]
    string ShardId(object message);

    string ShardId(string entityId, object messageHint = null);
}

/// <summary>Shards by a hash of the entity's name that is the same in every process. It is not
/// the hash of the packages, so the numbers of shards differ between the builds.</summary>
public abstract class HashCodeMessageExtractor : IMessageExtractor
{
    public readonly int MaxNumberOfShards;

    protected HashCodeMessageExtractor(int maxNumberOfShards)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfShards);
        MaxNumberOfShards = maxNumberOfShards;
    }

    public static HashCodeMessageExtractor Create(
        int maxNumberOfShards,
        Func<object, string> entityIdExtractor,
        Func<object, object> messageExtractor = null) =>
        new ByFunctions(maxNumberOfShards, entityIdExtractor, messageExtractor);

    public abstract string EntityId(object message);

    public virtual object EntityMessage(object message) => message;

    [Obsolete("Use ShardId(string, object?) instead. Since v1.5.15")]
    public virtual string ShardId(object message)
    {
        var id = EntityId(message);
        return string.IsNullOrEmpty(id) ? null : ShardId(id, message);
    }

    public virtual string ShardId(string entityId, object messageHint = null)
    {
        // FNV-1a: short, even enough, and no secret per process as string.GetHashCode has.
        var hash = 2166136261u;
        foreach (var letter in entityId)
        {
            hash = (hash ^ letter) * 16777619u;
        }

        return (hash % (uint)MaxNumberOfShards).ToString(CultureInfo.InvariantCulture);
    }

    private sealed class ByFunctions(
        int shards, Func<object, string> entityId, Func<object, object> message)
        : HashCodeMessageExtractor(shards)
    {
        public override string EntityId(object toEntity) => entityId(toEntity);

        public override object EntityMessage(object toEntity) =>
            message?.Invoke(toEntity) ?? toEntity;
    }
}

/// <summary>Unwraps ShardingEnvelope, which no extractor needs to know.</summary>
internal sealed class EnvelopeExtractor(IMessageExtractor inner)
{
    public string EntityId(object message) =>
        message is ShardingEnvelope envelope ? envelope.EntityId : inner.EntityId(message);

    public object EntityMessage(object message) =>
        message is ShardingEnvelope envelope ? envelope.Message : inner.EntityMessage(message);

    public string ShardId(string entityId, object message) => inner.ShardId(entityId, message);
}
