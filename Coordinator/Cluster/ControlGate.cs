using System.Net.WebSockets;
using Akka.Actor;
using AkkaCoded.Messages.Cluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AkkaCoded.Coordinator.Cluster;

/// <summary>
/// The embedded engine's control plane on the coordinator's port: hands the sockets of nodes to
/// remoting, whose class is found by its name, because the packages lack it and listen themselves.
/// </summary>
internal sealed class ControlGate
{
    private readonly Func<ActorSystem, WebSocket, CancellationToken, Task>? _accept =
        ClusterEngine.Gate?.GetMethod("AcceptAsync")
            ?.CreateDelegate<Func<ActorSystem, WebSocket, CancellationToken, Task>>();

    private volatile ActorSystem? _system;

    /// <summary>Adds the endpoint where this engine needs one.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        if (_accept is not null)
        {
            routes.MapGet(ClusterNames.ControlPath, (RequestDelegate)HandleAsync);
        }
    }

    /// <summary>From now on nodes are let in.</summary>
    public void Open(ActorSystem system) => _system = system;

    /// <summary>Nobody new is let in.</summary>
    public void Close() => _system = null;

    private async Task HandleAsync(HttpContext http)
    {
        if (_system is not { } system)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        // Remoting has heartbeats of its own.
        using var socket = await http.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext { KeepAliveInterval = Timeout.InfiniteTimeSpan });
        try
        {
            await _accept!(system, socket, http.RequestAborted);
        }
        catch (Exception e) when (e is WebSocketException or IOException
            or OperationCanceledException)
        {
            // The connection is over; remoting has told whoever needs to know.
        }
    }
}
