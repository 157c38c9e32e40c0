using System.Runtime.InteropServices;
using TorchSharp;

namespace AkkaCoded.Bench.Torch;

/// <summary>
/// Gradient steps per second beside PyTorch's eager mode on the same libtorch: one thread on both
/// sides, measurements in turn, the median of 15 pairs. The target is 0.95 of Python's rate.
/// </summary>
internal sealed class GradientBenchmark : IBenchmark
{
    private const int Pairs = 15;
    private const double SecondsPerBatch = 0.6;
    private const double Target = 0.95;

    public string Name => "torch-gradient";

    public string Summary => "gradient steps/s of an MLP and a CNN, beside python3-torch";

    public int Run(IReadOnlyList<string> arguments)
    {
        // .NET's own environment calls stay inside .NET; OpenBLAS reads the process's.
        _ = setenv("OPENBLAS_NUM_THREADS", "1", 1);
        _ = setenv("OMP_NUM_THREADS", "1", 1);
        torch.set_num_threads(1);
        using var plain = PythonSteps.Start(keepsMemory: false);
        using var kept = PythonSteps.Start(keepsMemory: true);
        if (plain is null || kept is null)
        {
            Console.Error.WriteLine(
                "bench: python3 with PyTorch is missing: apt-get install python3-torch");
            return 3;
        }

        Console.WriteLine($"here {torch.__version__}, python {plain.Version}, one thread each;");
        Console.WriteLine("'heap' is Python with the heap settings that the launcher gives us");
        Console.WriteLine($"{"model",-30}{"here/s",10}{"python/s",10}{"ratio",8}{"target",8}");
        using var mlp = GradientSteps.Mlp();
        using var cnn = GradientSteps.Cnn();
        var reached = Compare("mlp", "MLP 784-256-10, batch 256", mlp, plain);
        reached &= Compare("mlp", "MLP, heap", mlp, kept);
        reached &= Compare("cnn", "CNN 16-32, batch 64", cnn, plain);
        reached &= Compare("cnn", "CNN, heap", cnn, kept);
        return reached ? 0 : 1;
    }

    [DllImport("libc")]
    private static extern int setenv(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);

    private static bool Compare(
        string model, string title, GradientSteps here, PythonSteps python)
    {
        var difference = Math.Abs((here.SquaredNorm() / python.SquaredNorm(model)) - 1);
        if (difference > 1e-4)
        {
            Console.Error.WriteLine($"bench: gradients of {model} differ by {difference:0.0e+0}");
            return false;
        }

        // Warm on both sides, then so many steps that a batch takes a good half second.
        here.Seconds(20);
        var steps = Math.Max(5, (int)(20 * SecondsPerBatch / python.Seconds(model, 20)));
        var pairs = Enumerable.Range(0, Pairs).Select(i => Pair(i % 2 == 0)).ToList();
        var ratio = Median(pairs.Select(pair => pair.Python / pair.Here));
        var ownRate = steps / Median(pairs.Select(pair => pair.Here));
        var pythonRate = steps / Median(pairs.Select(pair => pair.Python));
        Console.WriteLine(
            $"{title,-30}{ownRate,10:0.0}{pythonRate,10:0.0}{ratio,8:0.00}{Target,8:0.00}");
        return ratio >= Target;

        (double Here, double Python) Pair(bool hereFirst)
        {
            if (hereFirst)
            {
                var own = here.Seconds(steps);
                return (own, python.Seconds(model, steps));
            }

            var other = python.Seconds(model, steps);
            return (here.Seconds(steps), other);
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
