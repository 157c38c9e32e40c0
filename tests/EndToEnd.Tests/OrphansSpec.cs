namespace AkkaCoded.EndToEnd.Tests;

/// <summary>What becomes of worker processes whose coordinator ends, in whatever way.</summary>
[Trait("Suite", "Cluster")]
public sealed class OrphansSpec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Workers_must_end_when_training_is_killed_and_resume_must_come_to_the_same_bits()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var job = new ClusterJob(120, 4);
        using (var train = job.Train())
        {
            train.ReadUntil(job.CheckpointLine(40));
            train.Signal("KILL");
            train.End();
            AssertGone(train);
        }

        var resumed = ProgramRun.Json(job.Folder, "resume", job.Run, "--processes");

        Assert.Equal(120, resumed.GetProperty("steps").GetInt64());
        Assert.InRange(resumed.GetProperty("stepsNow").GetInt64(), 1, 80);
        ClusterJob.AssertSame(
            job.SingleWeights(), job.Weights(Path.Combine(job.Run, "checkpoints")), 0);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void Training_must_write_a_checkpoint_and_end_its_workers_when_stopped(string signal)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var job = new ClusterJob(1_000_000_000, 2);
        using var train = job.Train();
        train.ReadUntil(job.CheckpointLine(20));
        if (signal == "INT")
        {
            // As a terminal does.
            train.Nodes.Values.ToList().ForEach(node => ProgramRun.Signal(signal, node));
        }

        train.Signal(signal);
        var (code, output, error) = train.End();

        Assert.True(code == 130, $"{code}: {output}{error}");
        ClusterJob.AssertKept(Path.Combine(job.Run, "checkpoints"), output);
        Assert.DoesNotContain("node-lost", output, StringComparison.Ordinal);
        AssertGone(train);
    }

    private static void AssertGone(ProgramRun train)
    {
        Assert.NotEmpty(train.Nodes);
        Assert.True(
            SpinWait.SpinUntil(() => !train.Nodes.Values.Any(IsWorker), Patience),
            "a worker process is left: "
            + string.Join(", ", train.Nodes.Where(node => IsWorker(node.Value))));
    }

    /// <summary>One that is dead but whose parent does not ask for its exit code has an empty
    /// command line; a number may have gone to another process.</summary>
    private static bool IsWorker(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline")
                .Contains("--exit-with-parent", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
