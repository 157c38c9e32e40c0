using Akka.Actor.Internal;
using Akka.Event;

namespace Akka.Actor;

/// <summary>What all actors derive from; the cell behind Context does the work.</summary>
public abstract class ActorBase : IInternalActor
{
    private static readonly Receive HandlesNothing = static _ => false;

    private SupervisorStrategy _supervisorStrategy;
    private IActorRef _clearedSelf;

    protected ActorBase()
    {
        var cell = InternalCurrentActorCellKeeper.Current
            ?? throw new ActorInitializationException(
                "Do not create actors using 'new', always create them using an "
                + "ActorContext/System");
        if (this is IWithTimers withTimers)
        {
            withTimers.Timers = new Scheduler.TimerScheduler(cell);
        }
    }

    IActorContext IInternalActor.ActorContext => Context;

    protected static Receive EmptyReceive => HandlesNothing;

    protected static IActorContext Context => CurrentCell;

    protected IActorRef Sender => CurrentCell.Sender;

    protected IActorRef Self => _clearedSelf ?? CurrentCell.Self;

    internal SupervisorStrategy SupervisorStrategyInternal
    {
        get => _supervisorStrategy ??= SupervisorStrategy();
        set => _supervisorStrategy = value;
    }

    private static ActorCell CurrentCell
    {
        get
        {
            var cell = InternalCurrentActorCellKeeper.Current
                ?? throw new NotSupportedException(
                    "There is no active ActorContext, this is most likely due to use of async "
                    + "operations from within this actor.");
            return cell.ActorHasBeenCleared ? null : cell;
        }
    }

    public virtual void AroundPreStart() => PreStart();

    public virtual void AroundPreRestart(Exception cause, object message)
    {
        CancelTimers();
        PreRestart(cause, message);
    }

    public virtual void AroundPostRestart(Exception cause, object message) => PostRestart(cause);

    public virtual void AroundPostStop()
    {
        CancelTimers();
        PostStop();
    }

    /// <summary>From here on this instance must not act for its cell any more.</summary>
    internal void Clear(IActorRef self) => _clearedSelf = self;

    internal void Unclear() => _clearedSelf = null;

    internal Receive InitialBehavior() => Receive;

    protected internal virtual bool AroundReceive(Receive receive, object message)
    {
        var handled = receive(message);
        if (!handled)
        {
            Unhandled(message);
        }

        return handled;
    }

    protected abstract bool Receive(object message);

    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated)
        {
            throw new DeathPactException(terminated.ActorRef);
        }

        Context.System.EventStream.Publish(new UnhandledMessage(message, Sender, Self));
    }

    protected void Become(Receive receive) => Context.Become(receive);

    protected void BecomeStacked(Receive receive) => Context.BecomeStacked(receive);

    protected void UnbecomeStacked() => Context.UnbecomeStacked();

    protected void SetReceiveTimeout(TimeSpan? timeout) => Context.SetReceiveTimeout(timeout);

    protected virtual SupervisorStrategy SupervisorStrategy() =>
        Actor.SupervisorStrategy.DefaultStrategy;

    protected virtual void PreStart()
    {
    }

    /// <summary>Runs on the failed instance: stops all children, then PostStop.</summary>
    protected virtual void PreRestart(Exception reason, object message)
    {
        foreach (var child in Context.GetChildren())
        {
            Context.Unwatch(child);
            Context.Stop(child);
        }

        PostStop();
    }

    /// <summary>Runs on the fresh instance: PreStart, unless overridden.</summary>
    protected virtual void PostRestart(Exception reason) => PreStart();

    protected virtual void PostStop()
    {
    }

    private void CancelTimers()
    {
        if (this is IWithTimers withTimers)
        {
            withTimers.Timers?.CancelAll();
        }
    }
}
