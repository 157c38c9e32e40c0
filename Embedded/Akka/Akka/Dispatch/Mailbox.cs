using System.Diagnostics;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Dispatch.MessageQueues;
using Akka.Dispatch.SysMsg;

namespace Akka.Dispatch;

/// <summary>
/// A message queue, a queue of system messages and the status word that lets exactly one thread at
/// a time run the actor. Status: closed, or scheduled (bit 1) plus the count of suspensions in the
/// bits above it. While suspended only system messages are handled.
/// </summary>
public class Mailbox : IRunnable
{
    private const int Closed = 1;
    private const int Scheduled = 2;
    private const int SuspendUnit = 4;

    /// <summary>Stands in the system queue of a closed mailbox.</summary>
    private static readonly NoMessage NoMessages = new();

    /// <summary>The default queue again, as itself: a call through the interface costs more.
    /// </summary>
    private readonly UnboundedMessageQueue _fast;

    private volatile SystemMessage _systemMessages;
    private volatile int _status;
    private ActorCell _actor;

    public Mailbox(IMessageQueue messageQueue)
    {
        MessageQueue = messageQueue;
        _fast = messageQueue as UnboundedMessageQueue;
    }

    public IMessageQueue MessageQueue { get; }

    public MessageDispatcher Dispatcher => _actor.Dispatcher;

    internal ActorCell Actor => _actor;

    internal bool HasMessages => _fast?.HasMessages ?? MessageQueue.HasMessages;

    internal int NumberOfMessages => MessageQueue.Count;

    internal virtual bool HasSystemMessages =>
        _systemMessages is { } message && message != NoMessages;

    internal int SuspendCount => _status / SuspendUnit;

    internal bool IsSuspended => _status >= SuspendUnit;

    internal bool IsClosed => _status == Closed;

    internal bool IsScheduled => (_status & Scheduled) != 0;

    public virtual void SetActor(ActorCell actorCell) => _actor = actorCell;

    public void Execute() => Run();

    /// <summary>Handles system messages, then up to the dispatcher's throughput of others.
    /// </summary>
    public void Run()
    {
        var actor = _actor;
        try
        {
            if (IsClosed)
            {
                return;
            }

            var previous = InternalCurrentActorCellKeeper.Current;
            InternalCurrentActorCellKeeper.Current = actor;
            try
            {
                ProcessSystemMessages(actor);
                ProcessMessages(actor, actor.Dispatcher);
            }
            finally
            {
                InternalCurrentActorCellKeeper.Current = previous;
            }
        }
        finally
        {
            SetIdle();
            if (TrySchedule(false, false))
            {
                actor.Dispatcher.ExecuteAgain(this);
            }
        }
    }

    /// <summary>After closing: what is left, and what still comes, is a dead letter.</summary>
    public virtual void CleanUp()
    {
        var deadLetters = _actor.Dispatcher.Mailboxes.DeadLetterMailbox;
        for (var message = DrainSystemMessages(NoMessages); message is not null;)
        {
            var next = message.Next;
            message.Unlink();
            deadLetters.SystemEnqueue(_actor.Self, message);
            message = next;
        }

        // A sender that looked this mailbox up before it was closed may drain it at the same time.
        lock (MessageQueue)
        {
            MessageQueue.CleanUp(_actor.Self, deadLetters.MessageQueue);
        }
    }

    internal void Enqueue(IActorRef receiver, Envelope envelope)
    {
        if (_fast is { } queue)
        {
            queue.Enqueue(envelope.Message, envelope.Sender);
        }
        else
        {
            MessageQueue.Enqueue(receiver, envelope);
        }
    }

    internal virtual void SystemEnqueue(IActorRef receiver, SystemMessage message)
    {
        while (true)
        {
            var head = _systemMessages;
            if (head == NoMessages)
            {
                _actor.Dispatcher.Mailboxes.DeadLetterMailbox.SystemEnqueue(receiver, message);
                return;
            }

            message.Next = head;
            if (Interlocked.CompareExchange(ref _systemMessages, message, head) == head)
            {
                return;
            }

            message.Unlink();
        }
    }

