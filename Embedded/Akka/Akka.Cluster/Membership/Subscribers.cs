using Akka.Actor;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Membership;

/// <summary>Who wants to hear of which events.</summary>
internal sealed class Subscribers
{
    private readonly Dictionary<IActorRef, HashSet<Type>> _types = [];

    /// <summary>True when it had no subscription before.</summary>
    public bool Add(IActorRef subscriber, IEnumerable<Type> to)
    {
        if (_types.TryGetValue(subscriber, out var types))
        {
            types.UnionWith(to);
            return false;
        }

        _types[subscriber] = [.. to];
        return true;
    }

    /// <summary>Without a type all its subscriptions end. True when none is left.</summary>
    public bool Remove(IActorRef subscriber, Type to)
    {
        if (to is not null && _types.TryGetValue(subscriber, out var types))
        {
            types.Remove(to);
            if (types.Count > 0)
            {
                return false;
            }
        }

        return _types.Remove(subscriber);
    }

    public void Publish(IClusterDomainEvent happened)
    {
        foreach (var (subscriber, types) in _types)
        {
            if (types.Any(type => type.IsInstanceOfType(happened)))
            {
                subscriber.Tell(happened, ActorRefs.NoSender);
            }
        }
    }

    /// <summary>The state so far as the events that could have led to it.</summary>
    public static IEnumerable<IClusterDomainEvent> AsEvents(CurrentClusterState state)
    {
        if (state.Leader is not null)
        {
            yield return new LeaderChanged(state.Leader);
        }

        foreach (var member in state.Members)
        {
            yield return MemberView.StatusEvent(member);
        }

        foreach (var member in state.Unreachable)
        {
            yield return new UnreachableMember(member);
        }
    }
}
