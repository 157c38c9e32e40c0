using AkkaCoded.Simulation.Faults;
using Xunit.Abstractions;

namespace AkkaCoded.Simulation.Tests.Faults;

public sealed class FaultWorldSpec(ITestOutputHelper output)
{
    [Fact]
    public void Scratch()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var results = FaultRun.RunAll(1, int.Parse(Environment.GetEnvironmentVariable("SEEDS") ?? "40"));
        output.WriteLine($"{watch.Elapsed.TotalSeconds} s");
        foreach (var bad in results.Where(r => r.Violation is not null))
        {
            output.WriteLine($"{bad.Seed}: {bad.Violation} | {bad.Summary}");
        }

        output.WriteLine(string.Join("; ", results.OrderByDescending(r => r.VirtualSeconds - r.FaultsEndSeconds).Take(12).Select(r => $"{r.Seed}: {r.VirtualSeconds - r.FaultsEndSeconds:0.0} s after")));
        output.WriteLine($"{results.Count(r => r.VirtualSeconds > r.FaultsEndSeconds)} outlast their faults");
        output.WriteLine($"{results.Count(r => r.Violation is null)} clean; virtual {results.Average(r => r.VirtualSeconds)}, delivered {results.Average(r => r.Delivered)}");
    }

    [Fact]
    public void Trace()
    {
        var result = FaultRun.Run(
            ulong.Parse(Environment.GetEnvironmentVariable("SEED") ?? "1"),
            Enum.Parse<Sabotage>(Environment.GetEnvironmentVariable("BREAK") ?? "None"), true);
        File.WriteAllLines("/tmp/fw_trace.txt", [result.Summary, .. result.Trace]);
        output.WriteLine($"{result.Violation}");
    }

    [Fact]
    public void Broken()
    {
        foreach (var sabotage in Enum.GetValues<Sabotage>())
        {
            var bad = FaultRun.RunAll(1, 50, sabotage).Where(r => r.Violation is not null).ToList();
            output.WriteLine($"{sabotage}: {bad.Count} {string.Join(" ", bad.Take(3).Select(b => b.Seed + " " + b.Violation))}");
        }
    }
}