    /// <summary>True where the caller now has to execute this mailbox.</summary>
    internal bool TrySchedule(bool hasMessageHint, bool hasSystemMessageHint)
    {
        while (true)
        {
            var status = _status;
            if ((status & (Closed | Scheduled)) != 0
                || !HasWork(status, hasMessageHint, hasSystemMessageHint))
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _status, status | Scheduled, status) == status)
            {
                return true;
            }
        }
    }

    internal void Suspend()
    {
        for (var status = _status; status != Closed; status = _status)
        {
            if (TrySetStatus(status, status + SuspendUnit))
            {
                return;
            }
        }
    }

    /// <summary>True where the last suspension is over.</summary>
    internal bool Resume()
    {
        for (var status = _status; status != Closed; status = _status)
        {
            var next = status < SuspendUnit ? status : status - SuspendUnit;
            if (TrySetStatus(status, next))
            {
                return next < SuspendUnit;
            }
        }

        return false;
    }

    internal void Close()
    {
        while (!TrySetStatus(_status, Closed))
        {
        }
    }

    private bool TrySetStatus(int old, int next) =>
        Interlocked.CompareExchange(ref _status, next, old) == old;

    private bool HasWork(int status, bool hasMessageHint, bool hasSystemMessageHint) =>
        hasSystemMessageHint
        || (status < SuspendUnit && (hasMessageHint || HasMessages))
        || HasSystemMessages;

    private void SetIdle()
    {
        int status;
        do
        {
            status = _status;
        }
        while (!TrySetStatus(status, status & ~Scheduled));
    }

    private void ProcessMessages(ActorCell actor, MessageDispatcher dispatcher)
    {
        var left = Math.Max(1, dispatcher.Throughput);
        var deadline = dispatcher.ThroughputDeadlineTime is { } ticks
            ? Stopwatch.GetTimestamp() + (ticks * Stopwatch.Frequency / TimeSpan.TicksPerSecond)
            : long.MaxValue;
        // Neither closed nor suspended: the only bit that may be set is "scheduled".
        while (_status == Scheduled && TryDequeue(out var envelope))
        {
            actor.Invoke(envelope);
            if (_systemMessages is not null)
            {
                ProcessSystemMessages(actor);
            }

            if (--left <= 0
                || (deadline != long.MaxValue && Stopwatch.GetTimestamp() >= deadline))
            {
                return;
            }
        }
    }

    private bool TryDequeue(out Envelope envelope) =>
        _fast is { } queue
            ? queue.TryDequeue(out envelope)
            : MessageQueue.TryDequeue(out envelope);

    private void ProcessSystemMessages(ActorCell actor)
    {
        while (HasSystemMessages && !IsClosed)
        {
            for (var message = DrainSystemMessages(null); message is not null;)
            {
                var next = message.Next;
                message.Unlink();
                if (IsClosed)
                {
                    actor.Dispatcher.Mailboxes.DeadLetterMailbox.SystemEnqueue(
                        actor.Self, message);
                }
                else
                {
                    actor.SystemInvoke(message);
                }

                message = next;
            }
        }
    }

    /// <summary>Takes all of them, oldest first.</summary>
    private SystemMessage DrainSystemMessages(SystemMessage replacement)
    {
        SystemMessage taken;
        do
        {
            taken = _systemMessages;
            if (taken == NoMessages)
            {
                return null;
            }
        }
        while (Interlocked.CompareExchange(ref _systemMessages, replacement, taken) != taken);

        SystemMessage oldestFirst = null;
        while (taken is not null)
        {
            (taken, taken.Next, oldestFirst) = (taken.Next, oldestFirst, taken);
        }

        return oldestFirst;
    }
}
