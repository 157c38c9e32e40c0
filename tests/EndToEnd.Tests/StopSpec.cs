namespace AkkaCoded.EndToEnd.Tests;

/// <summary>Signals end a training in good order; a kill loses no more than the steps since the
/// newest checkpoint, and no bit of the result.</summary>
[Trait("Suite", "Cluster")]
public sealed class StopSpec : IDisposable
{
    private const string Job = """
        coded {
          job.name = stop
          model.mlp.hidden = [16]
          data.glyphs { size = 8, train = 500, test = 100 }
          training { samples-per-step = 64, steps = STEPS }
          code { workers = 4, stragglers = 1 }
          checkpoint.every = 20
          chaos {
            enabled = on
            law = "normal(centre=0.004, deviation=0.001, load=additive, slope=0)"
            faults = ["slow worker=2 factor=4", "crash worker=1 step=30"]
          }
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("akkacoded-stop-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("TERM", true)]
    [InlineData("INT", true)]
    [InlineData("TERM", false)]
    [InlineData("INT", false)]
    public void Train_must_write_a_checkpoint_and_end_with_130_when_stopped(
        string signal, bool isSingle)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        WriteJob(1_000_000_000);
        string[] mode = isSingle ? ["--single"] : [];
        using var train = ProgramRun.Start(
            _folder, ["train", .. mode, "job.conf", "--checkpoints", "kept"]);
        train.ReadUntil("step ");
        train.ReadUntil(isSingle ? "checkpoint " : "step      20  checkpoint");
        train.Signal(signal);
        var (code, output, error) = train.End();

        Assert.True(code == 130, $"{code}: {output}{error}");
        Assert.Contains("goes on", error, StringComparison.Ordinal);
        using var inspect = ProgramRun.Start(_folder, "checkpoint", "inspect", "kept");
        Assert.Equal(0, inspect.End().Code);
        if (!isSingle)
        {
            ClusterJob.AssertKept(Path.Combine(_folder, "kept"), output);
        }
    }

    [Fact]
    public void Resume_must_end_with_the_bits_of_a_run_that_was_never_killed()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        WriteJob(120);
        ProgramRun.Json(_folder, "train", "--single", "job.conf", "--checkpoints", "single");
        using (var train = ProgramRun.Start(_folder, "train", "job.conf", "--runs", "runs"))
        {
            train.ReadUntil("step      40  checkpoint");
            train.Signal("KILL");
            train.End();
        }

        var run = Assert.Single(Directory.GetDirectories(Path.Combine(_folder, "runs")));
        var resumed = ProgramRun.Json(_folder, "resume", run);

        Assert.Equal(120, resumed.GetProperty("steps").GetInt64());
        Assert.InRange(resumed.GetProperty("stepsNow").GetInt64(), 1, 80);
        var name = Path.Combine("step-000000000120", "model.safetensors");
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(_folder, "single", name)),
            File.ReadAllBytes(Path.Combine(run, "checkpoints", name)));
        Assert.Contains(
            "</html>", File.ReadAllText(Path.Combine(run, "report.html")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_must_go_on_with_another_number_of_workers()
    {
        WriteJob(60);
        var first = ProgramRun.Json(_folder, "train", "job.conf", "--runs", "runs");
        var run = Assert.Single(Directory.GetDirectories(Path.Combine(_folder, "runs")));

        var more = ProgramRun.Json(
            _folder, "resume", run, "--workers", "6", "--steps", "100");

        Assert.Equal(60, first.GetProperty("steps").GetInt64());
        Assert.Equal(100, more.GetProperty("steps").GetInt64());
        Assert.Equal(40, more.GetProperty("stepsNow").GetInt64());
    }

    private void WriteJob(long steps) => File.WriteAllText(
        Path.Combine(_folder, "job.conf"),
        Job.Replace("STEPS", $"{steps}", StringComparison.Ordinal));
}
