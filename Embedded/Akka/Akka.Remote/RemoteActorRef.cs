using Akka.Actor;
using Akka.Dispatch.SysMsg;

namespace Akka.Remote;

/// <summary>An actor of another node. What is told to it is serialized at once.</summary>
public class RemoteActorRef : InternalActorRefBase, IRemoteRef
{
    private readonly Remoting _remoting;
    private readonly ActorPath _path;
    private readonly IInternalActorRef _parent;
    private Session _session;
    private byte[] _wirePath;

    public RemoteActorRef(
        RemoteTransport remote,
        Address localAddressToUse,
        ActorPath path,
        IInternalActorRef parent,
        Props props,
        Deploy deploy)
    {
        _remoting = (Remoting)remote;
        LocalAddressToUse = localAddressToUse;
        _path = path;
        _parent = parent;
    }

    public Address LocalAddressToUse { get; }

    public override ActorPath Path => _path;

    public override IInternalActorRef Parent => _parent;

    public override IActorRefProvider Provider => _remoting.Provider;

    public override bool IsLocal => false;

    public override bool IsTerminated => false;

    /// <summary>The path as it travels to the node that it is on.</summary>
    internal byte[] WirePath => _wirePath ??= Wire.WirePaths.Own(_path);

    /// <summary>Kept from the last message, because the table of sessions has to be asked
    /// otherwise; null or over where it has to be anew.</summary>
    internal Session Session
    {
        get => Volatile.Read(ref _session);
        set => Volatile.Write(ref _session, value);
    }

    public override IActorRef GetChild(IReadOnlyList<string> name)
    {
        var names = name.Where(element => !string.IsNullOrEmpty(element)).ToList();
        if (names.Count == 0)
        {
            return this;
        }

        if (names[0] == "..")
        {
            return _parent?.GetChild([.. names.Skip(1)]) ?? ActorRefs.Nobody;
        }

        return new RemoteActorRef(
            _remoting, LocalAddressToUse, _path / names, ActorRefs.Nobody, null, null);
    }

    public override void SendSystemMessage(ISystemMessage message) =>
        _remoting.SendSystem(message, this);

    public override void Stop() => SendSystemMessage(new Terminate());

    /// <summary>Only the supervisor of a remotely deployed actor does this, and there are none.
    /// </summary>
    public override void Start()
    {
    }

    public override void Suspend()
    {
    }

    public override void Resume(Exception causedByFailure = null)
    {
    }

    public override void Restart(Exception cause)
    {
    }

    protected override void TellInternal(object message, IActorRef sender)
    {
        if (message is null)
        {
            throw new InvalidMessageException("Message is null.");
        }

        _remoting.Send(message, sender, this);
    }
}
