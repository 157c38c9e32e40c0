using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AkkaCoded.EndToEnd.Tests;

/// <summary>The program in a process of its own, in a folder of its own.</summary>
internal sealed partial class ProgramRun : IDisposable
{
    /// <summary>A program that hangs is killed, so that its test fails rather than hangs too.
    /// </summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    private readonly Process _process;
    private readonly Task<string> _error;
    private readonly List<string> _read = [];
    private readonly Timer _watchdog;

    private ProgramRun(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
        _watchdog = new Timer(_ => Kill(), null, Limit, Timeout.InfiniteTimeSpan);
    }

    public int Id => _process.Id;

    /// <summary>Numbers of the worker processes that were told of, by node; of each the newest.
    /// </summary>
    public IReadOnlyDictionary<string, int> Nodes
    {
        get
        {
            var nodes = new Dictionary<string, int>();
            foreach (var line in _read)
            {
                if (StartedNode().Match(line) is { Success: true } started)
                {
                    nodes[started.Groups[1].Value] = int.Parse(started.Groups[2].Value);
                }
            }

            return nodes;
        }
    }

    /// <summary>Starts it.</summary>
    public static ProgramRun Start(string folder, params string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "akkacoded.dll");
        return new(Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
    }

    /// <summary>Runs it to its end, which must be a good one, and reads the JSON it wrote.
    /// </summary>
    public static JsonElement Json(string folder, params string[] arguments)
    {
        using var run = Start(folder, [.. arguments, "--json"]);
        return JsonDocument.Parse(run.EndWell()).RootElement;
    }

    /// <summary>Reads lines up to one that begins so.</summary>
    public string ReadUntil(string beginning) => ReadUntil(
        $"begins with '{beginning}'",
        line => line.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>Reads lines up to a certain one.</summary>
    public string ReadUntil(string what, Func<string, bool> isIt)
    {
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            _read.Add(line);
            if (isIt(line))
            {
                return line;
            }
        }

        Assert.Fail($"no line {what}: {string.Join('\n', _read)} "
            + _error.GetAwaiter().GetResult());
        return "";
    }

    public void Signal(string signal) => Signal(signal, _process.Id);

    /// <summary>Sends a signal to any process.</summary>
    public static void Signal(string signal, int process)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{process}"]);
        kill.WaitForExit();
    }

    /// <summary>Stops a process and lets it go on after a while; returns when it is stopped.
    /// </summary>
    public static Process Suspend(int process, int seconds)
    {
        Signal("STOP", process);
        return Process.Start(
            "sh", ["-c", $"sleep {seconds}; kill -s CONT {process}"]);
    }

    /// <summary>Waits for the end.</summary>
    public (int Code, string Output, string Error) End()
    {
        var output = _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        return (_process.ExitCode, output, _error.GetAwaiter().GetResult());
    }

    /// <summary>Waits for a good end.</summary>
    /// <returns>What it wrote and nobody has read yet.</returns>
    public string EndWell()
    {
        var (code, output, error) = End();
        Assert.True(code == 0, $"{code}: {string.Join('\n', _read)}{output}{error}");
        return output;
    }

    public void Dispose()
    {
        _watchdog.Dispose();
        Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }
    }

    [GeneratedRegex(@"node-started: node (\S+) started.*, process (\d+)$")]
    private static partial Regex StartedNode();
}
