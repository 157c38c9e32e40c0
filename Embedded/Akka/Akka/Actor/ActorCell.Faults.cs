using System.Runtime.ExceptionServices;
using Akka.Actor.Internal;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

public partial class ActorCell
{
    /// <summary>Who failed: this actor, or the child whose failure it could not handle.</summary>
    private IActorRef _perpetrator;
    private SystemMessage _keptBack;
    private Scheduler.ReceiveTimeoutMessage _pendingReceiveTimeout;

    private bool IsFailed => _perpetrator is not null;

    private void Create(Exception failure)
    {
        if (failure is not null)
        {
            throw failure;
        }

        try
        {
            var actor = NewActor();
            _actor = actor;
            actor.AroundPreStart();
            CheckReceiveTimeout();
            LogLifecycle("Started", actor);
        }
        catch (Exception e)
        {
            // Cleared, so that a restart is known to be a first creation.
            ClearActor(_actor);
            _actor = null;
            throw new ActorInitializationException(_self, "Exception during creation", e);
        }
    }

    private void FaultRecreate(Exception cause)
    {
        if (_actor is null)
        {
            Log(new Error(
                null, Path, GetType(), "Changing Recreate into Create after " + cause));
            FaultCreate();
        }
        else if (IsNormal)
        {
            Restart(_actor, cause);
        }
        else
        {
            // It is stopping: only the count of suspensions has to be kept balanced.
            FaultResume(null);
        }
    }

    private void Restart(ActorBase failed, Exception cause)
    {
        LogLifecycle("Restarting");
        var message = CurrentMessage;
        try
        {
            failed.AroundPreRestart(cause, message);
            UnstashAll(failed);
        }
        catch (Exception e)
        {
            var exception = new PreRestartException(_self, e, cause, message);
            Log(new Error(exception, Path, failed.GetType(), e.Message));
        }
        finally
        {
            ClearActor(failed);
        }

        if (!SetChildrenTerminationReason(new SuspendReason.Recreation(cause)))
        {
            FinishRecreate(cause, failed);
        }
    }

    private void FinishRecreate(Exception cause, ActorBase failed)
    {
        // Children that the new instance makes while it starts are not to be restarted.
        var survivors = _children?.Stats ?? [];
        try
        {
            try
            {
                Dispatcher.Resume(this);
            }
            finally
            {
                _perpetrator = null;
            }

            var fresh = NewActor();
            _actor = fresh;
            if (ReferenceEquals(fresh, failed))
            {
                fresh.Unclear();
            }

            fresh.AroundPostRestart(cause, null);
            CheckReceiveTimeout();
            LogLifecycle("Restarted", fresh);
            RestartChildren(survivors, cause);
        }
        catch (Exception e)
        {
            ClearActor(_actor);
            HandleInvokeFailure(new PostRestartException(_self, e, cause), survivors);
        }
    }

    private void RestartChildren(IEnumerable<ChildRestartStats> survivors, Exception cause)
    {
        foreach (var stats in survivors)
        {
            stats.Child.Restart(cause);
        }
    }

    private void FaultCreate()
    {
        SetReceiveTimeout();
        CancelReceiveTimeout();
        StopChildren();
        if (!SetChildrenTerminationReason(new SuspendReason.Creation()))
        {
            FinishCreate();
        }
    }

    private void FinishCreate()
    {
        try
        {
            Dispatcher.Resume(this);
        }
        finally
        {
            _perpetrator = null;
        }

        try
        {
            Create(null);
        }
        catch (Exception e)
        {
            HandleInvokeFailure(e);
        }
    }

    private void FaultResume(Exception causedByFailure)
    {
        if (_actor is null)
        {
            Log(new Error(
                null, Path, GetType(), "Changing Resume into Create after " + causedByFailure));
            FaultCreate();
            return;
        }

        var perpetrator = _perpetrator;
        try
        {
            Dispatcher.Resume(this);
        }
        finally
        {
            if (causedByFailure is not null)
            {
                _perpetrator = null;
            }
        }

        foreach (var stats in _children?.Stats ?? [])
        {
            var failed = perpetrator is not null && stats.Child.Equals(perpetrator);
            stats.Child.Resume(failed ? causedByFailure : null);
        }
    }

