using System.Net;
using System.Security.Cryptography;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.CommandLine;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Logging;

namespace AkkaCoded.Coordinator.LocalNodes;

/// <summary>
/// A training whose coordinator is this process and whose workers are processes of this machine. A
/// cluster of its own: it listens on loopback only, on any free port, and its token is drawn.
/// </summary>
internal sealed class ProcessesRun : ITrainingRun
{
    /// <summary>All workers have died too often.</summary>
    public const string WorkersDie = "CDL-0752";

    private const int TokenBytes = 32;

    /// <summary>How long a job may take to keep its last step when its workers are hopeless.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CoordinatorHost _host;
    private readonly NodeProcesses _nodes;
    private readonly ITrainingRun _run;

    private ProcessesRun(CoordinatorHost host, NodeProcesses nodes, ITrainingRun run)
    {
        (_host, _nodes, _run) = (host, nodes, run);
        Completion = CompleteAsync();
    }

    /// <inheritdoc/>
    public Task<RunResult> Completion { get; }

    /// <summary>Starts coordinator, worker processes and job.</summary>
    /// <param name="opened">The job.</param>
    /// <param name="news">Told of the job and of the processes.</param>
    /// <param name="show">Shows lines to people.</param>
    public static async Task<ProcessesRun> StartAsync(
        OpenedRun opened, RunNews news, Action<IReadOnlyList<string>> show)
    {
        var config = opened.Config;
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        var host = await CoordinatorHost.StartAsync(new CoordinatorSettings
        {
            Config = config,
            Options = OnLoopback(ClusterOptions.Read(config)),
            Token = token,
            Log = line => show([line]),
        });
        NodeProcesses? nodes = null;
        try
        {
            var program = new WorkerProgram
            {
                Coordinator = host.Address,
                Token = token,
                Settings = [.. SettingsOf(config)],
                SettingsOf = name => LogSettings(LoggingOptions.Read(config), name),
            };
            nodes = new NodeProcesses(
                NodeProcesses.Starts(opened.WorkerCount), opened.JobOptions.Supervision, program,
                new News(news, show), TimeProvider.System);
            return new ProcessesRun(host, nodes, host.Begin(opened, [news]));
        }
        catch
        {
            await (nodes?.DisposeAsync() ?? ValueTask.CompletedTask);
            await host.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<RunResult> StopAsync()
    {
        await _run.StopAsync();
        return await Completion;
    }

    /// <inheritdoc/>
    public Task InjectAsync(string fault) => _run.InjectAsync(fault);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _run.DisposeAsync();
        await _nodes.DisposeAsync();
        await _host.DisposeAsync();
    }

    /// <summary>What a machine's file says of other machines does not hold here.</summary>
    private static ClusterOptions OnLoopback(ClusterOptions options) => options with
    {
        Listen = new IPEndPoint(IPAddress.Loopback, 0),
        Advertise = null,
        ControlPort = 0,
        Coordinators = [],
        Certificates = null,
    };

    private static IEnumerable<string> SettingsOf(LayeredConfig config)
    {
        var node = NodeSettings.Read(config, "local");
        yield return "cluster.certificates=null";
        yield return "node.control-host=\"127.0.0.1\"";
        yield return TrainArguments.Setting("node.cache", Path.GetFullPath(node.Cache));
        foreach (var entry in config.Entries.Where(entry => entry.Key.StartsWith(
            "coded.logging.", StringComparison.Ordinal)))
        {
            yield return $"{entry.Key}={entry.Value}";
        }
    }

    /// <summary>Each has a log file of its own, as each shortens it.</summary>
    private static IEnumerable<string> LogSettings(LoggingOptions logging, string node)
    {
        if (logging.FilePath is { } path)
        {
            yield return TrainArguments.Setting(
                "logging.file.path", Path.ChangeExtension(path, node + Path.GetExtension(path)));
        }
    }

    private async Task<RunResult> CompleteAsync()
    {
        if (await Task.WhenAny(_run.Completion, _nodes.Hopeless) == _nodes.Hopeless)
        {
            await _run.StopAsync().WaitAsync(Patience)
                .ContinueWith(_ => { }, TaskScheduler.Default);
            throw Hopeless(await _nodes.Hopeless);
        }

        return await _run.Completion;
    }

    /// <summary>What ends the training when a further start would be of no use.</summary>
    internal static Exception Hopeless(NodeEnd end)
    {
        var said = DeathNotes.Essence(end.Output);
        return end.Exit.Code switch
        {
            ExitCode.Missing =>
                new DllNotFoundException($"a worker process lacks something: {said}"),
            ExitCode.BadInput => new InvalidInputException(
                "CDL-0751", "processes", $"a worker process {end.Exit}",
                "settings that workers accept", $"Mend what it says: {said}"),
            _ => new InvalidInputException(
                WorkersDie, "processes", $"the last worker process {end.Exit}",
                "worker processes that stay alive", $"Mend what it says: {said}"),
        };
    }

    private sealed class News(RunNews news, Action<IReadOnlyList<string>> show) : INodeNews
    {
        public void Happened(string kind, string text) => news.Tell(kind, text);

        public void Show(IReadOnlyList<string> lines) => show(lines);
    }
}
