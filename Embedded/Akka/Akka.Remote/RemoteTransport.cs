using Akka.Actor;
using Akka.Event;

namespace Akka.Remote;

/// <summary>How messages get to other systems.</summary>
public abstract class RemoteTransport
{
    protected RemoteTransport(ExtendedActorSystem system, RemoteActorRefProvider provider)
    {
        System = system;
        Provider = provider;
        Log = Logging.GetLogger(system, this);
    }

    public ExtendedActorSystem System { get; }

    public RemoteActorRefProvider Provider { get; }

    public ILoggingAdapter Log { get; protected set; }

    public abstract Address DefaultAddress { get; }

    public abstract ISet<Address> Addresses { get; }

    public abstract void Start();

    public abstract Task Shutdown();

    public abstract void Send(object message, IActorRef sender, RemoteActorRef recipient);

    /// <summary>That system is never spoken with again; without a uid it is only cut off.</summary>
    public abstract void Quarantine(Address address, int? uid);
}

public class RemoteTransportException : AkkaException
{
    public RemoteTransportException(string message, Exception cause = null)
        : base(message, cause)
    {
    }
}