    /// <summary>Suspends this actor and its children, then asks the parent what to do.</summary>
    private void HandleInvokeFailure(
        Exception cause, IEnumerable<ChildRestartStats> childrenNotToSuspend = null)
    {
        // While a failure is being dealt with, a second one adds nothing.
        if (IsFailed)
        {
            return;
        }

        try
        {
            Dispatcher.Suspend(this);
            var failedChild = CurrentMessage is Failed ? Sender : null;
            _perpetrator = failedChild ?? _self;
            SuspendChildren(failedChild, childrenNotToSuspend);
            Parent.SendSystemMessage(new Failed(_self, cause, _self.Path.Uid));
        }
        catch (Exception e)
        {
            Log(new Error(
                e, Path, ActorType, "Emergency stop: exception in failure handling for " + cause));
            try
            {
                StopChildren();
            }
            finally
            {
                FinishTerminate();
            }
        }
    }

    private void HandleFailed(Failed failed)
    {
        CurrentMessage = failed;
        Sender = failed.Child;
        if (!TryGetChildStatsByRef(failed.Child, out var stats))
        {
            LogDropped(failed, "unknown child");
        }
        else if (stats.Uid != failed.Uid)
        {
            LogDropped(failed, $"old child (uid {stats.Uid} != {failed.Uid})");
        }
        else if (!_actor.SupervisorStrategyInternal.HandleFailure(
            this, failed.Child, failed.Cause, stats, _children.Stats))
        {
            ExceptionDispatchInfo.Throw(failed.Cause);
        }

        CurrentMessage = null;
    }

    private void LogDropped(Failed failed, string why) =>
        Log(new Debug(
            Path, ActorType, $"Dropping Failed({failed.Cause}) from {why} {failed.Child}"));

    private void BeginTerminate()
    {
        SetReceiveTimeout();
        CancelReceiveTimeout();
        UnwatchWatchedActors();
        StopChildren();
        var wasTerminating = IsTerminating;
        if (!SetChildrenTerminationReason(SuspendReason.Termination.Instance))
        {
            FinishTerminate();
        }
        else if (!wasTerminating)
        {
            Dispatcher.Suspend(this);
            // From here on failures are this actor's own affair: its supervisor let it go.
            _perpetrator = _self;
            LogLifecycle("Stopping");
        }
    }

    /// <summary>
    /// The order matters: PostStop first, then the mailbox closes, the parent hears before the
    /// watchers (a parent that also watches must free the name before it gets Terminated).
    /// </summary>
    private void FinishTerminate()
    {
        var actor = _actor;
        SealChildren();
        try
        {
            if (actor is not null)
            {
                actor.AroundPostStop();
                UnstashAll(actor);
            }
        }
        catch (Exception e)
        {
            Log(new Error(e, Path, ActorType, e.Message));
        }

        Attempt(static cell => cell.Dispatcher.Detach(cell));
        Attempt(static cell => cell.Parent.SendSystemMessage(
            new DeathWatchNotification(cell._self, true, false)));
        Attempt(static cell => cell.TellWatchersWeDied());
        Attempt(static cell => cell.UnwatchWatchedActors());
        LogLifecycle("Stopped");
        ClearActor(actor);
        _actor = null;
        _props = TerminatedProps.Instance;
        _keptBack = null;
    }

    /// <summary>None of the steps of dying may keep the later ones from being taken.</summary>
    private void Attempt(Action<ActorCell> step)
    {
        try
        {
            step(this);
        }
        catch (Exception e)
        {
            Log(new Error(e, Path, ActorType, e.Message));
        }
    }

    /// <summary>What waited for this child, if anything, goes on now.</summary>
    private void HandleChildTerminated(IActorRef child, SuspendReason reason)
    {
        if (_actor is not null)
        {
            try
            {
                _actor.SupervisorStrategyInternal.HandleChildTerminated(
                    this, child, RemainingChildren());
            }
            catch (Exception e)
            {
                Log(new Error(e, Path, ActorType, "HandleChildTerminated failed"));
                HandleInvokeFailure(e);
            }
        }

        switch (reason)
        {
            case SuspendReason.Recreation recreation:
                FinishRecreate(recreation.Cause, _actor);
                break;
            case SuspendReason.Creation:
                FinishCreate();
                break;
            case SuspendReason.Termination:
                FinishTerminate();
                break;
        }
    }

    /// <summary>Listed only if the strategy looks: a million children stop one by one.</summary>
    private IEnumerable<IInternalActorRef> RemainingChildren()
    {
        foreach (var child in GetChildren())
        {
            yield return child;
        }
    }

    private static void UnstashAll(ActorBase actor)
    {
        // Restarted or stopped, what was stashed goes back in front: to be handled, or dead.
        if (actor is IActorStash stashing)
        {
            stashing.Stash?.UnstashAll();
        }
    }
}
