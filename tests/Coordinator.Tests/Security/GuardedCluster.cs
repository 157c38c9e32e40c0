using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Coordinator.Service;
using AkkaCoded.Coordinator.Tests.Jobs;
using AkkaCoded.WorkerNode.Cluster;

namespace AkkaCoded.Coordinator.Tests.Security;

/// <summary>A coordinator and two nodes in this process, over real sockets, guarded as told.
/// </summary>
internal sealed class GuardedCluster : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task<bool>> _nodes = [];
    private readonly string _folder =
        Directory.CreateTempSubdirectory("akkacoded-guarded-").FullName;

    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    private CoordinatorProcess _process = null!;

    private GuardedCluster()
    {
    }

    public CoordinatorHost Host => _process.Host;

    /// <summary>Warnings and errors of the coordinator, a JSON object each.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            // It is still open for writing.
            using var stream = new FileStream(
                LogPath, FileMode.OpenOrCreate, FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    private string LogPath => Path.Combine(_folder, "coordinator.log");

    /// <summary>What coordinator and nodes said.</summary>
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

    /// <param name="listen">Address without a port.</param>
    /// <param name="token">All of them have it.</param>
    /// <param name="certificates">Folder of a node by its name, or null: in the clear.</param>
    public static async Task<GuardedCluster> StartAsync(
        string listen, string? token, Func<string, string>? certificates)
    {
        var cluster = new GuardedCluster();
        var config = RunJobs.Parse(
            $$"""
            {{Section("coordinator", certificates)}}
            coded.cluster {
              listen = "{{listen}}:0", control-port = 0, gather = 120s
              folder = "{{Path.Combine(cluster._folder, "coordinator")}}"
            }
            coded.logging.file { path = "{{cluster.LogPath}}", level = warning }
            """);
        cluster._process = await CoordinatorProcess.StartAsync(
            CoordinatorSettings.Of(config, token) with { Log = cluster.Say }, null);
        foreach (var name in new[] { "w1", "w2" })
        {
            cluster.Add(name, listen, token, certificates);
        }

        return cluster;
    }

    /// <summary>Runs a job on the nodes.</summary>
    public ClusterRun Begin(string job, params IJobObserver[] observers) =>
        Host.Begin(TrainingRun.Open(RunJobs.Parse(job)), observers);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_nodes).WaitAsync(Patience);
        await _process.DisposeAsync();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Section(string name, Func<string, string>? certificates) =>
        certificates is null ? "" : $"coded.cluster.certificates = \"{certificates(name)}\"";

    private void Add(string name, string listen, string? token, Func<string, string>? certificates)
    {
        var authority = Host.Address.GetLeftPart(UriPartial.Authority);
        var config = RunJobs.Parse(
            $$"""
            {{Section(name, certificates)}}
            coded.cluster.coordinators = ["{{authority}}"]
            coded.node {
              name = {{name}}, slots = 2, control-host = "{{listen}}"
              cache = "{{Path.Combine(_folder, name)}}"
            }
            """);
        var settings = NodeHostSettings.Of(config, "machine", token) with { Log = Say };
        _nodes.Add(Task.Run(() => NodeHost.RunAsync(settings, _stop.Token)));
    }

    private void Say(string line)
    {
        lock (_gate)
        {
            _lines.Add(line);
        }
    }
}
