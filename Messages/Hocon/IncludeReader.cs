namespace AkkaCoded.Messages.Hocon;

/// <summary>
/// Reads `include "name"`, `include file("name")` and `include resource("name")`.
/// </summary>
internal static class IncludeReader
{
    private const string Keyword = "include";

    /// <summary>True for an include; false where `include` is just a key.</summary>
    public static bool IsAt(HoconScanner scanner)
    {
        if (!scanner.Sees(Keyword))
        {
            return false;
        }

        var at = Keyword.Length;
        while (scanner.Ahead(at) is ' ' or '\t')
        {
            at++;
        }

        return at > Keyword.Length
            && (scanner.Ahead(at) == '"' || Follows(scanner, at, "file(")
                || Follows(scanner, at, "resource("));
    }

    public static (HoconOrigin Origin, IncludeKind Kind, string Name) Read(HoconScanner scanner)
    {
        var origin = scanner.Origin;
        scanner.Skip(Keyword.Length);
        scanner.TakeSpaces();
        var kind = scanner.Next switch
        {
            'f' => IncludeKind.File,
            'r' => IncludeKind.Resource,
            _ => IncludeKind.Plain,
        };
        if (kind != IncludeKind.Plain)
        {
            scanner.Skip(kind == IncludeKind.File ? "file(".Length : "resource(".Length);
            scanner.TakeSpaces();
        }

        if (scanner.Next != '"')
        {
            throw scanner.Error("a name in double quotes to include");
        }

        var name = scanner.TakeQuoted();
        scanner.TakeSpaces();
        if (kind != IncludeKind.Plain && !scanner.TryTake(')'))
        {
            throw scanner.Error("')' after the name to include");
        }

        return (origin, kind, name);
    }

    private static bool Follows(HoconScanner scanner, int at, string word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            if (scanner.Ahead(at + i) != word[i])
            {
                return false;
            }
        }

        return true;
    }
}
