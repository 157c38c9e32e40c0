using System.ComponentModel;
using System.Diagnostics;

namespace AkkaCoded.Torch.Tests;

/// <summary>A python3 that has PyTorch: the first on the path, or the distribution's own.</summary>
internal static class Python
{
    public static string? Executable { get; } =
        new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(HasTorch);

    public static void Run(params string[] arguments)
    {
        using var python = Process.Start(Executable!, arguments);
        python.WaitForExit();
        Assert.Equal(0, python.ExitCode);
    }

    private static bool HasTorch(string executable)
    {
        try
        {
            var start = new ProcessStartInfo(executable, ["-c", "import torch"])
            {
                RedirectStandardError = true,
            };
            using var python = Process.Start(start)!;
            python.StandardError.ReadToEnd();
            python.WaitForExit();
            return python.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>Skipped where there is no python3 with PyTorch.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonTorchFactAttribute : FactAttribute
{
    public PythonTorchFactAttribute()
    {
        if (Python.Executable is null)
        {
            Skip = "python3 with PyTorch is missing: apt-get install python3-torch";
        }
    }
}
