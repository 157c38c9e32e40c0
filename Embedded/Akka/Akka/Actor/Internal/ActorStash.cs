using Akka.Dispatch;

namespace Akka.Actor.Internal;

internal sealed class ActorStash : IStash
{
    private readonly LinkedList<Envelope> _stashed = new();
    private readonly ActorCell _cell;
    private readonly IDequeBasedMessageQueueSemantics _queue;
    private int _lastStashed;

    public ActorStash(ActorCell cell, bool unbounded)
    {
        _cell = cell;
        var queue = cell.Mailbox.MessageQueue;
        _queue = queue as IDequeBasedMessageQueueSemantics
            ?? throw new ActorInitializationException(
                cell.Self,
                $"DequeBasedMailbox required, got: {queue.GetType().Name}\n"
                + "An (unbounded) deque-based mailbox can be configured as follows:\n"
                + "my-custom-mailbox {\n"
                + "    mailbox-type = \"Akka.Dispatch.UnboundedDequeBasedMailbox\"\n"
                + "}\n");
        Capacity = unbounded ? Deploy.NoStashSize : ReadCapacity(cell);
    }

    public int Capacity { get; }

    public int Count => _stashed.Count;

    public bool IsEmpty => Count == 0;

    public bool NonEmpty => Count > 0;

    public bool IsFull => Capacity >= 0 && Count >= Capacity;

    public void Stash()
    {
        var message = _cell.CurrentMessage;
        if (_cell.CurrentEnvelopeId == _lastStashed)
        {
            throw new IllegalActorStateException(
                $"Can't stash the same message {message} more than once");
        }

        _lastStashed = _cell.CurrentEnvelopeId;
        if (Capacity > 0 && Count >= Capacity)
        {
            throw new StashOverflowException(
                $"Couldn't enqueue message {message} from {_cell.Sender} to stash of "
                + _cell.Self);
        }

        _stashed.AddLast(new Envelope(message, _cell.Sender));
    }

    public void Unstash()
    {
        if (_stashed.First is { } first)
        {
            _stashed.RemoveFirst();
            EnqueueFirst(first.Value);
        }
    }

    public void UnstashAll() => UnstashAll(_ => true);

    public void UnstashAll(Func<Envelope, bool> predicate)
    {
        // From the back, so that the oldest ends up in front.
        foreach (var envelope in ClearStash().Reverse().Where(predicate))
        {
            EnqueueFirst(envelope);
        }
    }

    public IEnumerable<Envelope> ClearStash()
    {
        Envelope[] all = [.. _stashed];
        _stashed.Clear();
        return all;
    }

    public void Prepend(IEnumerable<Envelope> envelopes)
    {
        foreach (var envelope in envelopes.Distinct().Reverse())
        {
            _stashed.AddFirst(envelope);
        }
    }

    private static int ReadCapacity(ActorCell cell)
    {
        var own = cell.Props.Deploy.StashCapacity;
        if (own != Deploy.NoStashSize)
        {
            return own;
        }

        var mailbox = cell.Props.Mailbox.Length == 0
            ? Mailboxes.DefaultMailboxId
            : cell.Props.Mailbox;
        return cell.System.Mailboxes.StashCapacity(cell.Props.Dispatcher, mailbox);
    }

    private void EnqueueFirst(Envelope envelope)
    {
        _queue.EnqueueFirst(envelope);
        if (envelope.Message is Terminated terminated)
        {
            _cell.TerminatedQueuedFor(terminated.ActorRef);
        }
    }
}
