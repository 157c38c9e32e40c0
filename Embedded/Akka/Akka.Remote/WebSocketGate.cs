using System.Net.WebSockets;
using Akka.Actor;
using Akka.Configuration;

namespace Akka.Remote;

/// <summary>
/// Where the host's web server hands over the sockets of nodes that have dialled. The packages
/// have no such class; who wants to run on both asks for it by its name.
/// </summary>
public static class WebSocketGate
{
    /// <summary>Serves the socket until it ends, whatever comes over it.</summary>
    public static Task AcceptAsync(
        ActorSystem system, WebSocket socket, CancellationToken cancellation)
    {
        var provider = ((ExtendedActorSystem)system).Provider as RemoteActorRefProvider
            ?? throw new ConfigurationException(
                $"{system.Name}: a system takes sockets of other nodes only with "
                + "akka.actor.provider = remote or cluster");
        return provider.Remoting.AcceptAsync(socket, cancellation);
    }
}
