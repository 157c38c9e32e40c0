using AkkaCoded.Codes.Kernels;

namespace AkkaCoded.Bench.Codes;

/// <summary>
/// Decoding should cost no more than moving the bytes: the kernel against a plain memory copy, both
/// in bytes read plus written per second, in the same run and with as many threads. Copies and
/// kernels take turns, so that a change of clock or a neighbour hits both; medians are compared.
/// </summary>
internal sealed class DecodeKernelBenchmark : IBenchmark
{
    private const int Sources = 8;
    private const int WarmUps = 2;

    private static readonly double[] RatioPercentiles = [0.1, 0.9];

    public string Name => "decode-kernel";

    public string Summary => "y += sum a_i x_i, k=8, d=16 million, against a memory copy";

    public int Run(IReadOnlyList<string> arguments)
    {
        var length = Argument(arguments, 0, 16_000_000);
        var rounds = Argument(arguments, 1, 21);
        Console.WriteLine($"k={Sources}, d={length:N0} float32, {rounds} rounds, medians; "
            + $"widest SIMD: {SimdWidths.Widest}");
        Console.WriteLine("ratio = bytes/s of the kernel over bytes/s of the faster copy; "
            + "p10..p90: of the ratio within a round");
        using var data = new DecodeKernelData(length, Sources);
        var met = true;
        foreach (var threads in new[] { 1, 2 })
        {
            met &= Compare(data, threads, rounds);
        }

        Console.WriteLine(met ? "target met: every ratio in float32 >= 1" : "target MISSED");
        return met ? 0 : 1;
    }

    private static int Argument(IReadOnlyList<string> arguments, int index, int otherwise) =>
        arguments.Count > index && int.TryParse(arguments[index], out var value) && value > 0
            ? value
            : otherwise;

    private static bool Compare(DecodeKernelData data, int threads, int rounds)
    {
        using var contenders = new DecodeKernelContenders(data, threads);
        var seconds = contenders.All.Select(_ => new List<double>()).ToArray();
        for (var round = -WarmUps; round < rounds; round++)
        {
            for (var i = 0; i < contenders.All.Count; i++)
            {
                var taken = contenders.Time(i, round);
                if (round >= 0)
                {
                    seconds[i].Add(taken);
                }
            }
        }

        return Print(contenders, seconds, threads);
    }

    private static bool Print(
        DecodeKernelContenders contenders, List<double>[] seconds, int threads)
    {
        Console.WriteLine();
        Console.WriteLine($"| {threads} thread(s) | GB/s | ratio | p10..p90 |");
        Console.WriteLine("|---|---|---|---|");
        var all = contenders.All;
        var rate = seconds.Select((taken, i) => all[i].Bytes / Median(taken) / 1e9).ToArray();
        var copies = Enumerable.Range(0, all.Count).Where(i => all[i].IsCopy).ToList();
        var copy = copies.MaxBy(i => rate[i]);
        var met = true;
        for (var i = 0; i < all.Count; i++)
        {
            var inRound = seconds[i].Select((taken, round) =>
                all[i].Bytes / taken / (all[copy].Bytes / seconds[copy][round])).Order().ToList();
            var span = string.Join("..", RatioPercentiles.Select(
                p => inRound[(int)(p * (inRound.Count - 1))].ToString("F2")));
            var ratio = rate[i] / rate[copy];
            Console.WriteLine($"| {all[i].Name} | {rate[i]:F1} | {ratio:F2} | {span} |");
            met &= !all[i].HasTarget || ratio >= 1;
        }

        return met;
    }

    private static double Median(List<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
