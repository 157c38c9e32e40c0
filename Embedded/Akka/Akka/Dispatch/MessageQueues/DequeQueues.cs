using Akka.Actor;

namespace Akka.Dispatch.MessageQueues;

/// <summary>Puts a stack in front of a queue: unstashed messages go first.</summary>
public class DequeWrapperMessageQueue : IMessageQueue, IDequeBasedMessageQueueSemantics
{
    protected readonly IMessageQueue MessageQueue;

    private readonly Stack<Envelope> _first = new(0);

    public DequeWrapperMessageQueue(IMessageQueue messageQueue) => MessageQueue = messageQueue;

    public bool HasMessages => _first.Count > 0 || MessageQueue.HasMessages;

    public int Count => _first.Count + MessageQueue.Count;

    public void Enqueue(IActorRef receiver, Envelope envelope) =>
        MessageQueue.Enqueue(receiver, envelope);

    public bool TryDequeue(out Envelope envelope) =>
        _first.TryPop(out envelope) || MessageQueue.TryDequeue(out envelope);

    /// <summary>Only the actor itself may call this, while it handles a message.</summary>
    public void EnqueueFirst(Envelope envelope) => _first.Push(envelope);

    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (_first.TryPop(out var envelope))
        {
            deadletters.Enqueue(owner, envelope);
        }

        MessageQueue.CleanUp(owner, deadletters);
    }
}

public class UnboundedDequeMessageQueue()
    : DequeWrapperMessageQueue(new UnboundedMessageQueue()),
        IUnboundedDequeBasedMessageQueueSemantics;

public class BoundedDequeMessageQueue(int boundedCapacity, TimeSpan pushTimeOut)
    : DequeWrapperMessageQueue(new BoundedMessageQueue(boundedCapacity, pushTimeOut)),
        IBoundedDequeBasedMessageQueueSemantics
{
    public TimeSpan PushTimeOut { get; } = pushTimeOut;
}
