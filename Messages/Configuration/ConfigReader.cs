using System.Globalization;
using Akka.Configuration;
using Akka.Configuration.Hocon;
using AkkaCoded.Codes;

namespace AkkaCoded.Messages.Configuration;

/// <summary>
/// Reads the values of one section with their types and ranges. A wrong value is an
/// <see cref="InvalidInputException"/> that names its source; a missing one as well, since every
/// default stands in a reference.conf.
/// </summary>
public sealed class ConfigReader
{
    private readonly Config _config;
    private readonly string _path;
    private readonly Func<string, string?> _sourceOf;
    private readonly SortedSet<string> _keysRead = new(StringComparer.Ordinal);

    /// <summary>Reads a section of a configuration whose sources are not known.</summary>
    /// <param name="config">The whole configuration.</param>
    /// <param name="path">The section, such as <c>coded.logging</c>.</param>
    public ConfigReader(Config config, string path)
        : this(config, path, _ => null)
    {
    }

    internal ConfigReader(Config config, string path, Func<string, string?> sourceOf)
    {
        _config = config;
        _path = path;
        _sourceOf = sourceOf;
    }

    /// <summary>Full keys that were asked for; specs compare them with reference.conf.</summary>
    public IReadOnlyCollection<string> KeysRead => _keysRead;

    /// <summary>A whole number in a range, both ends included.</summary>
    /// <exception cref="InvalidInputException">CDL-0105: no such number.</exception>
    public int Int(string key, int min, int max) =>
        (int)Long(key, min, max);

    /// <summary>A whole number in a range, or null where the value is `null`.</summary>
    /// <exception cref="InvalidInputException">CDL-0105: no such number.</exception>
    public int? OptionalInt(string key, int min, int max) =>
        IsNull(key) ? null : Int(key, min, max);

    /// <summary>A whole number in a range, both ends included.</summary>
    /// <exception cref="InvalidInputException">CDL-0105: no such number.</exception>
    public long Long(string key, long min, long max) => Value(
        key,
        $"a whole number from {Show(min)} to {Show(max)}",
        path => _config.GetLong(path),
        value => value >= min && value <= max);

    /// <summary>A whole number from 0 to 18446744073709551615.</summary>
    /// <exception cref="InvalidInputException">CDL-0105: no such number.</exception>
    public ulong Seed(string key) => Value(
        key,
        $"a whole number from 0 to {ulong.MaxValue.ToString(CultureInfo.InvariantCulture)}",
        path => ulong.Parse(
            _config.GetString(path), NumberStyles.None, CultureInfo.InvariantCulture),
        _ => true);

    /// <summary>A finite number that satisfies a condition.</summary>
    /// <param name="key">Key within the section.</param>
    /// <param name="allowed">The condition in words, for the error.</param>
    /// <param name="isAllowed">The condition.</param>
    /// <exception cref="InvalidInputException">CDL-0105: no such number.</exception>
    public double Double(string key, string allowed, Func<double, bool> isAllowed) => Value(
        key, allowed, path => _config.GetDouble(path), v => double.IsFinite(v) && isAllowed(v));

    /// <summary>As <see cref="Double"/>, or null where the value is `null`.</summary>
    /// <exception cref="InvalidInputException">CDL-0105: no such number.</exception>
    public double? OptionalDouble(string key, string allowed, Func<double, bool> isAllowed) =>
        IsNull(key) ? null : Double(key, allowed, isAllowed);

    /// <summary>Finite numbers, or null where the value is `null`.</summary>
    /// <exception cref="InvalidInputException">CDL-0105: no list of numbers.</exception>
    public IReadOnlyList<double>? OptionalDoubles(string key) => IsNull(key)
        ? null
        : Value<IReadOnlyList<double>>(
            key,
            "a list of finite numbers in brackets",
            path => _config.GetValue(path).IsArray()
                ? [.. _config.GetDoubleList(path)]
                : throw new FormatException("no list"),
            values => values.All(double.IsFinite));

    /// <summary>Text that is not empty.</summary>
    /// <exception cref="InvalidInputException">CDL-0105: empty, or no text.</exception>
    public string Text(string key) => Value(
        key, "text", path => _config.GetString(path) ?? "", value => value.Length > 0);

    /// <summary>Text, or null where the value is `null` or empty.</summary>
    /// <exception cref="InvalidInputException">CDL-0105: a list or an object.</exception>
    public string? OptionalText(string key) => IsNull(key) ? null : Text(key);

    /// <summary>One of a few words.</summary>
    /// <exception cref="InvalidInputException">CDL-0105: another word.</exception>
    public T Choice<T>(string key, IReadOnlyDictionary<string, T> choices)
    {
        var word = Value(
            key,
            "one of " + string.Join(", ", choices.Keys),
            path => _config.GetString(path) ?? "",
            choices.ContainsKey);
        return choices[word];
    }

