using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Akka.Actor;
using Akka.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AkkaCoded.Bench.Engine;

/// <summary>A system that another process reaches: over a web server where the engine wants
/// sockets handed to it, over its own port otherwise.</summary>
internal sealed class RemotingSeed : IAsyncDisposable
{
    private readonly WebApplication? _app;

    private RemotingSeed(WebApplication? app, ActorSystem system, string address)
    {
        _app = app;
        System = system;
        Address = address;
    }

    public ActorSystem System { get; }

    public string Address { get; }

    public static async Task<RemotingSeed> StartAsync(Func<int, string, Config> configure)
    {
        var gate = Type.GetType("Akka.Remote.WebSocketGate, Akka.Remote")?.GetMethod("AcceptAsync")
            ?.CreateDelegate<Func<ActorSystem, WebSocket, CancellationToken, Task>>();
        ActorSystem? system = null;
        var app = gate is null ? null : await ServeAsync(Accept);
        var port = app is null ? FreePort() : new Uri(app.Urls.First()).Port;
        var address = $"akka.tcp://bench@127.0.0.1:{port}";
        system = ActorSystem.Create("bench", configure(port, address));
        return new RemotingSeed(app, system, address);

        Task Accept(WebSocket socket, CancellationToken ended) => gate!(system!, socket, ended);
    }

    public async ValueTask DisposeAsync()
    {
        await System.Terminate();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private static async Task<WebApplication> ServeAsync(
        Func<WebSocket, CancellationToken, Task> accept)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.UseWebSockets();
        app.Map("/control/v1", async (HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await accept(socket, context.RequestAborted);
        });
        await app.StartAsync();
        return app;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
