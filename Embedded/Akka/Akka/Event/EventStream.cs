using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch;

namespace Akka.Event;

/// <summary>The system's bus, by type; who has stopped is unsubscribed.</summary>
public class EventStream(bool debug) : LoggingBus
{
    private static int _unsubscribers;

    private readonly ConcurrentQueue<IActorRef> _early = new();
    private IActorRef _unsubscriber;

    public override bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        Report("subscribing {0} to channel {1}", subscriber, channel);
        var added = base.Subscribe(subscriber, channel);
        if (Volatile.Read(ref _unsubscriber) is { } unsubscriber)
        {
            unsubscriber.Tell(new EventStreamUnsubscriber.Register(subscriber), null);
        }
        else
        {
            _early.Enqueue(subscriber);
        }

        return added;
    }

    public override bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        Report("unsubscribing {0} from channel {1}", subscriber, channel);
        var removed = base.Unsubscribe(subscriber, channel);
        UnregisterIfNoMoreSubscribed(subscriber);
        return removed;
    }

    public override bool Unsubscribe(IActorRef subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        Report("unsubscribing {0} from {1}", subscriber, "all channels");
        var removed = base.Unsubscribe(subscriber);
        UnregisterIfNoMoreSubscribed(subscriber);
        return removed;
    }

    public void StartUnsubscriber(ActorSystemImpl system)
    {
        var props = Props.Create(typeof(EventStreamUnsubscriber), this)
            .WithDispatcher(Dispatchers.InternalDispatcherId);
        var unsubscriber = system.SystemActorOf(
            props, $"EventStreamUnsubscriber-{Interlocked.Increment(ref _unsubscribers)}");
        Volatile.Write(ref _unsubscriber, unsubscriber);
        while (_early.TryDequeue(out var subscriber))
        {
            unsubscriber.Tell(new EventStreamUnsubscriber.Register(subscriber), null);
        }
    }

    private void UnregisterIfNoMoreSubscribed(IActorRef subscriber) =>
        Volatile.Read(ref _unsubscriber)?.Tell(
            new EventStreamUnsubscriber.Unregister(subscriber), null);

    private void Report(string text, object subscriber, object channel)
    {
        if (debug)
        {
            var message = string.Format(text, subscriber, channel);
            Publish(new Debug(SimpleName(this), GetType(), message));
        }
    }
}

public static class EventStreamExtensions
{
    public static bool Subscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Subscribe(subscriber, typeof(TChannel));

    public static bool Unsubscribe<TChannel>(this EventStream eventStream, IActorRef subscriber) =>
        eventStream.Unsubscribe(subscriber, typeof(TChannel));
}

/// <summary>Watches subscribers, so that the dead do not fill the event stream.</summary>
internal sealed class EventStreamUnsubscriber(EventStream eventStream) : ActorBase
{
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Register { Subscriber: IInternalActorRef subscriber }:
                Context.Watch(subscriber);
                break;
            case Unregister unregister:
                if (!eventStream.IsSubscribed(unregister.Subscriber))
                {
                    Context.Unwatch(unregister.Subscriber);
                }

                break;
            case Terminated terminated:
                eventStream.Unsubscribe(terminated.ActorRef);
                break;
        }

        return true;
    }

    internal sealed record Register(IActorRef Subscriber)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    internal sealed record Unregister(IActorRef Subscriber)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
