namespace AkkaCoded.Messages.Hocon;

/// <summary>How an include is written: plain, `file(...)` or `resource(...)`.</summary>
internal enum IncludeKind
{
    Plain,
    File,
    Resource,
}

/// <summary>An include met by the parser.</summary>
/// <param name="Origin">Where it stands.</param>
/// <param name="Kind">How it is written.</param>
/// <param name="Name">The text in quotes.</param>
/// <param name="Scope">Path of the object that takes the included fields.</param>
internal sealed record IncludeRequest(
    HoconOrigin Origin, IncludeKind Kind, string Name, IReadOnlyList<string> Scope);

/// <summary>Turns a document into <see cref="HoconNode"/>s; looks nothing up.</summary>
internal sealed class HoconParser
{
    private readonly HoconScanner _scanner;
    private readonly Func<IncludeRequest, MapNode> _include;
    private readonly IReadOnlyList<string> _scope;
    private readonly List<string> _path = [];
    private int _nesting;

    private HoconParser(
        HoconScanner scanner,
        Func<IncludeRequest, MapNode> include,
        IReadOnlyList<string> scope)
    {
        _scanner = scanner;
        _include = include;
        _scope = scope;
    }

    /// <summary>Parses a document.</summary>
    /// <param name="text">HOCON; braces around the whole may be left out.</param>
    /// <param name="source">Name for errors; may be empty.</param>
    /// <param name="include">Gives the content of an included document.</param>
    /// <param name="scope">Path below which this document is being included.</param>
    /// <exception cref="HoconException">Names place and what was expected.</exception>
    public static MapNode Parse(
        string text,
        string source,
        Func<IncludeRequest, MapNode> include,
        IReadOnlyList<string>? scope = null)
    {
        var parser = new HoconParser(new HoconScanner(text, source), include, scope ?? []);
        return parser.ParseDocument();
    }

    /// <summary>Parses one value alone, as given on the command line.</summary>
    /// <exception cref="HoconException">Names what was expected.</exception>
    public static HoconNode ParseValue(string text, HoconOrigin origin)
    {
        var scanner = new HoconScanner(text, origin.Source, isSingleValue: true);
        var parser = new HoconParser(scanner, request => throw new HoconException(
            request.Origin, "a value without includes", $"include \"{request.Name}\""), []);
        var value = parser.ParseValue("a value");
        scanner.SkipBlank();
        return scanner.AtEnd ? value : throw scanner.Error("the end of the value");
    }

    private MapNode ParseDocument()
    {
        var root = new MapNode(_scanner.Origin);
        _scanner.SkipBlank();
        if (_scanner.TryTake('{'))
        {
            ParseFields(root, isBraced: true);
            _scanner.SkipBlank();
        }

        ParseFields(root, isBraced: false);
        return root;
    }

    /// <summary>Fields up to the closing brace, which is taken, or to the end.</summary>
    private void ParseFields(MapNode map, bool isBraced)
    {
        var start = _scanner.Origin;
        while (true)
        {
            _scanner.SkipBlank();
            if (_scanner.AtEnd)
            {
                if (isBraced)
                {
                    throw _scanner.Error($"'}}' for the '{{' at {start.Place}");
                }

                return;
            }

            if (isBraced && _scanner.TryTake('}'))
            {
                return;
            }

            ParseFieldOrInclude(map);
        }
    }

    private void ParseFieldOrInclude(MapNode map)
    {
        var needsSeparator = true;
        if (IncludeReader.IsAt(_scanner))
        {
            var (origin, kind, name) = IncludeReader.Read(_scanner);
            map.Overlay(_include(new IncludeRequest(origin, kind, name, [.. _scope, .. _path])));
        }
        else
        {
            needsSeparator = ParseField(map);
        }

        var hasEnded = _scanner.SkipBlank();
        if (!_scanner.TryTake(',') && needsSeparator && !hasEnded
            && !_scanner.AtEnd && _scanner.Next != '}')
        {
            throw _scanner.Error("',', '}' or the end of the line after the value");
        }
    }

    /// <summary>True if a separator must follow: not after `key { ... }`.</summary>
    private bool ParseField(MapNode map)
    {
        var origin = _scanner.Origin;
        var path = HoconPath.Read(_scanner, "a key, an include or '}'");
        _scanner.SkipBlank();
        var isAppend = _scanner.Sees("+=");
        var hasBrace = _scanner.Next == '{';
        if (isAppend || _scanner.Next is '=' or ':')
        {
            _scanner.Skip(isAppend ? 2 : 1);
            _scanner.SkipBlank();
        }
        else if (!hasBrace)
        {
            throw _scanner.Error($"'=', ':', '+=' or '{{' after the key {Show(path)}");
        }

        _path.AddRange(path);
        CheckNesting(_path.Count);
        var value = ParseValue($"a value for {Show(path)}");
        _path.RemoveRange(_path.Count - path.Count, path.Count);
        Assign(map, path, isAppend ? Append(origin, value) : value);
        return !hasBrace;
    }

