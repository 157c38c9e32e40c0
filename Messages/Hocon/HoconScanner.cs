using System.Globalization;
using System.Text;

namespace AkkaCoded.Messages.Hocon;

/// <summary>Reads characters and words of a document and knows at which line it stands.</summary>
internal sealed class HoconScanner
{
    private const string TripleQuote = "\"\"\"";

    private readonly string _text;
    private readonly string _source;
    private readonly bool _isSingleValue;
    private int _at;
    private int _line = 1;
    private int _lineStart;

    /// <param name="text">The document, or one value of the command line.</param>
    /// <param name="source">Name for errors; may be empty.</param>
    /// <param name="isSingleValue">Places are then just the source: there are no lines.</param>
    public HoconScanner(string text, string source, bool isSingleValue = false)
    {
        _text = text;
        _source = source;
        _isSingleValue = isSingleValue;
        if (text.Length > HoconLimits.TextMax)
        {
            throw new HoconException(
                Origin, $"at most {HoconLimits.TextMax} characters", $"{text.Length}");
        }
    }

    public bool AtEnd => _at >= _text.Length;

    /// <summary>
    /// The next character, NUL at the end (a NUL in the text is no valid syntax).
    /// </summary>
    public char Next => AtEnd ? '\0' : _text[_at];

    public HoconOrigin Origin =>
        _isSingleValue ? new(_source) : new(_source, _line, _at - _lineStart + 1);

    public bool AtComment => Next == '#' || Sees("//");

    public bool AtLineEnd => AtEnd || Next == '\n' || AtComment;

    public bool Sees(string word) =>
        string.CompareOrdinal(_text, _at, word, 0, word.Length) == 0;

    /// <summary>The character some places further on, NUL beyond the end.</summary>
    public char Ahead(int places) => _at + places < _text.Length ? _text[_at + places] : '\0';

    public bool TryTake(char c)
    {
        if (AtEnd || Next != c)
        {
            return false;
        }

        Advance();
        return true;
    }

    public void Skip(int count)
    {
        for (var i = 0; i < count && !AtEnd; i++)
        {
            Advance();
        }
    }

    /// <summary>White space within the line, as written.</summary>
    public string TakeSpaces()
    {
        var start = _at;
        while (!AtEnd && Next != '\n' && IsSpace(Next))
        {
            _at++;
        }

        return _text[start.._at];
    }

    /// <summary>White space, line ends and comments. True if a line ended.</summary>
    public bool SkipBlank()
    {
        var line = _line;
        while (!AtEnd)
        {
            if (IsSpace(Next))
            {
                Advance();
            }
            else if (AtComment)
            {
                SkipComment();
            }
            else
            {
                break;
            }
        }

        return _line != line;
    }

    /// <summary>Text up to the first character that needs quotes, a comment or `+=`.</summary>
    public string TakeUnquoted(bool stopAtDot = false)
    {
        var start = _at;
        while (!AtEnd && HoconText.IsUnquoted(Next) && !Sees("//") && !Sees("+=")
            && !(stopAtDot && Next == '.'))
        {
            _at++;
        }

        return _text[start.._at];
    }

    /// <summary>Text in one or three double quotes.</summary>
    public string TakeQuoted()
    {
        if (Sees(TripleQuote))
        {
            return TakeTripleQuoted();
        }

        var start = Origin;
        var text = new StringBuilder();
        Advance();
        while (Next != '"')
        {
            if (AtEnd || Next == '\n')
            {
                throw Error("a closing '\"' before the end of the line", start);
            }

            text.Append(Next == '\\' ? TakeEscape() : Take());
        }

        Advance();
        return text.ToString();
    }

    /// <summary>A syntax error that says what was expected here and what stands here.</summary>
    public HoconException Error(string expected, HoconOrigin? at = null) =>
        new(at ?? Origin, expected, Describe());

    private static bool IsSpace(char c) => char.IsWhiteSpace(c) || c == '\uFEFF';

    private string TakeTripleQuoted()
    {
        var start = Origin;
        Skip(TripleQuote.Length);
        var from = _at;
        while (!Sees(TripleQuote) || Ahead(TripleQuote.Length) == '"')
        {
            if (AtEnd)
            {
                throw Error("closing triple quotes", start);
            }

            Advance();
        }

        var text = _text[from.._at];
        Skip(TripleQuote.Length);
        return text;
    }

    private char TakeEscape()
    {
        Advance();
        var escaped = Next;
        var meaning = escaped switch
        {
            '"' or '\\' or '/' => escaped,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => TakeUnicode(),
            _ => throw Error("one of \" \\ / b f n r t u after a backslash"),
        };
        Advance();
        return meaning;
    }

    /// <summary>Stops at the last of the four digits; the caller takes it.</summary>
    private char TakeUnicode()
    {
        Advance();
        var digits = _text.AsSpan(_at, Math.Min(4, _text.Length - _at));
        if (digits.Length < 4 || digits.ContainsAnyExcept("0123456789abcdefABCDEF"))
        {
            throw Error("four hexadecimal digits after \\u");
        }

        var code = int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        _at += 3;
        return (char)code;
    }

    private void SkipComment()
    {
        while (!AtEnd && Next != '\n')
        {
            _at++;
        }
    }

    private char Take()
    {
        var c = Next;
        Advance();
        return c;
    }

    private void Advance()
    {
        if (_text[_at++] == '\n')
        {
            _line++;
            _lineStart = _at;
        }
    }

    private string Describe() => Next switch
    {
        _ when AtEnd => "the end of the text",
        '\n' or '\r' => "the end of the line",
        < ' ' => $"the control character {(int)Next}",
        _ => $"'{Next}'",
    };
}
