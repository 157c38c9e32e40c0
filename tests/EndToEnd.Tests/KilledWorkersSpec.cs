using AkkaCoded.Coordinator.Record;

namespace AkkaCoded.EndToEnd.Tests;

/// <summary>Eight worker processes of which some die, one stops for a while and one is slow:
/// training goes on, loses no step, and comes to the same weights.</summary>
[Trait("Suite", "Cluster")]
public sealed class KilledWorkersSpec
{
    [Theory]
    [InlineData("fractional-repetition", 1, 0f)]
    [InlineData("cyclic-mds", 2, 1e-4f)]
    public void Training_must_come_to_the_same_weights_when_processes_die_and_stop(
        string family, int stragglers, float tolerance)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var job = new ClusterJob(
            500, 8, family, stragglers, faults: "slow worker=3 factor=5 from=30 to=200");
        using (var train = job.Train())
        {
            train.ReadUntil(job.CheckpointLine(20));
            ProgramRun.Signal("KILL", train.Nodes["local-1"]);
            train.ReadUntil(job.CheckpointLine(40));
            ProgramRun.Signal("KILL", train.Nodes["local-2"]);
            ProgramRun.Signal("KILL", train.Nodes["local-5"]);
            train.ReadUntil(job.CheckpointLine(60));
            using var stopped = ProgramRun.Suspend(train.Nodes["local-6"], 5);
            train.ReadUntil(job.CheckpointLine(80));
            Inject(job, "slow worker=0 factor=4 from=100 to=150");
            train.EndWell();
            stopped.WaitForExit();
        }

        var record = job.Record();
        job.AssertNoStepLost(record);
        ClusterJob.AssertSame(
            job.SingleWeights(), job.Weights(Path.Combine(job.Run, "checkpoints")), tolerance);
        AssertAllCameBack(record);
    }

    private static void Inject(ClusterJob job, string fault)
    {
        using var chaos = job.Start("chaos", job.Run, fault);
        chaos.EndWell();
    }

    private static void AssertAllCameBack(IReadOnlyList<RunRecordLine> record)
    {
        var nodes = record.OfType<EventLine>().Select(line => line.Event)
            .Where(happened => happened.Kind.StartsWith("node-", StringComparison.Ordinal))
            .GroupBy(happened => happened.Text.Split(' ')[1])
            .ToDictionary(node => node.Key, node => node.Select(one => one.Kind).ToList());
        Assert.Equal(8, nodes.Count);
        foreach (var (name, kinds) in nodes)
        {
            string[] once = ["node-started"];
            var isKilled = name is "local-1" or "local-2" or "local-5";
            Assert.Equal(isKilled ? [.. once, "node-lost", .. once] : once, kinds);
        }
    }
}
