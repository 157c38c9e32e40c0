using System.Globalization;
using System.Text;
using AkkaCoded.Codes;

namespace AkkaCoded.Messages.Chaos;

/// <summary>
/// The pairs of one fault. A value ends at a blank, unless that stands in parentheses, as those of
/// latency laws do; in double quotes it may hold anything, with \" and \\ for the marks themselves.
/// </summary>
internal sealed class FaultPairs
{
    private static readonly (string Unit, double Seconds)[] Units =
        [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];

    private readonly Dictionary<string, string> _pairs = new(StringComparer.Ordinal);
    private readonly string _fault;
    private readonly IReadOnlyList<string> _known;

    /// <param name="fault">The whole text, for errors.</param>
    /// <param name="known">Keys that the kind takes.</param>
    /// <param name="pairs">What stands after the kind.</param>
    public FaultPairs(string fault, IReadOnlyList<string> known, string pairs)
    {
        _fault = fault;
        _known = known;
        var at = 0;
        while ((at = SkipBlanks(pairs, at)) < pairs.Length)
        {
            var equals = pairs.IndexOf('=', at);
            var word = equals < 0 ? pairs[at..] : pairs[at..equals];
            if (equals < 0 || word.AsSpan().ContainsAny(" \t\n"))
            {
                throw Error("CDL-0148", word.Split(' ')[0], null, "key=value");
            }

            at = ReadValue(pairs, equals + 1, word, out var value);
            Add(word, value);
        }
    }

    public bool Has(string key) => _pairs.ContainsKey(key);

    public void RequireAbsent(string key, string instead)
    {
        if (Has(key) && Has(instead))
        {
            throw Error("CDL-0148", key, _pairs[key], $"{instead}, or {key}, but not both");
        }
    }

    public string Required(string key) => _pairs.TryGetValue(key, out var value)
        ? value
        : throw new InvalidInputException(
            "CDL-0148", Key(key), null, "a value", $"Add {key}=... See docs/chaos.md.");

    public long Whole(string key, long min, long max, long? otherwise)
    {
        if (otherwise is { } fallback && !Has(key))
        {
            return fallback;
        }

        var text = Required(key);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max
                ? value
                : throw Error("CDL-0149", key, text, max == long.MaxValue
                    ? $"a whole number of at least {Show(min)}"
                    : $"a whole number from {Show(min)} to {Show(max)}");
    }

    public double Real(string key, double min, double max)
    {
        var text = Required(key);
        return double.TryParse(
            text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max
                ? value
                : throw Error("CDL-0149", key, text, $"a number from {Show(min)} to {Show(max)}");
    }

    /// <summary>Null where the key is absent.</summary>
    public TimeSpan? Duration(string key)
    {
        if (!_pairs.TryGetValue(key, out var text))
        {
            return null;
        }

        foreach (var (unit, seconds) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(
                    text.AsSpan(0, text.Length - unit.Length),
                    NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * seconds is >= 0.001 and <= 86_400)
            {
                return TimeSpan.FromSeconds(number * seconds);
            }
        }

        throw Error(
            "CDL-0149", key, text, "a duration from 1ms to 24h with its unit, such as 250ms or 5s");
    }

    private void Add(string key, string value)
    {
        if (!_known.Contains(key))
        {
            var nearest = EditDistance.Nearest(key, _known).First();
            throw new InvalidInputException(
                "CDL-0148", Key(key), value, "the keys " + string.Join(", ", _known),
                $"This kind has no such key; the nearest one is {nearest}.");
        }

        if (value.Length == 0)
        {
            throw Error("CDL-0148", key, null, "a value right after the equals sign");
        }

        if (!_pairs.TryAdd(key, value))
        {
            throw Error("CDL-0148", key, value, "each key once");
        }
    }

    /// <summary>Returns where the next pair may begin.</summary>
    private int ReadValue(string text, int start, string key, out string value)
    {
        if (start < text.Length && text[start] == '"')
        {
            return ReadQuoted(text, start + 1, key, out value);
        }

        var (at, depth, isQuoted) = (start, 0, false);
        for (; at < text.Length && (depth > 0 || !char.IsWhiteSpace(text[at])); at++)
        {
            isQuoted ^= depth > 0 && text[at] == '"';
            depth += (isQuoted, text[at]) switch
            {
                (false, '(') => 1,
                (false, ')') => -1,
                _ => 0,
            };
        }

        value = text[start..at];
        return depth == 0
            ? at
            : throw Error("CDL-0148", key, value, "as many closing parentheses as opening ones");
    }

    private int ReadQuoted(string text, int start, string key, out string value)
    {
        var inner = new StringBuilder();
        for (var at = start; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                value = inner.ToString();
                return at + 1;
            }

            at += text[at] == '\\' && at + 1 < text.Length ? 1 : 0;
            inner.Append(text[at]);
        }

        throw Error("CDL-0148", key, text[(start - 1)..], "a closing double quote");
    }

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at;
    }

    private InvalidInputException Error(string code, string key, string? value, string allowed) =>
        new(code, Key(key), value, allowed, $"Correct {key}. See docs/chaos.md.");

    private string Key(string key) => $"{key} of the fault \"{_fault}\"";

    private static string Show(double value) => value.ToString(CultureInfo.InvariantCulture);
}
