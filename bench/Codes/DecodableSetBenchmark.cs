using System.Diagnostics;
using AkkaCoded.Codes;

namespace AkkaCoded.Bench;

/// <summary>
/// What deciding and decoding cost the coordinator in one step: all answers added one by one in
/// random order, decodability looked at after each, coefficients asked for at the end.
/// </summary>
internal sealed class DecodableSetBenchmark : IBenchmark
{
    private const int WarmUps = 5;
    private const int Runs = 21;

    public string Name => "decodable-set";

    public string Summary => "adding n answers one by one and asking for coefficients, 1 thread";

    public int Run(IReadOnlyList<string> arguments)
    {
        Console.WriteLine($"median of {Runs} random orders after {WarmUps} to warm up");
        Console.WriteLine($"{"family",-24}{"n",6}{"s",5}{"ms",10}{"worst ms",10}{"target",10}");
        bool[] isMet =
        [
            Measure("cyclic-mds", 256, 27, targetMs: 50),
            Measure("cyclic-repetition", 256, 27, targetMs: 50),
            Measure("reed-solomon", 256, 27, targetMs: 50),
            Measure("fractional-repetition", 256, 27, targetMs: 1),
            Measure("cyclic-mds", 1024, 27, targetMs: 5000),
            Measure("reed-solomon", 1024, 27, targetMs: 5000),
            Measure("fractional-repetition", 1024, 27, targetMs: 4),
        ];
        return isMet.All(met => met) ? 0 : 1;
    }

    private static bool Measure(string family, int workers, int stragglers, double targetMs)
    {
        var code = CodeFamilies.Build(family, new(workers, stragglers));
        var set = new DecodableSet(code);
        var coefficients = new double[workers];
        var times = new List<double>();
        for (var run = 0; run < WarmUps + Runs; run++)
        {
            var order = new SeededRandom((ulong)run).Permutation(workers);
            var watch = Stopwatch.StartNew();
            FillOnce(set, order, coefficients);
            if (run >= WarmUps)
            {
                times.Add(watch.Elapsed.TotalMilliseconds);
            }
        }

        times.Sort();
        var (median, worst) = (times[Runs / 2], times[^1]);
        var isMet = median < targetMs;
        Console.WriteLine(
            $"{family,-24}{workers,6}{stragglers,5}{median,10:f3}{worst,10:f3}"
            + $"{"< " + targetMs,10}{(isMet ? "" : "  MISSED")}");
        return isMet;
    }

    private static void FillOnce(DecodableSet set, int[] order, double[] coefficients)
    {
        set.Clear();
        foreach (var worker in order)
        {
            set.Add(worker);
        }

        set.Coefficients(coefficients);
    }
}