    /// <summary>on, off, true or false.</summary>
    /// <exception cref="InvalidInputException">CDL-0105: another word.</exception>
    public bool Flag(string key) =>
        Value(key, "on, off, true or false", path => _config.GetBoolean(path), _ => true);

    /// <summary>A number of bytes, with a unit such as KiB (1024) or kB (1000).</summary>
    /// <exception cref="InvalidInputException">CDL-0105: no size in the range.</exception>
    public long Bytes(string key, long min, long max) => Value(
        key,
        $"a size from {Show(min)} to {Show(max)} bytes, such as 64MiB",
        path => _config.GetByteSize(path, null) ?? throw new FormatException("no size"),
        value => value >= min && value <= max);

    /// <summary>A duration, with a unit such as ms, s or minutes.</summary>
    /// <exception cref="InvalidInputException">CDL-0105: no duration in the range.</exception>
    public TimeSpan Duration(string key, TimeSpan min, TimeSpan max) => Value(
        key,
        $"a duration from {Show(min)} to {Show(max)}, such as 250ms or 5s",
        path => _config.GetTimeSpan(path, allowInfinite: false),
        value => value >= min && value <= max);

    /// <summary>As <see cref="Duration"/>, or null where the value is `null`.</summary>
    /// <exception cref="InvalidInputException">CDL-0105: no duration in the range.</exception>
    public TimeSpan? OptionalDuration(string key, TimeSpan min, TimeSpan max) =>
        IsNull(key) ? null : Duration(key, min, max);

    /// <summary>A list of texts, which may be empty.</summary>
    /// <exception cref="InvalidInputException">CDL-0105: no list of texts.</exception>
    public IReadOnlyList<string> Texts(string key) => Value<IReadOnlyList<string>>(
        key,
        "a list of texts in brackets, each in quotes",
        path => TextsOf(_config.GetValue(path)),
        _ => true);

    /// <summary>Reads a text with a grammar of its own; its errors get this key and its source
    /// put before what they name.</summary>
    /// <param name="key">The key that the text stands in.</param>
    /// <param name="index">Which element of a list it is; null: the key holds no list.</param>
    /// <param name="parse">Reads the text.</param>
    /// <exception cref="InvalidInputException">What <paramref name="parse"/> throws, with its
    /// number.</exception>
    public T Parsed<T>(string key, int? index, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (InvalidInputException error)
        {
            throw new InvalidInputException(
                error.Code, $"{Place(key)}{(index is { } i ? $"[{i}]" : "")}: {error.Key}",
                error.Value, error.Allowed, error.Remedy);
        }
    }

    /// <summary>The error for a value of this section that fails a check of the caller's.</summary>
    public InvalidInputException Error(string code, string key, string allowed, string remedy)
    {
        return new InvalidInputException(code, Place(key), Show(Path(key)), allowed, remedy);
    }

    /// <summary>The full key, after the place that set it where that is known.</summary>
    private string Place(string key)
    {
        var path = Path(key);
        return _sourceOf(path) is { } source ? $"{source}: {path}" : path;
    }

    private T Value<T>(
        string key, string allowed, Func<string, T> read, Func<T, bool> isAllowed)
    {
        try
        {
            if (_config.HasPath(Path(key)) && read(Path(key)) is { } value && isAllowed(value))
            {
                return value;
            }
        }
        catch (Exception error) when (error is FormatException or OverflowException
            or NotSupportedException or ArgumentNullException)
        {
            // What the conversion says (mostly "not in a correct format") adds nothing.
        }

        throw Error("CDL-0105", key, allowed, "Set the key to an allowed value, or leave it out.");
    }

    /// <summary>An empty list is neither array, text nor object to Akka.NET.</summary>
    private static List<string> TextsOf(HoconValue value) =>
        !value.IsString() && !value.IsObject() && value.GetArray().All(item => item.IsString())
            ? [.. value.GetArray().Select(item => item.GetString())]
            : throw new FormatException("no list");

    private bool IsNull(string key)
    {
        var value = _config.GetValue(Path(key));
        return value is null || (value.IsString() && value.GetString() is null or "");
    }

    private string Path(string key)
    {
        var path = $"{_path}.{key}";
        _keysRead.Add(path);
        return path;
    }

    private string? Show(string path) => _config.GetValue(path) is not { } value
        ? null
        : value.IsString() ? value.GetString() ?? "null" : value.ToString(1).Trim();

    private static string Show(TimeSpan value) => value.TotalSeconds switch
    {
        < 1 => Show((long)value.TotalMilliseconds) + "ms",
        var seconds => seconds.ToString(CultureInfo.InvariantCulture) + "s",
    };

    private static string Show(long value) => value.ToString(CultureInfo.InvariantCulture);
}
