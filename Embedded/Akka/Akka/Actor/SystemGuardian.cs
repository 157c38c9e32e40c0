using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>/user: the parent of what ActorSystem.ActorOf makes. Also the root itself.</summary>
public class GuardianActor : ActorBase, IRequiresMessageQueue<IUnboundedMessageQueueSemantics>
{
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Terminated:
                Context.Stop(Self);
                return true;
            case StopChild stop:
                Context.Stop(stop.Child);
                return true;
            default:
                Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
                return true;
        }
    }

    protected override void PreStart()
    {
    }
}

/// <summary>
/// /system: loggers and other helpers. It goes after /user is gone and everybody who registered a
/// termination hook has finished.
/// </summary>
public class SystemGuardianActor(IActorRef userGuardian)
    : ActorBase, IRequiresMessageQueue<IUnboundedMessageQueueSemantics>
{
    private readonly HashSet<IActorRef> _hooks = [];
    private bool _terminating;

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Terminated terminated when userGuardian.Equals(terminated.ActorRef):
                _terminating = true;
                foreach (var hook in _hooks)
                {
                    hook.Tell(TerminationHook.Instance);
                }

                StopWhenHooksAreDone();
                break;
            case Terminated terminated:
                Done(terminated.ActorRef);
                break;
            case TerminationHookDone:
                Done(Sender);
                break;
            case StopChild stop:
                Context.Stop(stop.Child);
                break;
            case RegisterTerminationHook when Sender != Context.System.DeadLetters:
                _hooks.Add(Sender);
                Context.Watch(Sender);
                break;
            default:
                Context.System.DeadLetters.Tell(new DeadLetter(message, Sender, Self), Sender);
                break;
        }

        return true;
    }

    /// <summary>Keeps its children: what runs in /system must survive its guardian.</summary>
    protected override void PreRestart(Exception reason, object message)
    {
    }

    private void Done(IActorRef hook)
    {
        _hooks.Remove(hook);
        if (_terminating)
        {
            StopWhenHooksAreDone();
        }
    }

    private void StopWhenHooksAreDone()
    {
        if (_hooks.Count == 0)
        {
            Context.System.EventStream.StopDefaultLoggers(Context.System);
            Context.Stop(Self);
        }
    }
}
