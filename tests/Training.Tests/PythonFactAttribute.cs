using System.Diagnostics;

namespace AkkaCoded.Training.Tests;

/// <summary>A test that runs a python3 child; skipped with a reason where it cannot.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    /// <param name="torch">Whether the child needs the torch package.</param>
    public PythonFactAttribute(bool torch = false)
    {
        if ((torch ? PythonChild.WithTorch : PythonChild.Plain) is null)
        {
            Skip = torch
                ? "no python3 with torch on this machine (Debian: python3-torch)"
                : "no python3 on this machine";
        }
    }
}

/// <summary>Finds python3 and runs scripts of this project with it.</summary>
internal static class PythonChild
{
    private static readonly string[] Candidates = ["/usr/bin/python3", "python3"];
    private static readonly Lazy<string?> LazyPlain = new(() => Find("pass"));
    private static readonly Lazy<string?> LazyTorch = new(() => Find(
        "import importlib.util as u, sys; sys.exit(0 if u.find_spec('torch') else 1)"));

    public static string? Plain => LazyPlain.Value;

    public static string? WithTorch => LazyTorch.Value;

    /// <summary>Runs a script; fails the test with its text when it fails.</summary>
    public static string Run(string python, string script, params string[] arguments)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Python", script);
        var (code, text) = Start(python, [path, .. arguments]);
        Assert.True(code == 0, $"{script} ended with {code}: {text}");
        return text;
    }

    private static string? Find(string probe) => Candidates.FirstOrDefault(python =>
    {
        try
        {
            return Start(python, ["-c", probe]).Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    private static (int Code, string Text) Start(string python, string[] arguments)
    {
        var start = new ProcessStartInfo(python, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return (child.ExitCode, output + errors.Result);
    }
}
