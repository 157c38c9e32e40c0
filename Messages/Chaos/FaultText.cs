using System.Globalization;
using AkkaCoded.Codes;
using AkkaCoded.Codes.Latency;

namespace AkkaCoded.Messages.Chaos;

/// <summary>The text form of faults: the kind, then <c>key=value</c> pairs in any order.</summary>
internal static class FaultText
{
    public const double FactorMax = 1_000_000;

    private const string Page = "See docs/chaos.md.";

    /// <summary>Which keys each kind takes.</summary>
    private static readonly Dictionary<string, (FaultKind Kind, string[] Keys)> Kinds = new()
    {
        ["delay"] = (FaultKind.Delay, ["worker", "law", "step", "from", "to"]),
        ["slow"] = (FaultKind.Slow, ["worker", "factor", "step", "from", "to"]),
        ["hang"] = (FaultKind.Hang, ["worker", "step", "for"]),
        ["crash"] = (FaultKind.Crash, ["worker", "step"]),
        ["fail"] = (FaultKind.Fail, ["worker", "step"]),
        ["wrong"] = (FaultKind.Wrong, ["worker", "step", "from", "to"]),
        ["leave"] = (FaultKind.Leave, ["worker", "step"]),
    };

    public static Fault Parse(string text)
    {
        var trimmed = text.Trim();
        var blank = trimmed.IndexOfAny([' ', '\t', '\n']);
        var word = blank < 0 ? trimmed : trimmed[..blank];
        if (!Kinds.TryGetValue(word, out var kind))
        {
            throw new InvalidInputException(
                "CDL-0147", $"kind of the fault \"{text}\"", word, string.Join(", ", Kinds.Keys),
                "Write the kind, then key=value pairs: "
                    + $"{EditDistance.Nearest(word, Kinds.Keys).First()} worker=0 ... {Page}");
        }

        var pairs = new FaultPairs(text, kind.Keys, blank < 0 ? "" : trimmed[blank..]);
        var worker = (int)pairs.Whole("worker", 0, CodeParameters.WorkersMax - 1, null);
        var (from, to) = Steps(pairs, kind.Kind);
        return new Fault(
            kind.Kind,
            worker,
            from,
            to,
            kind.Kind == FaultKind.Slow ? pairs.Real("factor", 1, FactorMax) : 1,
            kind.Kind == FaultKind.Delay ? LatencyLaw.Parse(pairs.Required("law")) : null,
            kind.Kind == FaultKind.Hang ? pairs.Duration("for") : null);
    }

    public static string Format(Fault fault)
    {
        var word = Kinds.Single(pair => pair.Value.Kind == fault.Kind).Key;
        var text = $"{word} worker={Text(fault.Worker)}";
        if (fault.Kind == FaultKind.Slow)
        {
            text += $" factor={fault.Factor.ToString("R", CultureInfo.InvariantCulture)}";
        }

        if (fault.Law is not null)
        {
            text += $" law={fault.Law}";
        }

        text += FormatSteps(fault);
        return fault.Duration is { } duration ? text + $" for={FormatDuration(duration)}" : text;
    }

    private static (long From, long To) Steps(FaultPairs pairs, FaultKind kind)
    {
        if (kind is FaultKind.Delay or FaultKind.Slow or FaultKind.Wrong && !pairs.Has("step"))
        {
            var from = pairs.Whole("from", 0, long.MaxValue, 0);
            return (from, pairs.Whole("to", from, long.MaxValue, long.MaxValue));
        }

        pairs.RequireAbsent("from", "step");
        pairs.RequireAbsent("to", "step");
        var step = pairs.Whole("step", 0, long.MaxValue, 0);
        return (step, step);
    }

    private static string FormatSteps(Fault fault)
    {
        if (fault.IsOnce || fault.FromStep == fault.ToStep)
        {
            return $" step={Text(fault.FromStep)}";
        }

        return (fault.FromStep == 0 ? "" : $" from={Text(fault.FromStep)}")
            + (fault.ToStep == long.MaxValue ? "" : $" to={Text(fault.ToStep)}");
    }

    private static string FormatDuration(TimeSpan duration) =>
        duration.Ticks % TimeSpan.TicksPerSecond == 0
            ? $"{Text(duration.Ticks / TimeSpan.TicksPerSecond)}s"
            : duration.TotalMilliseconds.ToString("R", CultureInfo.InvariantCulture) + "ms";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
