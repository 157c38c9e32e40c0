using System.Net;
using System.Net.Sockets;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Coordinator.Metrics;
using AkkaCoded.Messages.Exchange;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaCoded.Coordinator.Health;

/// <summary>
/// A worker node's small port of its own: health, and figures for those who bring the token. In the
/// clear, for whoever looks after the machine.
/// </summary>
internal sealed class NodeHealthServer : IAsyncDisposable
{
    /// <summary>Enough for those who look now and then, too few to harm.</summary>
    private const int ConnectionsMax = 16;

    private readonly WebApplication _app;
    private readonly PrometheusExporter _exporter = new(scope: null);

    private NodeHealthServer(IPEndPoint endPoint, string? token, IHealth health)
    {
        var limits = DataPlaneLimits.Default with { ConnectionsMax = ConnectionsMax };
        var refusals = new RefusalLedger(_ => { });
        _app = KestrelSetup.Build(
            new DataPlaneOptions { EndPoint = endPoint, Limits = limits },
            new ConnectionLimit(ConnectionsMax, refusals));
        if (token is not null)
        {
            _app.Use(new TokenGate(token, refusals).InvokeAsync);
        }

        _app.UseRouting();
        HealthEndpoints.Map(_app, health);
        MetricsEndpoint.Map(_app, _exporter);
        _app.MapFallback("{*path}", http =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    /// <summary>Where it listens, with the port that was drawn for port 0.</summary>
    public Uri Address { get; private set; } = new("http://unbound");

    /// <summary>Starts to listen.</summary>
    /// <param name="endPoint"><c>coded.node.health-host</c> and <c>health-port</c>.</param>
    /// <param name="token">What a reader of figures has to bring, or null.</param>
    /// <param name="health">How the node is.</param>
    /// <exception cref="InvalidInputException">CDL-0773: the address cannot be had.</exception>
    public static async Task<NodeHealthServer> StartAsync(
        IPEndPoint endPoint, string? token, IHealth health)
    {
        var server = new NodeHealthServer(endPoint, token, health);
        try
        {
            await server._app.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await server.DisposeAsync();
            throw new InvalidInputException(
                "CDL-0773", "coded.node.health-port", endPoint, "a free port of this machine",
                $"Name another one, or 0 for any ({e.Message})");
        }

        var addresses = server._app.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>();
        server.Address = new Uri(addresses!.Addresses.Single());
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _exporter.Dispose();
    }
}
