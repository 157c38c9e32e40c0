using System.Text;

namespace AkkaCoded.Messages.Hocon;

/// <summary>Paths such as `a.b."c.d"`.</summary>
internal static class HoconPath
{
    /// <summary>Splits a path given by a program.</summary>
    /// <exception cref="HoconException">A part is empty or a quote is open.</exception>
    public static List<string> Split(string path, string source = "")
    {
        var scanner = new HoconScanner(path, source, isSingleValue: true);
        var parts = Read(scanner, "a key");
        return scanner.AtEnd ? parts : throw scanner.Error("the end of the path");
    }

    /// <summary>Reads the parts of a path: each one quoted, or unquoted and trimmed.</summary>
    public static List<string> Read(HoconScanner scanner, string expected)
    {
        var parts = new List<string>();
        do
        {
            scanner.TakeSpaces();
            parts.Add(scanner.Next == '"'
                ? ReadQuoted(scanner)
                : ReadUnquoted(scanner, expected));
            if (parts.Count > HoconLimits.NestingMax)
            {
                throw scanner.Error($"at most {HoconLimits.NestingMax} parts in a path");
            }
        }
        while (scanner.TryTake('.'));
        return parts;
    }

    private static string ReadQuoted(HoconScanner scanner)
    {
        var part = scanner.TakeQuoted();
        scanner.TakeSpaces();
        return part;
    }

    /// <summary>Words of one line with the white space between them, as in `a b c = 1`.</summary>
    private static string ReadUnquoted(HoconScanner scanner, string expected)
    {
        var part = new StringBuilder();
        while (true)
        {
            part.Append(scanner.TakeUnquoted(stopAtDot: true));
            var spaces = scanner.TakeSpaces();
            if (spaces.Length == 0)
            {
                break;
            }

            part.Append(spaces);
        }

        var name = part.ToString().Trim();
        return name.Length > 0 ? name : throw scanner.Error(expected);
    }
}
