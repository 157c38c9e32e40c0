using Akka.Actor.Internal;
using Akka.Dispatch;
using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The root of the tree, which also knows names that no actor has: temp, ...</summary>
public class RootGuardianActorRef(
    ActorSystemImpl system,
    Props props,
    MessageDispatcher dispatcher,
    MailboxType mailboxType,
    IInternalActorRef supervisor,
    ActorPath path,
    IInternalActorRef deadLetters,
    IReadOnlyDictionary<string, IInternalActorRef> extraNames)
    : LocalActorRef(system, props, dispatcher, mailboxType, supervisor, path)
{
    public override IInternalActorRef Parent => this;

    public override IInternalActorRef GetSingleChild(string name) =>
        name switch
        {
            "deadLetters" => deadLetters,
            _ when extraNames.TryGetValue(name, out var extra) => extra,
            _ => base.GetSingleChild(name),
        };
}

/// <summary>Stands above the root: when the root has stopped the system has terminated.</summary>
public class RootGuardianSupervisor : MinimalActorRef
{
    private readonly IActorRefProvider _provider;
    private readonly TaskCompletionSource _termination;
    private readonly ILoggingAdapter _log;

    internal RootGuardianSupervisor(
        RootActorPath root,
        IActorRefProvider provider,
        TaskCompletionSource termination,
        ILoggingAdapter log)
    {
        _provider = provider;
        _termination = termination;
        _log = log;
        Path = root / "_Root-guardian-supervisor";
    }

    public override ActorPath Path { get; }

    public override IActorRefProvider Provider => _provider;

    public Exception CauseOfTermination { get; private set; }

    public override void SendSystemMessage(ISystemMessage systemMessage)
    {
        switch (systemMessage)
        {
            case Failed failed:
                CauseOfTermination = failed.Cause;
                _log.Error(failed.Cause, "guardian {0} failed, shutting down!", failed.Child);
                ((IInternalActorRef)failed.Child).Stop();
                break;
            case DeathWatchNotification:
                _termination.TrySetResult();
                break;
        }
    }

    protected override void TellInternal(object message, IActorRef sender) =>
        _log.Error("{0} received unexpected message [{1}]", Path, message);
}

/// <summary>Holds references that are no actors, by name: what asks are waiting for.</summary>
internal sealed class VirtualPathContainer(
    IActorRefProvider provider, ActorPath path, IInternalActorRef parent) : MinimalActorRef
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, IInternalActorRef>
        _children = new();

    public override ActorPath Path => path;

    public override IActorRefProvider Provider => provider;

    public override IInternalActorRef Parent => parent;

    public void AddChild(string name, IInternalActorRef actor) => _children[name] = actor;

    public void RemoveChild(string name) => _children.TryRemove(name, out _);

    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        if (name.Count == 0 || name[0].Length == 0)
        {
            return this;
        }

        return _children.TryGetValue(name[0], out var child)
            ? child.GetChild([.. name.Skip(1)])
            : ActorRefs.Nobody;
    }
}
