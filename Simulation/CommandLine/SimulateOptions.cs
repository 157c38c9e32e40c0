using System.CommandLine;
using AkkaCoded.Codes.Baselines;
using AkkaCoded.Coordinator.CommandLine;

namespace AkkaCoded.Simulation.CommandLine;

/// <summary>The options of <c>simulate</c> and <c>simulate compare</c>.</summary>
internal sealed class SimulateOptions
{
    public Option<string?> Trace { get; } = new("--trace")
    {
        Description = "Measured times: CSV, a row per step, a column per worker, seconds.",
    };

    public Option<string?> Law { get; } = new("--law")
    {
        Description = "Latency law, such as \"shifted-exponential(rate=10, load=additive)\"; "
            + "docs/latency-laws.md.",
    };

    public Option<string?> Replay { get; } = new("--replay")
    {
        Description = "The delays of a recorded run: its folder.",
    };

    public Option<int?> Workers { get; } = new("--workers", "-n")
    {
        Description = "n. Default: the trace's columns, the run's or the job's workers.",
    };

    public Option<int?> Steps { get; } = new("--steps")
    {
        Description = "Simulated steps. Default: the trace's rows, or 1000 of a law.",
    };

    public Option<ulong?> Seed { get; } = new("--seed")
    {
        Description = "Of all chance. Default: the job's code.seed, or 1.",
    };

    public Option<string?> Slope { get; } = new("--slope")
    {
        Description = "For a trace or a run: seconds that the whole step takes one worker, the "
            + "rest of a time being a delay that more load does not change; 0.5x: so many times "
            + "the median time. Default: all time grows in proportion to the load.",
    };

    public Option<double?> At { get; } = new("--at")
    {
        Description = "For a trace or a run: the load it was measured at. Default: 1 / workers.",
    };

    public Option<string> Late { get; } = new("--late")
    {
        Description = "What workers do with a row nobody waits for: cancel or carry-over.",
        DefaultValueFactory = _ => "cancel",
    };

    public Option<long?> VectorBytes { get; } = new("--vector-bytes")
    {
        Description = "Length of an answer. Default: the job's model, or 4000000.",
    };

    public Option<double> Transfer { get; } = new("--transfer")
    {
        Description = "Seconds per byte of an answer; 0: the times hold the transfer already.",
    };

    public Option<string?> ColdStarts { get; } = new("--cold-starts")
    {
        Description = "SHARE,SECONDS: chance that a start of a worker is cold, and its length.",
    };

    public Option<string?> SlowWorkers { get; } = new("--slow-workers")
    {
        Description = "SHARE,FACTOR: chance that a worker is slow throughout, and how much.",
    };

    public Option<string?> Failures { get; } = new("--failures")
    {
        Description = "SECONDS,SECONDS: mean time until a worker fails, and until it is back.",
    };

    public Option<string?> Faults { get; } = new("--faults")
    {
        Description = "FILE,SECONDS: recorded fault events, and the length of their unit of time.",
    };

    public Option<string?> Report { get; } = new("--report")
    {
        Description = "Write an HTML report there; it replaces an older one.",
    };

    public Option<bool> Json { get; } = Options.Json();

    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
            {
                Trace, Law, Replay, Workers, Steps, Seed, Slope, At, Late, VectorBytes, Transfer,
                ColdStarts, SlowWorkers, Failures, Faults, Report, Json,
            })
        {
            command.Add(option);
        }
    }

    public LateWorkers LateOf(ParseResult parsed) => parsed.GetRequiredValue(Late) switch
    {
        "cancel" => LateWorkers.Cancel,
        "carry-over" => LateWorkers.CarryOver,
        var other => throw new Codes.InvalidInputException(
            "CDL-0628", "--late", other, "cancel, carry-over", "Take one of these words."),
    };
}
