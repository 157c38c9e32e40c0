using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>A path where no actor lives: what is told to it becomes a dead letter.</summary>
public class EmptyLocalActorRef(
    IActorRefProvider provider, ActorPath path, EventStream eventStream) : MinimalActorRef
{
    public override ActorPath Path => path;

    public override IActorRefProvider Provider => provider;

    public override bool IsTerminated => true;

    public override void SendSystemMessage(ISystemMessage message) =>
        SpecialHandle(message, provider.DeadLetters);

    protected override void TellInternal(object message, IActorRef sender)
    {
        ArgumentNullMessage(message);
        if (message is DeadLetter letter)
        {
            SpecialHandle(letter.Message, letter.Sender);
        }
        else if (!SpecialHandle(message, sender))
        {
            eventStream.Publish(new DeadLetter(message, SenderOf(sender), this));
        }
    }

    /// <summary>True where the message has been answered or needs no report.</summary>
    protected virtual bool SpecialHandle(object message, IActorRef sender)
    {
        switch (message)
        {
            case Watch watch:
                if (watch.Watchee.Equals(this) && !watch.Watcher.Equals(this))
                {
                    watch.Watcher.SendSystemMessage(
                        new DeathWatchNotification(watch.Watchee, false, false));
                }

                return true;
            case Unwatch or ActorTaskSchedulerMessage:
                return true;
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, null));
                return true;
            case ActorSelectionMessage selection:
                HandleSelection(selection, sender);
                return true;
            case IDeadLetterSuppression suppressed:
                eventStream.Publish(new SuppressedDeadLetter(suppressed, SenderOf(sender), this));
                return true;
            default:
                return false;
        }
    }

    private protected static void ArgumentNullMessage(object message)
    {
        if (message is null)
        {
            throw new InvalidMessageException("Message is null");
        }
    }

    private void HandleSelection(ActorSelectionMessage selection, IActorRef sender)
    {
        switch (selection.Message)
        {
            case Identify identify:
                if (!selection.WildCardFanOut)
                {
                    sender?.Tell(new ActorIdentity(identify.MessageId, null));
                }

                break;
            case IDeadLetterSuppression suppressed:
                eventStream.Publish(new SuppressedDeadLetter(suppressed, SenderOf(sender), this));
                break;
            default:
                eventStream.Publish(new DeadLetter(selection.Message, SenderOf(sender), this));
                break;
        }
    }

    private IActorRef SenderOf(IActorRef sender) =>
        sender.IsNobody() ? provider.DeadLetters : sender;
}

/// <summary>/deadLetters: publishes what could not be delivered.</summary>
public class DeadLetterActorRef(
    IActorRefProvider provider, ActorPath path, EventStream eventStream)
    : EmptyLocalActorRef(provider, path, eventStream)
{
    private readonly EventStream _eventStream = eventStream;

    protected override void TellInternal(object message, IActorRef sender)
    {
        ArgumentNullMessage(message);
        switch (message)
        {
            case Identify identify:
                sender?.Tell(new ActorIdentity(identify.MessageId, ActorRefs.Nobody));
                break;
            case DeadLetter letter:
                if (!SpecialHandle(letter.Message, letter.Sender))
                {
                    _eventStream.Publish(letter);
                }

                break;
            default:
                if (!SpecialHandle(message, sender))
                {
                    var from = sender.IsNobody() ? Provider.DeadLetters : sender;
                    _eventStream.Publish(new DeadLetter(message, from, this));
                }

                break;
        }
    }

    protected override bool SpecialHandle(object message, IActorRef sender)
    {
        // Sent to an actor that has stopped: the watcher must hear of it all the same.
        if (message is Watch watch)
        {
            if (!watch.Watchee.Equals(this) && !watch.Watcher.Equals(this))
            {
                watch.Watcher.SendSystemMessage(
                    new DeathWatchNotification(watch.Watchee, false, false));
            }

            return true;
        }

        return base.SpecialHandle(message, sender);
    }
}

/// <summary>/ignore: swallows everything, replies nobody wants.</summary>
internal sealed class IgnoreActorRef(IActorRefProvider provider) : MinimalActorRef
{
    private static readonly ActorPath IgnorePath =
        new RootActorPath(new Address("akka", "local")) / "ignore";

    public override ActorPath Path => IgnorePath;

    public override IActorRefProvider Provider { get; } = provider;
}
