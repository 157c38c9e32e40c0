using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using Akka.Actor;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace AkkaCoded.EngineCluster.Tests.Support;

/// <summary>
/// The seed's web server, with faults on demand. A worker is known by the token it shows, which
/// the world makes its number: worker-1, worker-2 and so on.
/// </summary>
internal sealed class SocketHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<FaultySocket, string> _sockets = new();
    private readonly ConcurrentDictionary<string, bool> _isolated = new();

    private SocketHost(WebApplication app)
    {
        _app = app;
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.Zero });
        app.Map("/control/v1", ServeAsync);
    }

    public int Port => new Uri(_app.Urls.First()).Port;

    /// <summary>Who gets the sockets.</summary>
    public ActorSystem? System { get; set; }

    /// <summary>Takes the place of the system: what a spec wants to do with sockets itself.
    /// </summary>
    public Func<WebSocket, Task>? Instead { get; set; }

    /// <summary>For each new socket, after how many bytes it is to break; null for never.</summary>
    public Func<int?> BreakAfter { get; set; } = () => null;

    /// <summary>Sockets that were taken so far.</summary>
    public int Accepted { get; private set; }

    public static async Task<SocketHost> StartAsync(Action<ListenOptions>? secure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options =>
            options.Listen(IPAddress.Loopback, 0, listen => secure?.Invoke(listen)));
        var host = new SocketHost(builder.Build());
        await host._app.StartAsync();
        return host;
    }

    /// <summary>Breaks all connections; who wants to dials again.</summary>
    public void CutAll()
    {
        foreach (var socket in _sockets.Keys)
        {
            socket.Abort();
        }
    }

    /// <summary>Breaks a worker's connections and takes none of it until it is let in again.
    /// </summary>
    public void Isolate(string worker)
    {
        _isolated[worker] = true;
        foreach (var (socket, name) in _sockets)
        {
            if (name == worker)
            {
                socket.Abort();
            }
        }
    }

    public void LetIn(string worker) => _isolated.TryRemove(worker, out _);

    /// <summary>Connections stand, but nothing passes in either direction; or it does again.
    /// </summary>
    public void Swallow(bool isSwallowing)
    {
        foreach (var socket in _sockets.Keys)
        {
            socket.IsSwallowing = isSwallowing;
        }
    }

    public async ValueTask DisposeAsync()
    {
        CutAll();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        var worker = context.Request.Headers.Authorization.ToString().Split(' ')[^1];
        if (!context.WebSockets.IsWebSocketRequest || _isolated.ContainsKey(worker))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        using var inner = await context.WebSockets.AcceptWebSocketAsync();
        using var socket = new FaultySocket(inner, BreakAfter());
        _sockets[socket] = worker;
        Accepted++;
        try
        {
            await (Instead is { } instead
                ? instead(socket)
                : Gate.Accept!(System!, socket, context.RequestAborted));
        }
        finally
        {
            _sockets.TryRemove(socket, out _);
        }
    }
}
