using AkkaCoded.Codes;
using AkkaCoded.Codes.Latency;
using AkkaCoded.Messages.Configuration;

namespace AkkaCoded.Messages.Chaos;

/// <summary>Section <c>coded.chaos</c>: faults injected on purpose.</summary>
public sealed record ChaosOptions
{
    /// <summary>Nothing is injected, and run-time injections are refused, unless this is on.
    /// </summary>
    public required bool Enabled { get; init; }

    /// <summary>Seed of all drawn delays.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Delay of every worker in every step, besides its computing; null: none.</summary>
    public required LatencyLaw? Law { get; init; }

    /// <summary>Single faults.</summary>
    public required IReadOnlyList<Fault> Faults { get; init; }

    /// <summary>Reads the section <c>coded.chaos</c>.</summary>
    /// <exception cref="InvalidInputException">CDL-0105 for single values, CDL-0040 to CDL-0048 for
    /// laws, CDL-0147 to CDL-0149 for faults, CDL-0146 where something is to be injected although
    /// the section is not enabled.</exception>
    public static ChaosOptions Read(ConfigReader reader)
    {
        var law = reader.OptionalText("law");
        var faults = reader.Texts("faults");
        var options = new ChaosOptions
        {
            Enabled = reader.Flag("enabled"),
            Seed = reader.Seed("seed"),
            Law = law is null
                ? null
                : reader.Parsed("law", null, () => LatencyLaw.Parse(law)),
            Faults = [.. faults.Select((text, i) =>
                reader.Parsed("faults", i, () => Fault.Parse(text)))],
        };
        if (!options.Enabled && (law is not null || faults.Count > 0))
        {
            throw reader.Error(
                "CDL-0146", law is null ? "faults" : "law",
                law is null ? "[] while chaos.enabled = off" : "null while chaos.enabled = off",
                "Set chaos.enabled = on, or leave the key out.");
        }

        return options;
    }
}

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>A delay law of its own instead of the common one.</summary>
    Delay,

    /// <summary>Computing and delay take a factor longer.</summary>
    Slow,

    /// <summary>Stops without a word, deaf to Cancel, for a time or for ever.</summary>
    Hang,

    /// <summary>The worker dies as a killed process does.</summary>
    Crash,

    /// <summary>The computation throws.</summary>
    Fail,

    /// <summary>The answer's values are wrong.</summary>
    Wrong,

    /// <summary>The worker leaves in good order.</summary>
    Leave,
}

/// <summary>
/// One injected fault. Text form: the kind, then key=value pairs, such as
/// <c>crash worker=3 step=120</c>, <c>hang worker=1 step=50 for=5s</c>,
/// <c>slow worker=2 factor=8 from=0 to=200</c>, <c>delay worker=4 law=normal(...)</c>; see
/// docs/chaos.md.
/// </summary>
/// <param name="Kind">What.</param>
/// <param name="Worker">Number of the worker it happens to.</param>
/// <param name="FromStep">First step it holds for.</param>
/// <param name="ToStep">Last step it holds for; Crash, Hang, Fail and Leave happen once, in
/// <paramref name="FromStep"/>, or in the first later step the worker computes.</param>
/// <param name="Factor">Slow: at least 1; else 1.</param>
/// <param name="Law">Delay: the law; else null.</param>
/// <param name="Duration">Hang: how long, null for ever.</param>
public sealed partial record Fault(
    FaultKind Kind,
    int Worker,
    long FromStep,
    long ToStep,
    double Factor,
    LatencyLaw? Law,
    TimeSpan? Duration)
{
    /// <summary>Whether it happens once, and not throughout FromStep .. ToStep.</summary>
    public bool IsOnce =>
        Kind is FaultKind.Crash or FaultKind.Hang or FaultKind.Fail or FaultKind.Leave;

    /// <summary>Reads the text form.</summary>
    /// <exception cref="InvalidInputException">CDL-0147: no such kind; CDL-0148: a key is unknown,
    /// missing, given twice or has no value; CDL-0149: a value out of its range; CDL-0040 to
    /// CDL-0047: the law.</exception>
    public static Fault Parse(string text) => FaultText.Parse(text);

    /// <summary>The text form, which <see cref="Parse"/> reads back to the same fault.</summary>
    public override string ToString() => FaultText.Format(this);

    /// <summary>Whether it concerns a worker in a step, for faults that hold for a range.</summary>
    public bool Holds(long step, int worker) =>
        Worker == worker && step >= FromStep && step <= ToStep;

    /// <summary>Returns this fault if its worker exists.</summary>
    /// <param name="workers">Workers there are, spares included.</param>
    /// <exception cref="InvalidInputException">CDL-0150: there is no such worker.</exception>
    public Fault CheckWorker(int workers) => Worker < workers
        ? this
        : throw new InvalidInputException(
            "CDL-0150", $"worker of the fault \"{this}\"", Worker,
            $"a whole number from 0 to {workers - 1} (code.workers and job.spares)",
            "Workers are numbered from 0; name one of them.");
}
