using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.Service;
using AkkaCoded.Coordinator.Tests.Cluster;
using AkkaCoded.Coordinator.Tests.Jobs;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Training;
using AkkaCoded.WorkerNode.Cluster;

namespace AkkaCoded.Coordinator.Tests.Service;

/// <summary>A whole coordinator and a node in this process, over real sockets of loopback.
/// </summary>
[Trait("Suite", "Slow")]
public sealed class CoordinatorProcessSpec : IDisposable
{
    private const string Job = """
        coded {
          job.name = toy
          model { name = mlp, mlp.hidden = [8] }
          data { format = glyphs, glyphs { size = 8, train = 96, test = 40 } }
          training { seed = 3, samples-per-step = 24, steps = 300 }
          code { family = fractional-repetition, workers = 4, stragglers = 1 }
          checkpoint.every = 10
        }
        """;

    private readonly string _folder =
        Directory.CreateTempSubdirectory("akkacoded-coordinator-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Job_must_end_with_the_same_bits_when_its_coordinator_ends_midway()
    {
        var first = await StartAsync(0);
        var port = first.Host.Address.Port;
        var node = new TestNode(NodeHostSettings.Of(
            Config(
                $"cluster.coordinators=[\"http://127.0.0.1:{port}\"]", "node.name=w1",
                "node.slots=4", $"node.cache={Path.Combine(_folder, "cache")}"),
            "machine", null));
        first.Jobs.Submit(Job, null);
        await UntilAsync(first.Jobs, view => view.Figures.Step > 20);
        await first.DisposeAsync();

        await using var second = await StartAsync(port);
        var end = await UntilAsync(second.Jobs, view => view.Job.State.IsOver());

        var reference = RunJobs.Reference(JobConfiguration.Read(Job, null, null)).Result;
        Assert.Equal(JobState.Finished, end.Job.State);
        Assert.Equal(reference.Loss, end.Figures.TestLoss);
        Assert.Equal(reference.Accuracy, end.Figures.TestAccuracy);
        Assert.Contains(end.Log.Recent, line => line.Kind == "resumed");
        Assert.True(File.Exists(Path.Combine(end.Folder, "report.html")));
        await node.StopAsync();
    }

    [Fact]
    public async Task Job_must_wait_by_itself_when_there_is_no_node()
    {
        await using var process = await StartAsync(0);
        process.Jobs.Submit(Job, null);
        await UntilAsync(process.Jobs, view => view.Progress is not null);
        var paused = await process.Jobs.PauseAsync("toy");
        Assert.Equal(JobState.Paused, paused.Job.State);
        Assert.Empty(process.Host.Nodes());
    }

    private async Task<CoordinatorProcess> StartAsync(int port)
    {
        var config = Config(
            $"cluster.listen=127.0.0.1:{port}", "cluster.rehome-after=1s", "cluster.gather=30s",
            $"cluster.folder={Path.Combine(_folder, "cluster")}");
        var process = await CoordinatorProcess.StartAsync(
            CoordinatorSettings.Of(config, null), null);
        await process.InCharge.WaitAsync(ServiceWorld.Patience);
        return process;
    }

    private static LayeredConfig Config(params string[] overrides) => new ConfigLayers()
        .Module(typeof(TrainingJobOptions).Assembly)
        .CommandLine(["logging.console.level=off", .. overrides])
        .Build();

    private static async Task<JobView> UntilAsync(JobService jobs, Func<JobView, bool> holds)
    {
        using var patience = new CancellationTokenSource(TestNodes.Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!holds(jobs.View("toy")))
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }

        return jobs.View("toy");
    }
}
