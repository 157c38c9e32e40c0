using System.Text;
using Spectre.Console;

namespace AkkaCoded.Coordinator.Record;

/// <summary>A line of pieces with styles that never grows beyond a width: a line that wrapped
/// would spoil a display that is drawn over itself.</summary>
/// <param name="columnsMax">Longest line.</param>
internal sealed class StyledLine(int columnsMax)
{
    private readonly StringBuilder _markup = new();

    /// <summary>Characters so far.</summary>
    public int Columns { get; private set; }

    /// <summary>Columns that are still free.</summary>
    public int Free => columnsMax - Columns;

    /// <summary>Adds text, cut where the line is full.</summary>
    /// <param name="text">Letters of one column each.</param>
    /// <param name="style">Spectre style, or null for none.</param>
    public StyledLine Add(string text, string? style = null)
    {
        var cut = Printable(text.Length > Free ? text[..Math.Max(Free, 0)] : text);
        if (cut.Length > 0)
        {
            var escaped = Markup.Escape(cut);
            _markup.Append(style is null ? escaped : $"[{style}]{escaped}[/]");
            Columns += cut.Length;
        }

        return this;
    }

    /// <summary>A line feed or an escape from somebody's error text would tear the display.
    /// </summary>
    private static string Printable(string text) => text.Any(char.IsControl)
        ? string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter))
        : text;

    /// <summary>The line in Spectre's markup.</summary>
    public override string ToString() => _markup.ToString();
}
