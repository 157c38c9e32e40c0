using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using AkkaCoded.Coordinator.Record;

namespace AkkaCoded.EndToEnd.Tests;

/// <summary>A coordinator, worker nodes, and a job that is followed, as processes of their own.
/// </summary>
internal sealed class ClusterWorld : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly HttpClient Http = new();

    private readonly Dictionary<string, (ProgramRun Run, int Port)> _workers = [];
    private readonly int _port;
    private readonly int _controlPort;
    private readonly ClusterJob _job;

    /// <summary>Starts coordinator and nodes; begins nothing.</summary>
    public ClusterWorld(ClusterJob job, int nodes, int slots)
    {
        _job = job;
        var ports = FreePorts(2 + nodes);
        (_port, _controlPort) = (ports[0], ports[1]);
        Coordinator = StartCoordinator();
        for (var i = 0; i < nodes; i++)
        {
            StartWorker($"w{i}", ports[2 + i], slots);
        }
    }

    public ProgramRun Coordinator { get; private set; }

    public string Address => $"http://127.0.0.1:{_port}";

    /// <summary>Folder of the one job.</summary>
    public string JobFolder =>
        Assert.Single(Directory.GetDirectories(Path.Combine(_job.Folder, "cluster", "jobs")));

    public string JobId => Path.GetFileName(JobFolder);

    public ProgramRun Worker(string name) => _workers[name].Run;

    public void Dispose()
    {
        Coordinator.Dispose();
        foreach (var (worker, _) in _workers.Values)
        {
            worker.Dispose();
        }
    }

    /// <summary>Runs a verb against the coordinator, to a good end.</summary>
    public JsonElement Ask(params string[] verb) =>
        ProgramRun.Json(_job.Folder, [.. verb, "--coordinator", Address]);

    /// <summary>Submits the job and follows its log.</summary>
    public ProgramRun Submit()
    {
        var follower = _job.Start(
            "job", "submit", "job.conf", "--follow", "--coordinator", Address);
        follower.ReadUntil("of a job", line => line.Contains(": ", StringComparison.Ordinal));
        return follower;
    }

    /// <summary>Reads the followed log up to the checkpoint of a step, or a later one.</summary>
    public static long ReadUntilCheckpoint(ProgramRun follower, long step)
    {
        long found = -1;
        follower.ReadUntil($"of the checkpoint of step {step}", line =>
            line.IndexOf("  checkpoint: ", StringComparison.Ordinal) is var at and >= 0
            && long.TryParse(line[..at].Split(' ')[^1], out found) && found >= step);
        return found;
    }

    /// <summary>The coordinator dies and is started again at the same place.</summary>
    public void KillCoordinator()
    {
        Coordinator.Signal("KILL");
        Coordinator.End();
        Coordinator.Dispose();
        Coordinator = StartCoordinator();
    }

    /// <summary>A node dies and is started again under its name.</summary>
    public void KillWorker(string name, int slots)
    {
        var (run, port) = _workers[name];
        run.Signal("KILL");
        run.End();
        run.Dispose();
        StartWorker(name, port, slots);
    }

    /// <summary>Waits until nodes are as a test wants them.</summary>
    public void Await(string what, Func<IReadOnlyDictionary<string, int>, bool> isIt)
    {
        IReadOnlyDictionary<string, int> partitions = new Dictionary<string, int>();
        Assert.True(
            SpinWait.SpinUntil(() => isIt(partitions = Partitions()), Patience),
            $"{what}: {string.Join(", ", partitions)}");
    }

    /// <summary>Partitions on each node that is there.</summary>
    public IReadOnlyDictionary<string, int> Partitions()
    {
        // Not by the program: asked again and again, its start would take all there is.
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Address}/api/v1/workers");
        using var answer = Http.Send(request);
        return JsonDocument.Parse(answer.Content.ReadAsStream()).RootElement.EnumerateArray()
            .ToDictionary(
                node => node.GetProperty("name").GetString()!,
                node => node.GetProperty("partitions").GetArrayLength());
    }

    /// <summary>Stops the job, and compares what it has come to with the reference.</summary>
    public void AssertSameAsSingle(ProgramRun follower, float tolerance)
    {
        Ask("job", "pause", JobId);
        follower.ReadUntil("of a pause", line =>
            line.Contains("  state: paused after", StringComparison.Ordinal));
        var record = RunRecordReader.Read(Path.Combine(JobFolder, "record.jsonl")).ToList();
        var steps = record.OfType<StepLine>().Select(line => line.Step.Step).ToList();
        _job.Steps = steps[^1] + 1;
        _job.AssertNoStepLost(record);
        ClusterJob.AssertSame(
            _job.SingleWeights(), _job.Weights(Path.Combine(JobFolder, "checkpoints")),
            tolerance);
    }

    private ProgramRun StartCoordinator()
    {
        var run = _job.Start(
            "coordinator", "--listen", $"127.0.0.1:{_port}", "--folder", "cluster",
            "--set", $"cluster.control-port={_controlPort}",
            "--set", "logging.console.level=warning");
        run.ReadUntil("ready");
        return run;
    }

    private void StartWorker(string name, int port, int slots) => _workers[name] = (
        _job.Start(
            "worker", "--coordinator", Address, "--name", name, "--slots", $"{slots}",
            "--set", $"node.control-port={port}", "--set", "logging.console.level=warning"),
        port);

    private static List<int> FreePorts(int count)
    {
        var held = Enumerable.Range(0, count)
            .Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        held.ForEach(listener => listener.Start());
        var ports = held.ConvertAll(one => ((IPEndPoint)one.LocalEndpoint).Port);
        held.ForEach(listener => listener.Stop());
        return ports;
    }
}
