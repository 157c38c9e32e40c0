using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace AkkaCoded.Bench.Torch;

/// <summary>
/// PyTorch in a process of its own that times batches of steps on request: a line "mlp 20" on its
/// standard input is answered with the seconds that 20 steps took, so that measurements of the two
/// sides can alternate.
/// </summary>
internal sealed class PythonSteps : IDisposable
{
    private const string Program = """
        import sys, time, torch
        import torch.nn as nn, torch.nn.functional as F
        torch.set_num_threads(1)
        def build(name):
            torch.manual_seed(1)
            if name == "mlp":
                m = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 10))
                x = torch.randn(256, 784); y = torch.randint(0, 10, (256,))
            else:
                m = nn.Sequential(nn.Conv2d(1, 16, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(2),
                                  nn.Conv2d(16, 32, 3, 1, 1), nn.ReLU(), nn.MaxPool2d(2),
                                  nn.Flatten(), nn.Linear(1568, 10))
                x = torch.randn(64, 1, 28, 28); y = torch.randint(0, 10, (64,))
            return m, list(m.parameters()), x, y
        models = {name: build(name) for name in ("mlp", "cnn")}
        def step(name):
            m, ps, x, y = models[name]
            return torch.autograd.grad(F.cross_entropy(m(x), y), ps)
        print("ready", torch.__version__, flush=True)
        for line in sys.stdin:
            name, count = line.split(); count = int(count)
            if count == 0:
                print(sum(float(g.double().square().sum()) for g in step(name)), flush=True)
                continue
            start = time.perf_counter()
            for _ in range(count): step(name)
            print(time.perf_counter() - start, flush=True)
        """;

    /// <summary>What the launcher sets; see Embedded/Torch/native/memory.cpp.</summary>
    private static readonly Dictionary<string, string> HeapSettings = new()
    {
        ["MALLOC_ARENA_MAX"] = "1",
        ["MALLOC_MMAP_THRESHOLD_"] = "33554432",
        ["MALLOC_TRIM_THRESHOLD_"] = "536870912",
    };

    private readonly Process _process;

    private PythonSteps(Process process) => _process = process;

    /// <summary>Version of the PyTorch that answers.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Starts the first python3 that has PyTorch, or returns null.</summary>
    /// <param name="keepsMemory">
    /// Whether glibc keeps freed memory, as on this side, or treats it as it does by itself.
    /// </param>
    public static PythonSteps? Start(bool keepsMemory)
    {
        foreach (var executable in (string[])["python3", "/usr/bin/python3"])
        {
            if (TryStart(executable, keepsMemory) is { } process)
            {
                var line = process.StandardOutput.ReadLine();
                if (line?.StartsWith("ready ", StringComparison.Ordinal) == true)
                {
                    return new PythonSteps(process) { Version = line[6..] };
                }
            }
        }

        return null;
    }

    /// <summary>Seconds that so many steps took, as measured by Python itself.</summary>
    public double Seconds(string model, int steps) => Ask(model, steps);

    /// <summary>The squared norm of one step's gradient, to see that both do the same.</summary>
    public double SquaredNorm(string model) => Ask(model, 0);

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Process? TryStart(string executable, bool keepsMemory)
    {
        var start = new ProcessStartInfo(executable, ["-c", Program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        start.Environment["OMP_NUM_THREADS"] = "1";
        foreach (var (name, value) in HeapSettings)
        {
            start.Environment[name] = keepsMemory ? value : null;
        }

        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private double Ask(string model, int steps)
    {
        _process.StandardInput.WriteLine($"{model} {steps}");
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException(
                "python ended: " + _process.StandardError.ReadToEnd());
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }
}
