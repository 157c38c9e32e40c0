using System.Collections;
using System.Globalization;
using System.Reflection;

namespace AkkaCoded.Messages.Tests.Support;

/// <summary>
/// All of a record as text, to the last bit: arrays and memory compare by reference in a record's
/// own equality.
/// </summary>
internal static class Described
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        ReadOnlyMemory<byte> memory => Convert.ToHexString(memory.Span),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Of))}]",
        _ => $"{value.GetType().Name}({string.Join(", ", Parts(value))})",
    };

    private static IEnumerable<string> Parts(object value) => value.GetType()
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Select(property => $"{property.Name}: {Of(property.GetValue(value))}");
}
