using System.Globalization;
using Akka.Configuration;
using AkkaCoded.Codes;

namespace AkkaCoded.Training.Configuration;

/// <summary>
/// Typed values below one path of the configuration. Values are read as text and parsed here, so
/// that an error names the whole key and what was received, whatever the engine.
/// </summary>
internal sealed class Section(Config config, string path)
{
    private const string Code = "CDL-0201";
    private const string Remedy = "Correct the key in the job file.";

    public Section Below(string name) => new(config, Key(name));

    public string Text(string name) => config.GetString(Key(name))
        ?? throw new InvalidInputException(
            Code, Key(name), null, "a text", "Add the key to the job file.");

    public long Long(string name) => ParseLong(Key(name), Text(name));

    public int Int(string name)
    {
        var value = Long(name);
        return value is >= int.MinValue and <= int.MaxValue
            ? (int)value
            : throw new InvalidInputException(
                Code, Key(name), value, $"{int.MinValue} .. {int.MaxValue}", Remedy);
    }

    public double Real(string name)
    {
        var text = Text(name);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
            ? value
            : throw new InvalidInputException(Code, Key(name), text, "a number", Remedy);
    }

    public bool Switch(string name) => Text(name) switch
    {
        "on" or "true" or "yes" => true,
        "off" or "false" or "no" => false,
        var other => throw new InvalidInputException(Code, Key(name), other, "on, off", Remedy),
    };

    public IReadOnlyList<string> Texts(string name) => [.. config.GetStringList(Key(name))];

    public IReadOnlyList<int> Ints(string name) =>
        [.. Longs(name).Select(value => checked((int)value))];

    public IReadOnlyList<long> Longs(string name) =>
        [.. Texts(name).Select((text, index) => ParseLong($"{Key(name)}[{index}]", text))];

    private static long ParseLong(string key, string text) =>
        long.TryParse(
            text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new InvalidInputException(Code, key, text, "a whole number", Remedy);

    private string Key(string name) => $"{path}.{name}";
}
