using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using AkkaCoded.Messages.Exchange;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>Kestrel with this project's limits, memory and certificates, and nothing else.
/// </summary>
internal static class KestrelSetup
{
    /// <summary>What a connection may hold unread, and unsent: four blocks, so that the network
    /// goes on while one is decoded.</summary>
    private const long ConnectionBufferBytes = 1024 * 1024;

    public static WebApplication Build(DataPlaneOptions options, ConnectionLimit connections)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options, connections));
        builder.Services.AddSingleton<IMemoryPoolFactory<byte>, LargeSegments>();
        // The sending loop has its thread from the pool at once, not by way of a queue of its own.
        builder.Services.Configure<SocketTransportOptions>(sockets =>
        {
            sockets.IOQueueCount = 0;
            sockets.CreateBoundListenSocket = at => Listener(at, options.Limits);
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(
            host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        return builder.Build();
    }

    /// <summary>Connections have the buffers of the socket that accepted them.</summary>
    private static Socket Listener(EndPoint at, DataPlaneLimits limits)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(at);
        socket.SendBufferSize = limits.SendBufferBytes;
        return socket;
    }

    private static void Configure(
        KestrelServerOptions kestrel, DataPlaneOptions options, ConnectionLimit connections)
    {
        kestrel.AddServerHeader = false;
        Limit(kestrel.Limits, options.Limits);
        kestrel.Listen(options.EndPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection => connections.InvokeAsync(connection, next));
            if (options.Identity is { } identity)
            {
                listen.UseHttps(new TlsHandshakeCallbackOptions
                {
                    OnConnection = _ => ValueTask.FromResult(Tls(identity)),
                    HandshakeTimeout = options.Limits.SlowGrace,
                });
            }
        });
    }

    private static void Limit(KestrelServerLimits kestrel, DataPlaneLimits limits)
    {
        kestrel.MaxConcurrentConnections = limits.ConnectionsMax;
        kestrel.MaxConcurrentUpgradedConnections = limits.ConnectionsMax;
        kestrel.MaxRequestHeadersTotalSize = limits.HeaderBytesMax;
        kestrel.MaxRequestLineSize = Math.Min(2048, limits.HeaderBytesMax);
        kestrel.MaxRequestHeaderCount = 50;
        kestrel.MaxRequestBufferSize = ConnectionBufferBytes;
        kestrel.MaxResponseBufferSize = ConnectionBufferBytes;
        // Answers say their own limit; nothing else has a body.
        kestrel.MaxRequestBodySize = 64 * 1024;
        kestrel.RequestHeadersTimeout = limits.SlowGrace;
        kestrel.MinRequestBodyDataRate = new(limits.BytesPerSecondMin, limits.SlowGrace);
        kestrel.MinResponseDataRate = new(limits.BytesPerSecondMin, limits.SlowGrace);
    }

    private static SslServerAuthenticationOptions Tls(PlaneIdentity identity)
    {
        var tls = new SslServerAuthenticationOptions
        {
            ApplicationProtocols = [SslApplicationProtocol.Http11],
        };
        identity.Apply(tls);
        return tls;
    }
}
