using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>
/// Holds at most so many messages; a sender to a full one waits up to the push time-out (negative:
/// for ever), then its message goes to the dead letters.
/// </summary>
public class BoundedMessageQueue : IMessageQueue, IBoundedMessageQueueSemantics
{
    private readonly Queue<Envelope> _queue = new();
    private readonly int _capacity;

    public BoundedMessageQueue(Configuration.Config config)
        : this(
            config.GetInt("mailbox-capacity"),
            config.GetTimeSpan("mailbox-push-timeout-time", TimeSpan.FromSeconds(-1)))
    {
    }

    public BoundedMessageQueue(int boundedCapacity, TimeSpan pushTimeOut)
    {
        if (boundedCapacity < 0)
        {
            throw new ArgumentException("The capacity for BoundedMessageQueue can not be negative");
        }

        _capacity = boundedCapacity;
        PushTimeOut = pushTimeOut;
    }

    public TimeSpan PushTimeOut { get; set; }

    public bool HasMessages => Count > 0;

    public int Count
    {
        get
        {
            lock (_queue)
            {
                return _queue.Count;
            }
        }
    }

    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        if (!TryEnqueue(envelope))
        {
            // Told outside the lock: a dead letter may be handled on this very thread.
            var deadLetters = ((IInternalActorRef)receiver).Provider.DeadLetters;
            deadLetters.Tell(
                new Event.DeadLetter(
                    envelope.Message, envelope.Sender ?? deadLetters, receiver),
                envelope.Sender);
        }
    }

    public bool TryDequeue(out Envelope envelope)
    {
        lock (_queue)
        {
            if (!_queue.TryDequeue(out envelope))
            {
                return false;
            }

            Monitor.Pulse(_queue);
            return true;
        }
    }

    public void CleanUp(IActorRef owner, IMessageQueue deadletters) =>
        this.DrainTo(owner, deadletters);

    private bool TryEnqueue(Envelope envelope)
    {
        var deadline = Environment.TickCount64 + (long)PushTimeOut.TotalMilliseconds;
        lock (_queue)
        {
            while (_queue.Count >= _capacity)
            {
                var left = PushTimeOut < TimeSpan.Zero
                    ? Timeout.Infinite
                    : (int)Math.Max(0, deadline - Environment.TickCount64);
                if (left == 0 || !Monitor.Wait(_queue, left))
                {
                    return false;
                }
            }

            _queue.Enqueue(envelope);
            return true;
        }
    }
}
