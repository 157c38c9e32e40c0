using System.Globalization;

namespace AkkaCoded.Codes.Latency;

/// <summary>
/// The text form of laws: <c>name(key=value, ...)</c>. Values hold no comma and no parenthesis
/// unless they stand in double quotes.
/// </summary>
internal static class LatencyLawText
{
    private static readonly string[] Names =
        ["shifted-exponential", "pareto", "bimodal", "normal", "trace"];

    public static LatencyLaw Parse(string text)
    {
        var trimmed = text.Trim();
        var open = trimmed.IndexOf('(');
        if (open <= 0 || !trimmed.EndsWith(')'))
        {
            throw NotALaw(text);
        }

        var name = trimmed[..open].Trim();
        var pairs = new LawParameters(name, text, Split(trimmed[(open + 1)..^1], text));
        // The name is checked first: with an unknown law every key would be unknown too.
        var delay = Delay(name, pairs);
        var load = Load(pairs, delay as TraceDelay);
        pairs.RequireAllUsed();
        return new LatencyLaw(delay, load);
    }

    public static string Format(LatencyLaw law)
    {
        var pairs = law.Delay.Parameters.Concat(law.Load.Parameters())
            .Select(pair => $"{pair.Key}={Quoted(pair.Value)}");
        return $"{law.Delay.Name}({string.Join(", ", pairs)})";
    }

    private static DelayDistribution Delay(string name, LawParameters pairs) => name switch
    {
        "shifted-exponential" => new ShiftedExponentialDelay(
            pairs.Number("shift", 0), pairs.Number("rate", null)),
        "pareto" => new ParetoDelay(
            pairs.Number("scale", 1), pairs.Number("shape", null), pairs.Number("shift", 0)),
        "bimodal" => new BimodalDelay(
            pairs.Number("fast", null), pairs.Number("slow", null),
            pairs.Number("slow-share", null)),
        "normal" => new NormalDelay(
            pairs.Number("centre", null), pairs.Number("deviation", null)),
        "trace" => new TraceDelay(
            LatencyTrace.Read(pairs.Word("file", null, [])),
            pairs.Word("draw", "steps", ["steps", "values"]) == "steps"
                ? TraceDraw.Steps
                : TraceDraw.Values),
        _ => throw new InvalidInputException(
            "CDL-0041", "latency law", name, string.Join(", ", Names),
            $"Take one of these names. {DelayText.Page}"),
    };

    /// <summary>
    /// A trace was measured at a load, by default that of an uncoded step with its workers; how
    /// much longer the whole step takes can't be guessed, so an additive one must say its slope.
    /// </summary>
    private static LoadModel Load(LawParameters pairs, TraceDelay? trace)
    {
        double? at = trace is null ? null : 1.0 / trace.Trace.Workers;
        var kind = pairs.Word("load", "multiplicative", ["multiplicative", "additive"]);
        return kind == "multiplicative"
            ? LoadModel.Multiplicative(pairs.Number("at", at ?? 1), pairs.Number("base", 0))
            : LoadModel.Additive(
                pairs.Number("slope", trace is null ? 1 : null), pairs.Number("at", at ?? 0));
    }

    private static Dictionary<string, string> Split(string inner, string text)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        var position = 0;
        while (inner.AsSpan(position).Trim().Length > 0)
        {
            var equals = inner.IndexOf('=', position);
            if (equals < 0)
            {
                throw NotALaw(text);
            }

            var key = inner[position..equals].Trim();
            position = ReadValue(inner, equals + 1, text, out var value);
            if (!pairs.TryAdd(key, value))
            {
                throw new InvalidInputException(
                    "CDL-0042", $"{key} in {text}", "given twice", "each key once",
                    "Remove one of the two.");
            }
        }

        return pairs;
    }

    /// <summary>Returns where the next pair begins.</summary>
    private static int ReadValue(string inner, int start, string text, out string value)
    {
        while (start < inner.Length && inner[start] == ' ')
        {
            start++;
        }

        var quoted = start < inner.Length && inner[start] == '"';
        var end = quoted ? inner.IndexOf('"', start + 1) : inner.IndexOf(',', start);
        if (quoted && end < 0)
        {
            throw NotALaw(text);
        }

        end = end < 0 ? inner.Length : end;
        value = quoted ? inner[(start + 1)..end] : inner[start..end].Trim();
        var comma = quoted ? end + 1 : end;
        while (comma < inner.Length && inner[comma] == ' ')
        {
            comma++;
        }

        if (value.Length == 0 || (comma < inner.Length && inner[comma] != ',')
            || (!quoted && value.AsSpan().ContainsAny("()\"")))
        {
            throw NotALaw(text);
        }

        return Math.Min(inner.Length, comma + 1);
    }

    private static string Quoted(string value) =>
        value.AsSpan().ContainsAny(" ,()\"") ? $"\"{value}\"" : value;

    private static InvalidInputException NotALaw(string text) => new(
        "CDL-0040", "latency law", text, "name(key=value, ...), with name one of "
        + string.Join(", ", Names),
        "For example \"shifted-exponential(shift=1, rate=10, load=additive)\"; in a shell put "
        + $"the text in quotes. {DelayText.Page}");

    /// <summary>The pairs of one law; remembers which keys it has, and which were asked for.
    /// </summary>
    private sealed class LawParameters(
        string law, string text, Dictionary<string, string> pairs)
    {
        private readonly List<string> _known = [];

        /// <param name="key">The parameter.</param>
        /// <param name="otherwise">Its default; null where it must be given.</param>
        public double Number(string key, double? otherwise)
        {
            _known.Add(key);
            if (!pairs.TryGetValue(key, out var value))
            {
                return otherwise ?? throw Missing(key, "a number");
            }

            return double.TryParse(
                value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new InvalidInputException(
                    "CDL-0043", $"{key} of the latency law {law}", value,
                    "a number with a decimal point", $"Change {key}. {DelayText.Page}");
        }

        public string Word(string key, string? otherwise, string[] allowed)
        {
            _known.Add(key);
            var names = string.Join(", ", allowed);
            if (!pairs.TryGetValue(key, out var value))
            {
                return otherwise ?? throw Missing(key, allowed.Length > 0 ? names : "a path");
            }

            return allowed.Length == 0 || allowed.Contains(value)
                ? value
                : throw new InvalidInputException(
                    "CDL-0043", $"{key} of the latency law {law}", value, names,
                    $"Change {key}. {DelayText.Page}");
        }

        public void RequireAllUsed()
        {
            var unknown = pairs.Keys.FirstOrDefault(key => !_known.Contains(key));
            if (unknown is not null)
            {
                throw new InvalidInputException(
                    "CDL-0042", $"{unknown} of the latency law {law}", pairs[unknown],
                    "the keys " + string.Join(", ", _known), $"Remove it from {text}.");
            }
        }

        private InvalidInputException Missing(string key, string allowed) => new(
            "CDL-0042", $"{key} of the latency law {law}", null, allowed,
            $"Add {key}=... to {text}.");
    }
}
