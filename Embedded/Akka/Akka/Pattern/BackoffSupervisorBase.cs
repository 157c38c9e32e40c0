using Akka.Actor;
using Akka.Event;

namespace Akka.Pattern;

/// <summary>Passes everything on to its one child, which it starts again after a pause.</summary>
public abstract class BackoffSupervisorBase : ActorBase
{
    internal BackoffSupervisorBase(
        Props childProps,
        string childName,
        IBackoffReset reset,
        object replyWhileStopped,
        Func<object, bool> finalStopMessage)
    {
        ChildProps = childProps;
        ChildName = childName;
        Reset = reset;
        ReplyWhileStopped = replyWhileStopped;
        FinalStopMessage = finalStopMessage;
        Log = Logging.GetLogger(Context.System, GetType());
    }

    internal ILoggingAdapter Log { get; }

    protected Props ChildProps { get; }

    protected string ChildName { get; }

    protected IBackoffReset Reset { get; }

    protected object ReplyWhileStopped { get; }

    protected Func<object, bool> FinalStopMessage { get; }

    protected IActorRef Child { get; set; }

    protected int RestartCountN { get; set; }

    protected bool FinalStopMessageReceived { get; set; }

    protected override void PreStart()
    {
        StartChild();
        base.PreStart();
    }

    protected bool HandleBackoff(object message)
    {
        switch (message)
        {
            case BackoffSupervisor.StartChild:
                StartChild();
                if (Reset is AutoReset reset)
                {
                    TellSelfAfter(
                        reset.ResetBackoff,
                        new BackoffSupervisor.ResetRestartCount(RestartCountN));
                }

                break;
            case BackoffSupervisor.Reset when Reset is ManualReset:
                RestartCountN = 0;
                break;
            case BackoffSupervisor.Reset:
                Unhandled(message);
                break;
            case BackoffSupervisor.ResetRestartCount count:
                RestartCountN = count.Current == RestartCountN ? 0 : RestartCountN;
                break;
            case BackoffSupervisor.GetRestartCount:
                Sender.Tell(new BackoffSupervisor.RestartCount(RestartCountN));
                break;
            case BackoffSupervisor.GetCurrentChild:
                Sender.Tell(new BackoffSupervisor.CurrentChild(Child));
                break;
            default:
                PassOn(message);
                break;
        }

        return true;
    }

    /// <summary>Schedules the child's next start and counts it.</summary>
    internal void BackOff(TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor)
    {
        var delay = BackoffSupervisor.CalculateDelay(
            RestartCountN, minBackoff, maxBackoff, randomFactor);
        TellSelfAfter(delay, BackoffSupervisor.StartChild.Instance);
        RestartCountN++;
    }

    internal void TellSelfAfter(TimeSpan delay, object message) =>
        Context.System.Scheduler.ScheduleTellOnce(delay, Self, message, Self);

    private void StartChild() =>
        Child ??= Context.Watch(Context.ActorOf(ChildProps, ChildName));

    private void PassOn(object message)
    {
        if (Child is null)
        {
            ReplyForStopped(message);
        }
        else if (Child.Equals(Sender))
        {
            Context.Parent.Tell(message);
        }
        else
        {
            Child.Forward(message);
            FinalStopMessageReceived |= FinalStopMessage?.Invoke(message) == true;
        }
    }

    private void ReplyForStopped(object message)
    {
        if (ReplyWhileStopped is not null)
        {
            Sender.Tell(ReplyWhileStopped);
        }
        else
        {
            Context.System.DeadLetters.Forward(message);
        }

        if (FinalStopMessage?.Invoke(message) == true)
        {
            Context.Stop(Self);
        }
    }
}
