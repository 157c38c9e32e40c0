using Akka.Dispatch.MessageQueues;

namespace Akka.Dispatch;

/// <summary>Executed by the thread pool it runs, too: implement both alike.</summary>
public interface IRunnable : IThreadPoolWorkItem
{
    void Run();
}

/// <summary>What a message queue can do; actors require it, mailbox types produce it.</summary>
public interface ISemantics
{
}

public interface IMultipleConsumerSemantics : ISemantics
{
}

public interface IUnboundedMessageQueueSemantics : ISemantics
{
}

public interface IBoundedMessageQueueSemantics : ISemantics
{
    TimeSpan PushTimeOut { get; }
}

public interface IDequeBasedMessageQueueSemantics : ISemantics
{
    void EnqueueFirst(Actor.Envelope envelope);
}

public interface IUnboundedDequeBasedMessageQueueSemantics
    : IDequeBasedMessageQueueSemantics, IUnboundedMessageQueueSemantics
{
}

public interface IBoundedDequeBasedMessageQueueSemantics
    : IDequeBasedMessageQueueSemantics, IBoundedMessageQueueSemantics
{
}

public interface IBlockingMessageQueueSemantics : IMultipleConsumerSemantics
{
    TimeSpan BlockTimeOut { get; set; }
}

/// <summary>An actor class says with this which kind of mailbox it needs.</summary>
public interface IRequiresMessageQueue<T>
    where T : ISemantics
{
}

public interface IProducesMessageQueue<TQueue>
    where TQueue : IMessageQueue
{
}

public interface IProducesPushTimeoutSemanticsMailbox
{
    TimeSpan PushTimeout { get; }
}
