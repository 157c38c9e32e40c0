using System.Diagnostics;
using AkkaCoded.Coordinator.LocalNodes;

namespace AkkaCoded.Coordinator.Tests.LocalNodes;

/// <summary>Real processes, small ones.</summary>
[Trait("Suite", "Cluster")]
public sealed class NodeProcessSpec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource<NodeEnd> _end =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_process_must_tell_its_exit_code_and_last_lines()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Shell("for i in 1 2 3; do echo out $i; done; echo bad >&2; printf unfinished; exit 7");
        var end = await _end.Task.WaitAsync(Patience);

        Assert.Equal(7, end.Exit.Code);
        Assert.Equal(
            ["bad", "out 1", "out 2", "out 3", "unfinished"], end.Output.Order().ToArray());
    }

    [Theory]
    [InlineData(false, 143, "was ended by SIGTERM")]
    [InlineData(true, 137, "was ended by SIGKILL")]
    public async Task A_process_must_end_when_asked_or_killed(bool isKill, int code, string text)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // It reads a line that never comes: its input must stay open.
        var process = Shell("read line; exit 9");
        if (isKill)
        {
            process.Kill();
        }
        else
        {
            process.AskToEnd();
        }

        var end = await _end.Task.WaitAsync(Patience);
        Assert.Equal(code, end.Exit.Code);
        Assert.Equal(text, end.Exit.ToString());
    }

    private NodeProcess Shell(string script) =>
        NodeProcess.Start(new ProcessStartInfo("sh", ["-c", script]), _end.SetResult);
}
