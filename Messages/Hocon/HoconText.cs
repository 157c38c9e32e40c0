using System.Globalization;
using System.Text;

namespace AkkaCoded.Messages.Hocon;

/// <summary>Which characters may stand outside quotes, and how to write the others.</summary>
internal static class HoconText
{
    private const string ForbiddenUnquoted = "$\"{}[]:=,#`^?!@*&\\";

    /// <summary>May this character be part of text without quotes?</summary>
    public static bool IsUnquoted(char c) =>
        !char.IsWhiteSpace(c) && !char.IsControl(c) && c != '\uFEFF'
        && !ForbiddenUnquoted.Contains(c);

    /// <summary>Path with quotes around every part that needs them.</summary>
    public static string JoinPath(IEnumerable<string> path) => string.Join('.', path.Select(Key));

    /// <summary>A key, in quotes where it needs them.</summary>
    public static string Key(string name) =>
        IsPlain(name) && !name.Contains('.') && name != "include" ? name : Quote(name);

    /// <summary>True for text that reads back as itself without quotes.</summary>
    public static bool IsPlain(string text) =>
        text.Length > 0 && text.All(IsUnquoted) && !text.Contains("//", StringComparison.Ordinal)
        && !text.Contains('+');

    /// <summary>Text in double quotes, with escapes that every HOCON reader knows.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append(@"\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' or '\u007f' => quoted.Append("\\u")
                    .Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }
}
