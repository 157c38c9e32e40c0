using System.Globalization;

namespace AkkaCoded.Codes;

/// <summary>
/// Input that somebody can mend: a parameter, a configuration value, a file. The text always names
/// the key, the value received, what is allowed and what to do next; the command line prints it and
/// exits with code 2. Mistakes of the program itself are <see cref="Contract"/> failures instead.
/// </summary>
public sealed class InvalidInputException : Exception
{
    /// <summary>Makes the error; every part appears in <see cref="Exception.Message"/>.</summary>
    /// <param name="code">Entry in docs/errors.md, such as <c>CDL-0003</c>.</param>
    /// <param name="key">The parameter, configuration key or file (with line or offset).</param>
    /// <param name="value">What was received.</param>
    /// <param name="allowed">The allowed range or the valid values.</param>
    /// <param name="remedy">One sentence: what to do next.</param>
    public InvalidInputException(
        string code, string key, object? value, string allowed, string remedy)
        : base($"{code}: {key} = {Show(value)}: allowed: {allowed}. {remedy}")
    {
        Code = code;
        Key = key;
        Value = Show(value);
        Allowed = allowed;
        Remedy = remedy;
    }

    /// <summary>Entry in docs/errors.md.</summary>
    public string Code { get; }

    /// <summary>The parameter, configuration key or file.</summary>
    public string Key { get; }

    /// <summary>What was received, as text.</summary>
    public string Value { get; }

    /// <summary>The allowed range or the valid values.</summary>
    public string Allowed { get; }

    /// <summary>What to do next.</summary>
    public string Remedy { get; }

    private static string Show(object? value) => value switch
    {
        null => "(nothing)",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
