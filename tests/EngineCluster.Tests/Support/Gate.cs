using System.Net.WebSockets;
using Akka.Actor;

namespace AkkaCoded.EngineCluster.Tests.Support;

/// <summary>The embedded engine's way in for sockets, which the packages do not have.</summary>
internal static class Gate
{
    /// <summary>Null on the packages.</summary>
    public static Func<ActorSystem, WebSocket, CancellationToken, Task>? Accept { get; } =
        Type.GetType("Akka.Remote.WebSocketGate, Akka.Remote")?.GetMethod("AcceptAsync")
            ?.CreateDelegate<Func<ActorSystem, WebSocket, CancellationToken, Task>>();
}
