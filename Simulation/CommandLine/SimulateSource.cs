using System.CommandLine;
using System.Globalization;
using AkkaCoded.Codes;
using AkkaCoded.Codes.Latency;
using AkkaCoded.Simulation.Cluster;

namespace AkkaCoded.Simulation.CommandLine;

/// <summary>Where the delays of a simulation come from, by its options.</summary>
internal static class SimulateSource
{
    /// <param name="options">The options.</param>
    /// <param name="parsed">Their values.</param>
    /// <param name="jobLaw">The law that the job injects; null: none.</param>
    /// <param name="seed">Draws what a recorded run does not know.</param>
    public static DelaySource Of(
        SimulateOptions options, ParseResult parsed, LatencyLaw? jobLaw, ulong seed)
    {
        var (trace, law, replay) = (
            parsed.GetValue(options.Trace), parsed.GetValue(options.Law),
            parsed.GetValue(options.Replay));
        var given = new[] { trace, law, replay }.Count(one => one is not null);
        if (given > 1 || (given == 0 && jobLaw is null))
        {
            throw new InvalidInputException(
                "CDL-0629", "--trace, --law, --replay", given == 0 ? "none" : "several",
                "exactly one of them; none where the job injects a law",
                "Say where the delays come from.");
        }

        var measured = trace is not null ? LatencyTrace.Read(trace)
            : replay is not null ? RecordedDelays.Read(replay, seed)
            : null;
        if (measured is not null)
        {
            return DelaySource.FromTrace(measured, Load(options, parsed, measured));
        }

        if (parsed.GetValue(options.Slope) is not null || parsed.GetValue(options.At) is not null)
        {
            throw new InvalidInputException(
                "CDL-0630", "--slope, --at", "given with a law", "a trace or a run",
                "Say slope and at inside the law: --law \"pareto(shape=2, load=additive, "
                + "slope=1)\".");
        }

        return DelaySource.FromLaw(law is null ? jobLaw! : LatencyLaw.Parse(law));
    }

    /// <summary>The source with its load law: a law says it in its text, a trace does not.
    /// </summary>
    public static string Describe(DelaySource delays) => delays.RecordedSteps is null
        ? delays.Description
        : FormattableString.Invariant($"{delays.Description}; ") + (delays.Load.Kind
            == LoadKind.Additive
                ? FormattableString.Invariant($"T = measured + {delays.Load.Slope:0.####} s x ")
                    + FormattableString.Invariant($"(load - {delays.Load.At:0.####})")
                : FormattableString.Invariant($"T = measured x load / {delays.Load.At:0.####}"));

    private static LoadModel Load(SimulateOptions options, ParseResult parsed, LatencyTrace trace)
    {
        var at = parsed.GetValue(options.At) ?? 1.0 / trace.Workers;
        return parsed.GetValue(options.Slope) is { } slope
            ? LoadModel.Additive(Slope(slope, trace), at)
            : LoadModel.Multiplicative(at);
    }

    private static double Slope(string text, LatencyTrace trace)
    {
        var isTimes = text.EndsWith('x');
        var digits = isTimes ? text[..^1] : text;
        if (!double.TryParse(
                digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            || !double.IsFinite(value) || value < 0)
        {
            throw new InvalidInputException(
                "CDL-0630", "--slope", text,
                "seconds of 0 or more, or 0.5x for so many times the median time",
                "Correct the number.");
        }

        return isTimes
            ? value * Traces.Order.Quantile([.. trace.All.ToArray().Order()], 0.5)
            : value;
    }
}
