using System.Diagnostics;
using System.Text.Json;

namespace AkkaCoded.EndToEnd.Tests;

/// <summary>The program in a process of its own, in a folder of its own.</summary>
internal sealed class ProgramRun : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private ProgramRun(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

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
        var (code, output, error) = run.End();
        Assert.True(code == 0, $"{code}: {output}{error}");
        return JsonDocument.Parse(output).RootElement;
    }

    /// <summary>Reads lines up to one that begins so.</summary>
    public string ReadUntil(string beginning)
    {
        var read = new List<string>();
        while (_process.StandardOutput.ReadLine() is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line;
            }

            read.Add(line);
        }

        Assert.Fail($"no line begins with '{beginning}': {string.Join('\n', read)} "
            + _error.GetAwaiter().GetResult());
        return "";
    }

    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end.</summary>
    public (int Code, string Output, string Error) End()
    {
        var output = _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
        return (_process.ExitCode, output, _error.GetAwaiter().GetResult());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
