using System.Diagnostics;
using System.Globalization;
using AkkaCoded.Codes.Latency;
using AkkaCoded.Simulation.Cluster;

namespace AkkaCoded.Bench;

/// <summary>
/// How many worker-steps the simulator takes per second of one core, with the real actors of a job
/// and 1,000 workers that compute nothing. Processor time counts, not the clock on the wall, so
/// that other programs on the machine hardly matter.
/// </summary>
internal sealed class SimulatorBenchmark : IBenchmark
{
    private int _workers = 1000;

    private static readonly (string Policy, int Steps, double Target)[] Cases =
    [
        ("wait-all", 300, 250_000),
        ("exact:fractional-repetition:s=3", 300, 250_000),
        ("exact:cyclic-mds:s=27", 60, 1_000),
        ("exact:reed-solomon:s=27", 400, 1_000),
        ("exact:cyclic-repetition:s=27", 60, 1_000),
        ("exact:cyclic-mds:s=301", 10, 1_000),
    ];

    public string Name => "simulator-speed";

    public string Summary =>
        "worker-steps per second of the simulated cluster; [WORKERS] [part of a policy's name ...]";

    public int Run(IReadOnlyList<string> arguments)
    {
        Console.WriteLine($"{"policy",-40}{"steps",8}{"worker-steps/s",16}{"target",10}");
        var names = arguments.Where(word => !int.TryParse(word, out _)).ToList();
        _workers = names.Count == arguments.Count ? 1000 : int.Parse(arguments.First(
            word => !names.Contains(word)), CultureInfo.InvariantCulture);
        var isMet = true;
        foreach (var (policy, steps, target) in Cases)
        {
            if (names.Count == 0 || names.Exists(policy.Contains))
            {
                isMet &= Measure(policy, steps, target);
            }
        }

        using var process = Process.GetCurrentProcess();
        Console.WriteLine(
            $"{_workers} workers, largest memory {process.PeakWorkingSet64 / 1e6:n0} MB");

        return isMet ? 0 : 1;
    }

    /// <summary>Start and code construction are taken off by a run with a third of the steps.
    /// </summary>
    private bool Measure(string policy, int steps, double target)
    {
        Seconds(policy, steps);
        var (few, many) = (Seconds(policy, steps), Seconds(policy, 4 * steps));
        var speed = 3.0 * steps * _workers / (many - few);
        var isMet = speed >= target;
        Console.WriteLine(
            $"{policy,-40}{4 * steps,8}{speed,16:n0}{target,10:n0}{(isMet ? "" : "  MISSED")}");
        return isMet;
    }

    private double Seconds(string policy, int steps)
    {
        var options = new SimulationOptions
        {
            Workers = _workers,
            Steps = steps,
            Delays = DelaySource.FromLaw(LatencyLaw.Parse(
                "shifted-exponential(shift=0, rate=10, load=additive)")),
        };
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        var before = process.TotalProcessorTime;
        PolicyComparison.Run(options, SimulatedPolicy.Parse(policy));
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalSeconds;
    }
}
