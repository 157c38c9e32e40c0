using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AkkaCoded.Coordinator.LocalNodes;

/// <summary>
/// A worker process of this machine. Its standard input is a pipe that nobody but this process
/// holds: when this process is gone, whichever way, the pipe ends and the worker with it.
/// </summary>
internal sealed class NodeProcess : INodeProcess
{
    private const int Terminate = 15;

    /// <summary>Someone else may hold the pipe of its output, such as a debugger.</summary>
    private static readonly TimeSpan OutputPatience = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly OutputRing _output = new();

    private NodeProcess(Process process) => (_process, Id) = (process, process.Id);

    /// <inheritdoc/>
    public int Id { get; }

    /// <summary>Starts it.</summary>
    public static NodeProcess Start(ProcessStartInfo start, Action<NodeEnd> ended)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var node = new NodeProcess(Process.Start(start)!);
        _ = node.WatchAsync(ended);
        return node;
    }

    /// <inheritdoc/>
    public void AskToEnd()
    {
        if (OperatingSystem.IsWindows())
        {
            // There is no signal that asks; the end of its input says as much.
            _process.StandardInput.Dispose();
        }
        else if (!_process.HasExited)
        {
            _ = SendSignal(Id, Terminate);
        }
    }

    /// <inheritdoc/>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);

    private async Task WatchAsync(Action<NodeEnd> ended)
    {
        // What was begun here must go on elsewhere: whoever starts a process holds a lock.
        await Task.Yield();
        var reading = Task.WhenAll(
            ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
        await _process.WaitForExitAsync();
        await Task.WhenAny(reading, Task.Delay(OutputPatience));
        ended(new NodeEnd(new NodeExit(_process.ExitCode), _output.Lines));
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        var line = _output.Stream();
        var piece = new char[4096];
        try
        {
            while (await reader.ReadAsync(piece) is var length and > 0)
            {
                line.Write(piece.AsSpan(0, length));
            }
        }
        catch (Exception cut) when (cut is IOException or ObjectDisposedException)
        {
            // What came so far is all there is.
        }

        line.Close();
    }
}
