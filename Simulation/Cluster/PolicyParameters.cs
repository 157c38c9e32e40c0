using System.Globalization;
using AkkaCoded.Codes;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>What stands behind the name of a policy: a family where one belongs there, then values
/// by name, or by place where the policy allows it.</summary>
internal sealed class PolicyParameters
{
    private readonly Dictionary<string, string> _pairs = new(StringComparer.Ordinal);
    private readonly List<string> _byPlace = [];
    private readonly List<string> _known = [];

    /// <param name="text">The whole policy.</param>
    /// <param name="hasFamily">Whether the first segment after the name is a code family.</param>
    public PolicyParameters(string text, bool hasFamily)
    {
        Text = text;
        var segments = text.Split(':').Skip(1).Select(segment => segment.Trim()).ToList();
        if (hasFamily && segments.Count > 0 && !segments[0].Contains('='))
        {
            Family = segments[0];
            segments.RemoveAt(0);
        }

        foreach (var piece in segments.SelectMany(s => s.Split(',')).Select(s => s.Trim()))
        {
            Add(piece);
        }
    }

    public string Text { get; }

    public string Family { get; } = "fractional-repetition";

    /// <param name="key">Its name.</param>
    /// <param name="min">Least value.</param>
    /// <param name="otherwise">Where it is not given; null: it must be.</param>
    /// <param name="at">Its place among values without a name; -1: it has none.</param>
    public int Whole(string key, int min, int? otherwise, int at = -1)
    {
        var allowed = $"a whole number from {min} to {CodeParameters.ChunksMax}";
        if (Find(key, at) is not { } text)
        {
            return otherwise ?? throw Missing(key, allowed);
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= CodeParameters.ChunksMax
                ? value
                : throw Error(key, text, allowed);
    }

    public double Real(string key, double min, double max, double otherwise)
    {
        if (Find(key, -1) is not { } text)
        {
            return otherwise;
        }

        return double.TryParse(
            text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max
                ? value
                : throw Error(key, text, FormattableString.Invariant(
                    $"a number from {min} to {max}"));
    }

    public string Word(string key, string otherwise, string[]? allowed)
    {
        var text = Find(key, -1) ?? otherwise;
        return allowed is null || allowed.Contains(text)
            ? text
            : throw Error(key, text, string.Join(", ", allowed));
    }

    public void RequireAllUsed()
    {
        if (_pairs.Keys.FirstOrDefault(key => !_known.Contains(key)) is { } unknown)
        {
            throw Error(unknown, _pairs[unknown], Names());
        }

        if (_byPlace.Find(value => value.Length > 0) is { } nameless)
        {
            throw Error(nameless, null, Names());
        }
    }

    private void Add(string piece)
    {
        var equals = piece.IndexOf('=');
        if (equals < 0)
        {
            _byPlace.Add(piece);
        }
        else if (!_pairs.TryAdd(piece[..equals].Trim(), piece[(equals + 1)..].Trim()))
        {
            throw Error(piece[..equals].Trim(), piece[(equals + 1)..], "each parameter once");
        }
    }

    private string? Find(string key, int at)
    {
        _known.Add(key);
        if (_pairs.TryGetValue(key, out var named))
        {
            return named;
        }

        if (at < 0 || at >= _byPlace.Count)
        {
            return null;
        }

        var value = _byPlace[at];
        _byPlace[at] = "";
        return value;
    }

    private string Names() => _known.Count == 0
        ? "no parameters"
        : "the parameters " + string.Join(", ", _known);

    private InvalidInputException Missing(string key, string allowed) => new(
        "CDL-0611", $"{key} of the policy \"{Text}\"", null, allowed, $"Add {key}=...");

    private InvalidInputException Error(string key, string? value, string allowed) => new(
        "CDL-0611", $"{key} of the policy \"{Text}\"", value, allowed,
        "Correct the policy; `./akkacoded simulate --help` lists all of them.");
}
