using Akka.Actor;
using Akka.Event;

namespace Akka.Dispatch.SysMsg;

public interface ISystemMessage : INoSerializationVerificationNeeded
{
}

/// <summary>
/// Life cycle, supervision and death watch. They overtake ordinary messages and are linked through
/// <see cref="Next"/>, so one object must never be sent to two actors.
/// </summary>
public abstract class SystemMessage : ISystemMessage
{
    internal SystemMessage Next;

    public bool Unlinked => Next is null;

    public void Unlink() => Next = null;
}

/// <summary>Kept back while an actor waits for children to stop before it restarts.</summary>
internal interface IStashWhenWaitingForChildren
{
}

/// <summary>Kept back while the receiver is suspended itself.</summary>
internal interface IStashWhenFailed
{
}

/// <summary>Marks the system queue of a mailbox that was closed.</summary>
public sealed class NoMessage : SystemMessage
{
    public override string ToString() => "<NoMessage>";
}

public sealed class Create(ActorInitializationException failure = null) : SystemMessage
{
    public ActorInitializationException Failure { get; } = failure;

    public override string ToString() =>
        "<Create>" + (Failure is null ? "" : $" Failure: {Failure.Message}");
}

public sealed class Recreate(Exception cause) : SystemMessage, IStashWhenWaitingForChildren
{
    public Exception Cause { get; } = cause;

    public override string ToString() => "<Recreate>" + (Cause is null ? "" : $" Cause: {Cause}");
}

public sealed class Suspend : SystemMessage, IStashWhenWaitingForChildren
{
    public override string ToString() => "<Suspend>";
}

public sealed class Resume(Exception causedByFailure) : SystemMessage, IStashWhenWaitingForChildren
{
    public Exception CausedByFailure { get; set; } = causedByFailure;

    public override string ToString() =>
        "<Resume>" + (CausedByFailure is null ? "" : $" CausedByFailure: {CausedByFailure}");
}

public sealed class Terminate : SystemMessage, IPossiblyHarmful, IDeadLetterSuppression
{
    public override string ToString() => "<Terminate>";
}

/// <summary>A child tells its parent that it failed and is suspended.</summary>
public sealed class Failed(IActorRef child, Exception cause, long uid)
    : SystemMessage, IStashWhenFailed
{
    public IActorRef Child { get; } = child;

    public Exception Cause { get; } = cause;

    public long Uid { get; } = uid;

    public override string ToString() => $"<Failed>: {Child} ({Uid}) Cause: {Cause}";
}

public sealed class Supervise(IActorRef child, bool async) : SystemMessage
{
    public IActorRef Child { get; } = child;

    public bool Async { get; } = async;

    public override string ToString() => $"<Supervise>: {Child}";
}

public sealed class DeathWatchNotification(
    IActorRef actor, bool existenceConfirmed, bool addressTerminated)
    : SystemMessage, IDeadLetterSuppression
{
    public IActorRef Actor { get; } = actor;

    public bool ExistenceConfirmed { get; } = existenceConfirmed;

    public bool AddressTerminated { get; } = addressTerminated;

    public override string ToString() =>
        $"<DeathWatchNotification>: {Actor}, ExistenceConfirmed={ExistenceConfirmed}, "
        + $"AddressTerminated={AddressTerminated}";
}

public class Watch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    public IInternalActorRef Watchee { get; } = watchee;

    public IInternalActorRef Watcher { get; } = watcher;

    public override bool Equals(object obj) =>
        obj is Watch other && Equals(Watchee, other.Watchee) && Equals(Watcher, other.Watcher);

    public override int GetHashCode() => HashCode.Combine(Watchee, Watcher);

    public override string ToString() => $"<Watch>: {Watcher} wants to watch {Watchee}";
}

public sealed class Unwatch(IInternalActorRef watchee, IInternalActorRef watcher) : SystemMessage
{
    public IInternalActorRef Watchee { get; } = watchee;

    public IInternalActorRef Watcher { get; } = watcher;

    public override bool Equals(object obj) =>
        obj is Unwatch other && Equals(Watchee, other.Watchee) && Equals(Watcher, other.Watcher);

    public override int GetHashCode() => HashCode.Combine(Watchee, Watcher);

    public override string ToString() => $"<Unwatch>: {Watcher} wants to unwatch {Watchee}";
}

/// <summary>A continuation of an async handler, or the exception it ended with.</summary>
internal sealed class ActorTaskSchedulerMessage : SystemMessage, IDeadLetterSuppression
{
    private readonly ActorTaskScheduler _scheduler;
    private readonly Task _task;

    public ActorTaskSchedulerMessage(ActorTaskScheduler scheduler, Task task)
    {
        _scheduler = scheduler;
        _task = task;
    }

    public ActorTaskSchedulerMessage(ActorTaskScheduler scheduler, Exception exception)
    {
        _scheduler = scheduler;
        Exception = exception;
    }

    public Exception Exception { get; }

    public object Message => _scheduler.CurrentMessage;

    public IActorRef Sender => _scheduler.CurrentSender;

    public void ExecuteTask() => _scheduler.Execute(_task);

    public override string ToString() => $"<ActorTaskSchedulerMessage>: {Message}";
}
