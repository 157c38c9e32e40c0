using System.Globalization;
using Akka.Configuration;
using AkkaCoded.Codes;

namespace AkkaCoded.Training.Configuration;

/// <summary>
/// Typed values below one path of the configuration. Values are read as text and parsed here, so
/// that an error names the whole key, its source and what was received, whatever the engine.
/// </summary>
internal sealed class Section(Config config, string path, Func<string, string?> sourceOf)
{
    private const string Code = "CDL-0201";
    private const string Remedy = "Correct the key in the job file.";

    public Section Below(string name) => new(config, Key(name), sourceOf);

    public string Text(string name) => config.GetString(Key(name))
        ?? throw Wrong(Key(name), null, "a text");

    /// <summary>A text that may be null in the file; then it is empty here.</summary>
    public string OptionalText(string name) => config.GetString(Key(name)) ?? "";

    public long Long(string name) => ParseLong(Key(name), Text(name));

    public int Int(string name) => Narrow(Key(name), Long(name));

    public double Real(string name)
    {
        var text = Text(name);
        return double.TryParse(
            text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
            ? value
            : throw Wrong(Key(name), text, "a number");
    }

    public bool Switch(string name) => Text(name) switch
    {
        "on" or "true" or "yes" => true,
        "off" or "false" or "no" => false,
        var other => throw Wrong(Key(name), other, "on, off"),
    };

    public IReadOnlyList<string> Texts(string name)
    {
        // An empty list is not an array to Akka.NET; a text is what an empty list must not hide.
        var texts = config.GetStringList(Key(name));
        return texts.Count == 0 && config.GetString(Key(name)) is { Length: > 0 } single
            ? throw Wrong(Key(name), single, "a list in brackets")
            : [.. texts];
    }

    public IReadOnlyList<int> Ints(string name) =>
        [.. Longs(name).Select((value, index) => Narrow($"{Key(name)}[{index}]", value))];

    public IReadOnlyList<long> Longs(string name) =>
        [.. Texts(name).Select((text, index) => ParseLong($"{Key(name)}[{index}]", text))];

    private int Narrow(string key, long value) => value is >= int.MinValue and <= int.MaxValue
        ? (int)value
        : throw Wrong(key, value, $"{int.MinValue} .. {int.MaxValue}");

    private long ParseLong(string key, string text) =>
        long.TryParse(
            text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(key, text, "a whole number");

    private InvalidInputException Wrong(string key, object? value, string allowed)
    {
        var source = sourceOf(key.Split('[')[0]);
        return new InvalidInputException(
            Code, source is null ? key : $"{source}: {key}", value, allowed, Remedy);
    }

    private string Key(string name) => $"{path}.{name}";
}
