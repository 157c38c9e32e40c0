using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Event;

/// <summary>Remoting tells actors with watches across nodes that a node is gone.</summary>
internal sealed class AddressTerminatedTopic : IExtension
{
    private readonly ConcurrentDictionary<IActorRef, bool> _subscribers = new();

    public static AddressTerminatedTopic Get(ActorSystem system) =>
        system.WithExtension<AddressTerminatedTopic, AddressTerminatedTopicProvider>();

    public void Subscribe(IActorRef subscriber) => _subscribers[subscriber] = true;

    public void Unsubscribe(IActorRef subscriber) => _subscribers.TryRemove(subscriber, out _);

    public void Publish(AddressTerminated message)
    {
        foreach (var subscriber in _subscribers.Keys)
        {
            subscriber.Tell(message, ActorRefs.NoSender);
        }
    }
}

internal sealed class AddressTerminatedTopicProvider : ExtensionIdProvider<AddressTerminatedTopic>
{
    public override AddressTerminatedTopic CreateExtension(ExtendedActorSystem system) => new();
}

internal sealed class AddressTerminated(Address address) : IAutoReceivedMessage, IPossiblyHarmful
{
    public Address Address { get; } = address;

    public override string ToString() => $"<AddressTerminated>: {Address}";
}

/// <summary>Keeps a cell subscribed while it watches, or is watched by, another node.</summary>
internal static class AddressWatch
{
    public static void Changed(
        ActorCell cell,
        IActorRef other,
        Dictionary<IActorRef, object> watching,
        HashSet<IActorRef> watchedBy)
    {
        if (other is IInternalActorRef { IsLocal: true })
        {
            return;
        }

        var topic = AddressTerminatedTopic.Get(cell.System);
        if (watching?.Keys.Any(IsRemote) == true || watchedBy?.Any(IsRemote) == true)
        {
            topic.Subscribe(cell.Self);
        }
        else
        {
            topic.Unsubscribe(cell.Self);
        }
    }

    public static void Ended(ActorCell cell)
    {
        if (cell.System.HasExtension<AddressTerminatedTopic>())
        {
            AddressTerminatedTopic.Get(cell.System).Unsubscribe(cell.Self);
        }
    }

    private static bool IsRemote(IActorRef actor) => actor is IInternalActorRef { IsLocal: false };
}
