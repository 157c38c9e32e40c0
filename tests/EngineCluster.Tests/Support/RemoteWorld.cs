using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace AkkaCoded.EngineCluster.Tests.Support;

/// <summary>
/// A seed and workers that reach one another: on the embedded engine over a web server of the
/// seed's that hands its sockets to the gate, on the packages over ordinary ports. In configuration
/// texts <c>{seed}</c> stands for the seed's address.
/// </summary>
public sealed class RemoteWorld : IAsyncDisposable
{
    private const string Quiet =
        """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.coordinated-shutdown.run-by-clr-shutdown-hook = off
        akka.coordinated-shutdown.exit-clr = off
        akka.remote.dot-netty.tcp.hostname = 127.0.0.1
        """;

    private readonly string _provider;
    private readonly SocketHost? _host;
    private readonly int _port;
    private readonly bool _isSecure;
    private readonly List<ActorSystem> _workers = [];
    private int _lastWorker;

    private RemoteWorld(string provider, SocketHost? host, int port, bool isSecure)
    {
        _provider = provider;
        _host = host;
        _port = port;
        _isSecure = isSecure;
    }

    /// <summary>Is this the build whose remoting goes over web sockets?</summary>
    public static bool IsEmbedded { get; } = Gate.Accept is not null;

    /// <summary>The accepting node.</summary>
    public ActorSystem Seed { get; private set; } = null!;

    public string SeedAddress =>
        $"akka.{(_isSecure ? "ssl." : "")}tcp://world@127.0.0.1:{_port}";

    /// <summary>What happens to the sockets of the seed; embedded engine only.</summary>
    internal SocketHost Sockets =>
        _host ?? throw new InvalidOperationException("only the embedded engine has a gate");

    /// <summary>Starts the seed.</summary>
    /// <param name="provider">remote or cluster.</param>
    /// <param name="config">Stronger than the world's own settings.</param>
    /// <param name="secure">Adds TLS to the web server; embedded engine only.</param>
    public static async Task<RemoteWorld> StartAsync(
        string provider = "remote", string config = "", Action<ListenOptions>? secure = null)
    {
        var host = IsEmbedded ? await SocketHost.StartAsync(secure) : null;
        var world = new RemoteWorld(
            provider, host, host?.Port ?? FreePort(), secure is not null);
        world.StartSeed(config);
        return world;
    }

    /// <summary>The address by which others know a system.</summary>
    public static Address AddressOf(ActorSystem system) =>
        ((ExtendedActorSystem)system).Provider.DefaultAddress;

    /// <summary>A path under /user as another node writes it.</summary>
    public static string PathOf(ActorSystem system, string name) =>
        $"{AddressOf(system)}/user/{name}";

    /// <summary>Starts a worker; it dials when it has something to say to the seed.</summary>
    public ActorSystem StartWorker(string config = "")
    {
        var name = "worker-" + ++_lastWorker;
        var worker = Create(
            0,
            $$"""
            akka.remote.websocket.dial = ["{seed}"]
            akka.remote.websocket.token = {{name}}
            """,
            config);
        _workers.Add(worker);
        return worker;
    }

    /// <summary>Another system in the seed's place, after it has ended or was dropped.</summary>
    public ActorSystem StartSeed(string config = "")
    {
        Seed = Create(_port, "", config);
        if (_host is not null)
        {
            _host.System = Seed;
        }

        return Seed;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.Terminate();
        }

        await Seed.Terminate();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private ActorSystem Create(int port, string own, string config)
    {
        var text = config.Replace("{seed}", SeedAddress);
        return ActorSystem.Create("world", ConfigurationFactory.ParseString(text)
            .WithFallback(ConfigurationFactory.ParseString(own.Replace("{seed}", SeedAddress)))
            .WithFallback(ConfigurationFactory.ParseString(
                $"akka.actor.provider = {_provider}\nakka.remote.dot-netty.tcp.port = {port}"))
            .WithFallback(ConfigurationFactory.ParseString(Quiet)));
    }
}
