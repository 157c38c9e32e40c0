using Akka.Actor.Scheduler;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

public partial class ActorCell
{
    /// <summary>What an actor can be doing, by how many kinds of system message must wait.
    /// </summary>
    private enum Readiness
    {
        Ready,
        Suspended,
        WaitingForChildren,
    }

    public TimeSpan? ReceiveTimeout { get; private set; }

    /// <summary>Handles one message; an exception goes to the supervisor.</summary>
    public void Invoke(Envelope envelope)
    {
        var message = envelope.Message;
        var touchesTimeout = ReceiveTimeout is null || !IsTimeoutNeutral(message);
        try
        {
            CurrentMessage = message;
            CurrentEnvelopeId = CurrentEnvelopeId == int.MaxValue ? 1 : CurrentEnvelopeId + 1;
            Sender = envelope.Sender ?? _system.DeadLetters;
            if (touchesTimeout)
            {
                CancelReceiveTimeout();
            }

            if (message is IAutoReceivedMessage)
            {
                AutoReceiveMessage(envelope);
            }
            else
            {
                ReceiveMessage(message);
            }

            CurrentMessage = null;
        }
        catch (Exception cause)
        {
            HandleInvokeFailure(cause);
        }
        finally
        {
            if (ReceiveTimeout is not null)
            {
                CheckReceiveTimeout(touchesTimeout);
            }
        }
    }

    public void ReceiveMessageForTest(Envelope envelope)
    {
        CurrentMessage = envelope.Message;
        Sender = envelope.Sender;
        try
        {
            ReceiveMessage(envelope.Message);
        }
        finally
        {
            CurrentMessage = null;
            Sender = _system.DeadLetters;
        }
    }

    public void SetReceiveTimeout(TimeSpan? timeout = null) => ReceiveTimeout = timeout;

    public void CheckReceiveTimeout(bool reschedule = true)
    {
        if (ReceiveTimeout is not { } timeout)
        {
            CancelReceiveTimeout();
        }
        else if (reschedule || _pendingReceiveTimeout is null)
        {
            CancelReceiveTimeout();
            var message = new ReceiveTimeoutMessage();
            message.Task = _system.Scheduler.ScheduleTellOnceCancelable(
                timeout, Self, message, Self);
            _pendingReceiveTimeout = message;
        }
    }

    internal void EndAsyncHandler()
    {
        Dispatcher.Resume(this);
        CheckReceiveTimeout(!IsTimeoutNeutral(CurrentMessage));
    }

    protected internal virtual void AutoReceiveMessage(Envelope envelope)
    {
        var message = envelope.Message;
        if (_system.Settings.DebugAutoReceive)
        {
            Log(new Debug(Path, ActorType, "received AutoReceiveMessage " + message));
        }

        switch (message)
        {
            case TimerMessage timer:
                ReceiveTimer(timer);
                break;
            case ReceiveTimeoutMessage timeout:
                if (!timeout.IsStale)
                {
                    CurrentMessage = timeout.Message;
                    ReceiveMessage(timeout.Message);
                }

                break;
            case Terminated terminated:
                ReceivedTerminated(terminated);
                break;
            case Akka.Actor.Kill:
                throw new ActorKilledException("Kill");
            case PoisonPill:
                _self.Stop();
                break;
            case ActorSelectionMessage selection:
                new ActorSelection(Self, selection.Elements).Tell(selection.Message, Sender);
                break;
            case Identify identify:
                Sender.Tell(new ActorIdentity(identify.MessageId, Self));
                break;
            case Event.AddressTerminated gone:
                AddressTerminated(gone.Address);
                break;
        }
    }

    protected virtual void ReceiveMessage(object message)
    {
        var handled = _actor.AroundReceive(_behavior ?? Behavior(), message);
        if (_system.Settings.AddLoggingReceive && _actor is ILogReceive)
        {
            var how = handled ? "handled" : "unhandled";
            Log(new Debug(
                Path, ActorType, $"received {how} message {message} from {Sender.Path}"));
        }
    }

    private static bool IsTimeoutNeutral(object message) =>
        message is INotInfluenceReceiveTimeout
            or TimerMessage { Message: INotInfluenceReceiveTimeout };

