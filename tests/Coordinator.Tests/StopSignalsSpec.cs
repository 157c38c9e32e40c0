using System.Diagnostics;
using System.Runtime.InteropServices;
using AkkaCoded.Coordinator.CommandLine;

namespace AkkaCoded.Coordinator.Tests;

public sealed class StopSignalsSpec : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("akkacoded-stop-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void StopSignals_must_ask_first_and_end_at_once_when_told_again()
    {
        var ends = 0;
        using var signals = new StopSignals(() => ends++);
        var first = new PosixSignalContext(PosixSignal.SIGTERM);
        signals.Handle(first);
        Assert.True(first.Cancel);
        Assert.True(signals.Token.IsCancellationRequested);
        Assert.Equal(0, ends);
        signals.Handle(new PosixSignalContext(PosixSignal.SIGINT));
        Assert.Equal(1, ends);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void Train_must_write_a_checkpoint_and_end_with_130_when_stopped(string signal)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var train = Start();
        var first = train.StandardOutput.ReadLine();
        Assert.StartsWith("step ", first, StringComparison.Ordinal);
        using (var kill = Process.Start("kill", ["-s", signal, $"{train.Id}"]))
        {
            kill.WaitForExit();
        }

        var rest = train.StandardOutput.ReadToEnd();
        var error = train.StandardError.ReadToEnd();
        train.WaitForExit();
        Assert.True(train.ExitCode == 130, $"{train.ExitCode}: {rest}{error}");
        Assert.Contains("checkpoint ", rest, StringComparison.Ordinal);
        Assert.Contains("goes on from", error, StringComparison.Ordinal);
        Assert.Equal(0, CommandRun.Of("checkpoint", "inspect", Folder).ExitCode);
    }

    private string Folder => Path.Combine(_folder, "run");

    /// <summary>A training that would go on for days, in a process of its own.</summary>
    private Process Start()
    {
        var job = Path.Combine(_folder, "job.conf");
        File.WriteAllText(job, """
            coded {
              model.mlp.hidden = [16]
              data.glyphs { size = 8, train = 500, test = 20 }
              training { samples-per-step = 64, steps = 1000000000 }
            }
            """);
        return Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                typeof(CommandLineHost).Assembly.Location, "train", "--single", job,
                "--checkpoints", Folder,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
