using System.Text;

namespace AkkaCoded.Messages.Hocon;

/// <summary>
/// Writes a resolved tree as plain HOCON: no substitutions, includes or appending left, every text
/// in quotes. So every HOCON reader, also Akka.NET's own, understands it in the same way.
/// </summary>
internal static class HoconWriter
{
    /// <summary>The fields of the root, one a line, objects indented by two blanks.</summary>
    public static string Write(ResolvedMap root)
    {
        var text = new StringBuilder();
        WriteFields(text, root, 0);
        return text.ToString();
    }

    /// <summary>One value on one line, as `config show` prints it.</summary>
    public static string WriteValue(Resolved value)
    {
        var text = new StringBuilder();
        WriteInline(text, value);
        return text.ToString();
    }

    private static void WriteFields(StringBuilder text, ResolvedMap map, int depth)
    {
        foreach (var (name, value) in map.Fields)
        {
            text.Append(' ', 2 * depth).Append(HoconText.Key(name));
            if (value is ResolvedMap inner)
            {
                text.Append(" {\n");
                WriteFields(text, inner, depth + 1);
                text.Append(' ', 2 * depth).Append("}\n");
            }
            else
            {
                text.Append(" = ");
                WriteInline(text, value);
                text.Append('\n');
            }
        }
    }

    private static void WriteInline(StringBuilder text, Resolved value)
    {
        switch (value)
        {
            case ResolvedText literal:
                text.Append(literal.IsNull ? "null" : HoconText.Quote(literal.Text));
                break;
            case ResolvedList list:
                text.Append('[');
                WriteSeparated(text, list.Items, WriteInline);
                text.Append(']');
                break;
            case ResolvedMap map:
                text.Append('{');
                WriteSeparated(text, map.Fields, WritePair);
                text.Append('}');
                break;
        }
    }

    private static void WritePair(StringBuilder text, KeyValuePair<string, Resolved> field)
    {
        text.Append(HoconText.Key(field.Key)).Append(" = ");
        WriteInline(text, field.Value);
    }

    private static void WriteSeparated<T>(
        StringBuilder text, IEnumerable<T> items, Action<StringBuilder, T> write)
    {
        var separator = "";
        foreach (var item in items)
        {
            text.Append(separator);
            write(text, item);
            separator = ", ";
        }
    }
}
