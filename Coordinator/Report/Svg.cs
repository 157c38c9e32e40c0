using System.Globalization;
using System.Net;
using System.Text;
using AkkaCoded.Codes;

namespace AkkaCoded.Coordinator.Report;

/// <summary>Writes SVG elements; text and attributes are escaped, numbers kept short.</summary>
public sealed class Svg
{
    private readonly StringBuilder _text = new();
    private readonly Stack<string> _open = new();

    /// <summary>Begins an element; <see cref="Close"/> ends it.</summary>
    /// <param name="name">Name of the element.</param>
    /// <param name="attributes">Numbers get at most two digits after the point; null is left out.
    /// </param>
    public Svg Open(string name, params ReadOnlySpan<(string Key, object? Value)> attributes)
    {
        Begin(name, attributes);
        _text.Append('>');
        _open.Push(name);
        return this;
    }

    /// <summary>Ends the element begun last.</summary>
    public Svg Close()
    {
        Contract.Require(_open.Count > 0, "an element is open");
        _text.Append("</").Append(_open.Pop()).Append('>');
        return this;
    }

    /// <summary>An element without content.</summary>
    public Svg Element(string name, params ReadOnlySpan<(string Key, object? Value)> attributes)
    {
        Begin(name, attributes);
        _text.Append("/>");
        return this;
    }

    /// <summary>An element with text.</summary>
    public Svg Text(
        string name, string text, params ReadOnlySpan<(string Key, object? Value)> attributes)
    {
        Open(name, attributes);
        _text.Append(Escape(text));
        return Close();
    }

    /// <summary>The markup; every element must be closed.</summary>
    public override string ToString()
    {
        Contract.Require(_open.Count == 0, "every element is closed");
        return _text.ToString();
    }

    /// <summary>Text as it may stand in markup and in attributes.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A number with at most two digits after the point: a hundredth of a pixel.
    /// </summary>
    public static string Number(double value) =>
        Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    private void Begin(string name, ReadOnlySpan<(string Key, object? Value)> attributes)
    {
        _text.Append('<').Append(name);
        foreach (var (key, value) in attributes)
        {
            if (value is not null)
            {
                var text = value is double number ? Number(number) : value.ToString() ?? "";
                _text.Append(' ').Append(key).Append("=\"").Append(Escape(text)).Append('"');
            }
        }
    }
}
