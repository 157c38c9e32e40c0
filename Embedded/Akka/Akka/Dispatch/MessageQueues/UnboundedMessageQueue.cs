using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>
/// A linked queue with one wait-free step per producer (an exchange of the tail) and none for the
/// consumer. It costs 72 bytes while empty, which a million idle actors can afford.
/// </summary>
public class UnboundedMessageQueue : IMessageQueue, IUnboundedMessageQueueSemantics
{
    /// <summary>Already consumed; the queue's messages hang from its Next.</summary>
    private Node _head;
    private Node _tail;

    public UnboundedMessageQueue() => _head = _tail = new Node(default, default);

    /// <summary>
    /// Asks the tail, not the link: the tail is exchanged before the link is set, and a mailbox
    /// that has gone idle must see every message whose sender saw it busy.
    /// </summary>
    public bool HasMessages => Volatile.Read(ref _tail) != _head;

    public int Count
    {
        get
        {
            var count = 0;
            for (var node = _head?.Next; node is not null; node = node.Next)
            {
                count++;
            }

            return count;
        }
    }

    public void Enqueue(IActorRef receiver, Envelope envelope) =>
        Enqueue(envelope.Message, envelope.Sender);

    public bool TryDequeue(out Envelope envelope)
    {
        var head = _head;
        var next = head.Next;
        if (next is null)
        {
            if (Volatile.Read(ref _tail) == head)
            {
                envelope = default;
                return false;
            }

            next = AwaitLink(head);
        }

        envelope = new Envelope(next.Message, next.Sender);
        next.Message = null;
        next.Sender = null;
        // A dead node promoted by the collector would drag all later ones along: unlink it.
        head.Next = null;
        _head = next;
        return true;
    }

    public void CleanUp(IActorRef owner, IMessageQueue deadletters) =>
        this.DrainTo(owner, deadletters);

    internal void Enqueue(object message, IActorRef sender)
    {
        var node = new Node(message, sender);
        Interlocked.Exchange(ref _tail, node).Next = node;
    }

    /// <summary>A producer stands between its two writes; it needs a few instructions.</summary>
    private static Node AwaitLink(Node head)
    {
        var spin = default(SpinWait);
        Node next;
        while ((next = head.Next) is null)
        {
            spin.SpinOnce();
        }

        return next;
    }

    private sealed class Node(object message, IActorRef sender)
    {
        public object Message = message;
        public IActorRef Sender = sender;
        public volatile Node Next;
    }
}
