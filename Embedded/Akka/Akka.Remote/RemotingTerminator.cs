using Akka.Actor;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;

namespace Akka.Remote;

/// <summary>Says goodbye to the other nodes after the last user actor has stopped, and before the
/// system has.</summary>
internal sealed class RemotingTerminator(Remoting remoting)
    : UntypedActor, IRequiresMessageQueue<IUnboundedMessageQueueSemantics>
{
    private IActorRef _guardian;

    protected override void PreStart() =>
        ((ExtendedActorSystem)Context.System).SystemGuardian.Tell(
            RegisterTerminationHook.Instance);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case TerminationHook:
                _guardian = Sender;
                remoting.Shutdown().PipeTo(Self, success: () => Shut.Instance);
                break;
            case Shut or Status.Failure:
                _guardian.Tell(TerminationHookDone.Instance);
                Context.Stop(Self);
                break;
        }
    }

    private sealed class Shut
    {
        public static readonly Shut Instance = new();
    }
}