    private static void Assign(MapNode map, List<string> path, HoconNode value)
    {
        for (var i = path.Count - 1; i > 0; i--)
        {
            var outer = new MapNode(value.Origin);
            outer.GetOrAdd(path[i]).Assign(value);
            value = outer;
        }

        map.GetOrAdd(path[0]).Assign(value);
    }

    private static JoinNode Append(HoconOrigin origin, HoconNode value)
    {
        var item = new ListNode(value.Origin);
        item.Items.Add(value);
        return new JoinNode(origin, [new PriorNode(origin), item]);
    }

    private HoconNode ParseValue(string expected)
    {
        var origin = _scanner.Origin;
        var parts = new List<HoconNode>();
        while (true)
        {
            var spaces = _scanner.TakeSpaces();
            if (_scanner.AtLineEnd || _scanner.Next is ',' or '}' or ']')
            {
                break;
            }

            // `a { } b { }` on one line: an object ends its field where a key follows.
            if (parts is [.., MapNode] && _scanner.Next is not ('{' or '$'))
            {
                break;
            }

            if (parts.Count > 0 && spaces.Length > 0)
            {
                parts.Add(new TextNode(_scanner.Origin, spaces, quoted: false));
            }

            parts.Add(ParsePart(expected));
        }

        return parts.Count switch
        {
            0 => throw _scanner.Error(expected),
            1 => parts[0],
            _ => Join(origin, parts),
        };
    }

    private static HoconNode Join(HoconOrigin origin, List<HoconNode> parts)
    {
        if (!parts.TrueForAll(part => part is TextNode))
        {
            return new JoinNode(origin, parts);
        }

        var texts = parts.ConvertAll(part => (TextNode)part);
        return new TextNode(
            origin, string.Concat(texts.Select(t => t.Text)), texts.Exists(t => t.Quoted));
    }

    private HoconNode ParsePart(string expected)
    {
        var origin = _scanner.Origin;
        switch (_scanner.Next)
        {
            case '{':
                return Nested(() => ParseMap(origin));
            case '[':
                return Nested(() => ParseList(origin));
            case '"':
                return new TextNode(origin, _scanner.TakeQuoted(), quoted: true);
            case '$':
                return ParseReference(origin);
            default:
                return ParseUnquoted(origin, expected);
        }
    }

    private TextNode ParseUnquoted(HoconOrigin origin, string expected)
    {
        var text = _scanner.TakeUnquoted();
        if (text.Length == 0)
        {
            throw _scanner.Error(expected + " (text with this character needs double quotes)");
        }

        if (_scanner.Next is ':' or '=' || _scanner.Sees("+="))
        {
            throw _scanner.Error(
                "the end of the value: text that holds ':' or '=' needs double quotes, "
                + "an object needs braces");
        }

        return new TextNode(origin, text, quoted: false);
    }

    private MapNode ParseMap(HoconOrigin origin)
    {
        _scanner.Skip(1);
        var map = new MapNode(origin);
        ParseFields(map, isBraced: true);
        return map;
    }

    private ListNode ParseList(HoconOrigin origin)
    {
        _scanner.Skip(1);
        var list = new ListNode(origin);
        while (true)
        {
            _scanner.SkipBlank();
            if (_scanner.TryTake(']'))
            {
                return list;
            }

            if (_scanner.AtEnd)
            {
                throw _scanner.Error($"']' for the '[' at {origin.Place}");
            }

            list.Items.Add(ParseValue("a list element or ']'"));
            var hasEnded = _scanner.SkipBlank();
            if (!_scanner.TryTake(',') && !hasEnded && !_scanner.AtEnd && _scanner.Next != ']')
            {
                throw _scanner.Error("',', ']' or the end of the line after a list element");
            }
        }
    }

    private ReferenceNode ParseReference(HoconOrigin origin)
    {
        _scanner.Skip(1);
        if (!_scanner.TryTake('{'))
        {
            throw _scanner.Error("'{' after '$' (a plain dollar sign needs double quotes)");
        }

        var isOptional = _scanner.TryTake('?');
        var path = HoconPath.Read(_scanner, "a path in the substitution");
        if (!_scanner.TryTake('}'))
        {
            throw _scanner.Error("'}' at the end of the substitution");
        }

        return new ReferenceNode(origin, path, isOptional, _scope);
    }

    private T Nested<T>(Func<T> parse)
    {
        CheckNesting(++_nesting);
        var result = parse();
        _nesting--;
        return result;
    }

    private void CheckNesting(int depth)
    {
        if (depth > HoconLimits.NestingMax)
        {
            throw _scanner.Error($"at most {HoconLimits.NestingMax} levels of nesting");
        }
    }

    private static string Show(List<string> path) => $"`{HoconText.JoinPath(path)}`";
}
