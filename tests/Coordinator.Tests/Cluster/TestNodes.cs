using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Training;
using AkkaCoded.WorkerNode.Cluster;

namespace AkkaCoded.Coordinator.Tests.Cluster;

/// <summary>A coordinator and worker nodes in this process, over real sockets of loopback.
/// </summary>
internal sealed class TestNodes : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private const string Token = "token-of-a-test";

    private readonly List<TestNode> _nodes = [];
    private int _port;

    public CoordinatorHost Coordinator { get; private set; } = null!;

    /// <summary>A folder of this test's own.</summary>
    public string Folder { get; } =
        Directory.CreateTempSubdirectory("akkacoded-nodes-").FullName;

    public static async Task<TestNodes> StartAsync()
    {
        var cluster = new TestNodes();
        await cluster.StartCoordinatorAsync();
        return cluster;
    }

    /// <summary>Starts it, the second time on the port of the first.</summary>
    public async Task StartCoordinatorAsync()
    {
        var config = Config(
            $"cluster.listen=127.0.0.1:{_port}", "cluster.gather=30s", "cluster.rehome-after=1s");
        Coordinator = await CoordinatorHost.StartAsync(CoordinatorSettings.Of(config, Token));
        _port = Coordinator.Address.Port;
    }

    public TestNode StartNode(string name, int slots = 2, string token = Token)
    {
        var config = Config(
            $"cluster.coordinators=[\"http://127.0.0.1:{_port}\"]", $"node.name={name}",
            $"node.slots={slots}", $"node.cache={Path.Combine(Folder, name)}");
        var node = new TestNode(NodeHostSettings.Of(config, "machine", token));
        _nodes.Add(node);
        return node;
    }

    /// <summary>Waits for what other threads bring about.</summary>
    public async Task UntilAsync(Func<bool> holds, string what)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var until = DateTime.UtcNow + Patience;
        while (!holds())
        {
            Assert.True(DateTime.UtcNow < until, $"{what}: it does not come about\n{Lines()}");
            await timer.WaitForNextTickAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.StopAsync()));
        await Coordinator.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static LayeredConfig Config(params string[] overrides) => new ConfigLayers()
        .Module(typeof(TrainingJobOptions).Assembly)
        .CommandLine(["logging.console.level=off", .. overrides])
        .Build();

    private string Lines() => string.Join('\n', _nodes.SelectMany(node => node.Lines));
}

/// <summary>A node that runs, and what it says.</summary>
internal sealed class TestNode
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    public TestNode(NodeHostSettings settings)
    {
        Sight = settings.Sight;
        Ended = Task.Run(() => NodeHost.RunAsync(settings with { Log = Add }, _stop.Token));
    }

    /// <summary>What it lets others see.</summary>
    public NodeSight Sight { get; }

    /// <summary>Whether it was drained when it ended.</summary>
    public Task<bool> Ended { get; }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    public int Joined => Lines.Count(line => line.StartsWith("joined ", StringComparison.Ordinal));

    public async Task<bool> StopAsync()
    {
        await _stop.CancelAsync();
        return await Ended.WaitAsync(TestNodes.Patience).ContinueWith(
            ended => ended.IsCompletedSuccessfully && ended.Result, TaskScheduler.Default);
    }

    private void Add(string line)
    {
        lock (_gate)
        {
            _lines.Add(line);
        }
    }
}
