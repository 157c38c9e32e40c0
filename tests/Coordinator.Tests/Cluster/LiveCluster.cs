using Akka.Configuration;
using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Coordinator.Tests.Jobs;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.WorkerNode.Cluster;

namespace AkkaCoded.Coordinator.Tests.Cluster;

/// <summary>A coordinator and worker nodes in this process, over real sockets on free ports.
/// </summary>
internal sealed class LiveCluster : IAsyncDisposable
{
    /// <summary>Evidence that something does not happen; far longer than it takes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>A busy machine makes no node look lost: only what a spec ends is.</summary>
    private const string Settings = """
        akka.cluster.embedded.down-after = 60s
        coded.cluster { token = secret, gather = 60s, rehome-after = 1s }
        """;

    private readonly List<LiveNode> _nodes = [];
    private readonly string _hocon;
    private readonly CoordinatorSettings _settings;

    private LiveCluster(string hocon, int port)
    {
        _hocon = hocon;
        _settings = SettingsOf(hocon, port);
    }

    public CoordinatorHost Host { get; private set; } = null!;

    private string Authority => Host.Address.GetLeftPart(UriPartial.Authority);

    /// <param name="hocon">Settings of all members.</param>
    /// <param name="port">Of the coordinator; 0: any.</param>
    public static async Task<LiveCluster> StartAsync(string hocon = "", int port = 0)
    {
        var cluster = new LiveCluster(hocon, port);
        cluster.Host = await CoordinatorHost.StartAsync(cluster._settings);
        return cluster;
    }

    /// <summary>Another coordinator, on the same port and without anything of the first.</summary>
    public async Task RestartAsync()
    {
        var port = Host.Address.Port;
        await Host.DisposeAsync();
        Host = await CoordinatorHost.StartAsync(SettingsOf(_hocon, port));
    }

    /// <param name="hocon">Settings besides those of all specs.</param>
    /// <param name="port">Where it listens; 0: any.</param>
    public static CoordinatorSettings SettingsOf(string hocon, int port)
    {
        var text = $$"""
            {{Settings}}
            coded.cluster { listen = "127.0.0.1:{{port}}", control-port = 0 }
            {{hocon}}
            """;
        var settings = CoordinatorSettings.Of(RunJobs.Parse(text), null);
        return settings with
        {
            Limits = settings.Limits with { SilenceMax = TimeSpan.FromSeconds(60) },
        };
    }

    /// <param name="name">Its name.</param>
    /// <param name="slots">Partitions that it computes side by side.</param>
    /// <param name="canBeKilled">Whether it can be, and then does not join again by itself.</param>
    public LiveNode Add(string name, int slots = 1, bool canBeKilled = false)
    {
        var text = $$"""
            {{Settings}}
            {{_hocon}}
            coded.cluster.coordinators = ["{{Authority}}"]
            coded.node { name = {{name}}, slots = {{slots}} }
            """;
        var settings = NodeHostSettings.Of(RunJobs.Parse(text), "machine", null);
        var node = new LiveNode(settings, canBeKilled);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Runs a job on the nodes.</summary>
    public ClusterRun Begin(string job, params IJobObserver[] observers) =>
        Host.Begin(TrainingRun.Open(RunJobs.Parse(job)), observers);

    public string StateOf(string node) =>
        Host.Nodes().FirstOrDefault(known => known.Name == node)?.StateText ?? "";

    /// <summary>Numbers of the workers that a node serves.</summary>
    public IReadOnlyList<int> ServedBy(string node) => Host.Nodes()
        .Where(known => known.Name == node)
        .SelectMany(known => known.Partitions.Select(partition => partition.Worker.Number))
        .ToList();

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await Host.DisposeAsync();
    }
}

/// <summary>A worker node that can be killed without a word.</summary>
internal sealed class LiveNode : IAsyncDisposable
{
    private static readonly Config Silent = ConfigurationFactory.ParseString(
        "akka.coordinated-shutdown.run-by-actor-system-terminate = off");

    private readonly CancellationTokenSource _ending = new();
    private readonly NodePresence? _presence;
    private readonly Task<NodeMember>? _member;
    private readonly Task? _running;
    private int _ended;

    /// <param name="settings">Of the node.</param>
    /// <param name="canBeKilled">Without its host, which would have it join again.</param>
    public LiveNode(NodeHostSettings settings, bool canBeKilled)
    {
        if (!canBeKilled)
        {
            _running = NodeHost.RunAsync(settings, _ending.Token);
            return;
        }

        settings = settings with { Engine = Silent.WithFallback(settings.Engine) };
        _presence = new NodePresence(settings, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        _member = JoinAsync(settings);
    }

    /// <summary>As if its process died: connections end, and nobody says anything.</summary>
    public async Task KillAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) == 1)
        {
            return;
        }

        await _presence!.DisposeAsync();
        await (await _member!).EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        if (_running is not null)
        {
            await _running;
        }
        else
        {
            await KillAsync();
        }

        _ending.Dispose();
    }

    private async Task<NodeMember> JoinAsync(NodeHostSettings settings)
    {
        var target = settings.TargetOf(settings.Cluster.Coordinators[0]);
        using var coordinator = new CoordinatorClient(target, TimeProvider.System);
        while (true)
        {
            try
            {
                return NodeMember.Start(settings, await coordinator.JoinAsync(_ending.Token));
            }
            catch (WorkerNode.DataPlane.DataPlaneException)
            {
                await Task.Yield();
            }
        }
    }
}
