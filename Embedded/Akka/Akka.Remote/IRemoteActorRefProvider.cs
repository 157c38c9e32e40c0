using Akka.Actor;

namespace Akka.Remote;

public interface IRemoteActorRefProvider : IActorRefProvider
{
    RemoteTransport Transport { get; }

    RemoteSettings RemoteSettings { get; }

    IActorRef InternalResolveActorRef(string path);

    bool HasAddress(Address address);

    void Quarantine(Address address, int? uid);
}

/// <summary>Marks references to actors of other nodes.</summary>
public interface IRemoteRef : IActorRefScope
{
}