    private void ReceiveTimer(TimerMessage timer)
    {
        var message = (_actor as IWithTimers)?.Timers is TimerScheduler timers
            ? timers.Receive(timer)
            : null;
        if (message is null)
        {
            return;
        }

        // What is stashed, logged or handed to PreRestart is the message, not its wrapping.
        CurrentMessage = message;
        if (message is IAutoReceivedMessage)
        {
            AutoReceiveMessage(new Envelope(message, Self));
        }
        else
        {
            ReceiveMessage(message);
        }
    }

    private void CancelReceiveTimeout()
    {
        if (_pendingReceiveTimeout is { } pending)
        {
            pending.Task.Cancel();
            pending.IsStale = CurrentMessage != pending;
            _pendingReceiveTimeout = null;
        }
    }

    private Readiness CurrentReadiness() =>
        IsWaitingForChildren ? Readiness.WaitingForChildren
        : Mailbox.IsSuspended ? Readiness.Suspended
        : Readiness.Ready;

    /// <summary>
    /// Handles one system message, then those kept back that it made ready, oldest first.
    /// </summary>
    internal void SystemInvoke(SystemMessage first)
    {
        var todo = first;
        while (todo is not null)
        {
            var message = todo;
            todo = message.Next;
            message.Unlink();
            var before = CurrentReadiness();
            try
            {
                Handle(message, before);
            }
            catch (Exception cause)
            {
                HandleInvokeFailure(cause);
            }

            if (_keptBack is not null && CurrentReadiness() < before)
            {
                todo = Append(todo, TakeKeptBack());
            }

            if (IsTerminated)
            {
                SendToDeadLetters(todo);
                return;
            }
        }
    }

    private void Handle(SystemMessage message, Readiness readiness)
    {
        switch (message)
        {
            case IStashWhenFailed when readiness == Readiness.Suspended:
            case IStashWhenWaitingForChildren when readiness == Readiness.WaitingForChildren:
                message.Next = _keptBack;
                _keptBack = message;
                break;
            case ActorTaskSchedulerMessage task:
                HandleTask(task);
                break;
            case Failed failed:
                HandleFailed(failed);
                break;
            case DeathWatchNotification death:
                WatchedActorTerminated(
                    death.Actor, death.ExistenceConfirmed, death.AddressTerminated);
                break;
            case Create create:
                Create(create.Failure);
                break;
            case Watch watch:
                AddWatcher(watch.Watchee, watch.Watcher);
                break;
            case Unwatch unwatch:
                RemWatcher(unwatch.Watchee, unwatch.Watcher);
                break;
            case Recreate recreate:
                FaultRecreate(recreate.Cause);
                break;
            case Akka.Dispatch.SysMsg.Suspend:
                Dispatcher.Suspend(this);
                SuspendChildren();
                break;
            case Resume resume:
                FaultResume(resume.CausedByFailure);
                break;
            case Terminate:
                BeginTerminate();
                break;
            case Supervise:
                break;
            default:
                throw new NotSupportedException($"Unknown message {message.GetType().Name}");
        }
    }

    private void HandleTask(ActorTaskSchedulerMessage task)
    {
        CurrentMessage = task.Message;
        Sender = task.Sender ?? _system.DeadLetters;
        if (task.Exception is { } exception)
        {
            // The handler's own suspension ends; the failure suspends anew.
            Dispatcher.Resume(this);
            TaskScheduler.Forget();
            HandleInvokeFailure(exception);
            return;
        }

        task.ExecuteTask();
        CurrentMessage = null;
    }

    private SystemMessage TakeKeptBack()
    {
        SystemMessage oldestFirst = null;
        while (_keptBack is { } message)
        {
            _keptBack = message.Next;
            message.Next = oldestFirst;
            oldestFirst = message;
        }

        return oldestFirst;
    }

    private static SystemMessage Append(SystemMessage list, SystemMessage tail)
    {
        if (list is null)
        {
            return tail;
        }

        var last = list;
        while (last.Next is not null)
        {
            last = last.Next;
        }

        last.Next = tail;
        return list;
    }

    private void SendToDeadLetters(SystemMessage message)
    {
        while (message is not null)
        {
            var next = message.Next;
            message.Unlink();
            _system.DeadLetters.Tell(message, Self);
            message = next;
        }
    }
}
