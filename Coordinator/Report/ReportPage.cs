using System.Text;
using AkkaCoded.Codes;

namespace AkkaCoded.Coordinator.Report;

/// <summary>A big figure with what it means.</summary>
/// <param name="Figure">Such as <c>97.2 %</c>.</param>
/// <param name="Meaning">Such as <c>test accuracy</c>.</param>
public readonly record struct ReportCard(string Figure, string Meaning);

/// <summary>A bar of a comparison.</summary>
/// <param name="Style">CSS class.</param>
/// <param name="Name">What is compared.</param>
/// <param name="Value">Its length.</param>
/// <param name="Text">Its length for people.</param>
public readonly record struct ReportBar(string Style, string Name, double Value, string Text);

/// <summary>
/// A page for a browser in one file: style, script and pictures are in it, nothing is fetched from
/// anywhere, and what a user wrote is escaped. Light or dark as the reader's system is set, for
/// phones and wide screens.
/// </summary>
/// <param name="title">Title and heading.</param>
/// <param name="under">A line under the heading.</param>
public sealed class ReportPage(string title, string under)
{
    private readonly StringBuilder _body = new();

    /// <summary>Adds markup as it is.</summary>
    public ReportPage AddHtml(string html)
    {
        _body.Append(html).Append('\n');
        return this;
    }

    /// <summary>Adds a plot.</summary>
    public ReportPage Add(Plot plot) => AddHtml(plot.ToHtml());

    /// <summary>Adds big figures side by side.</summary>
    public ReportPage AddCards(IEnumerable<ReportCard> cards)
    {
        _body.Append("<div class=\"cards\">");
        foreach (var (figure, meaning) in cards)
        {
            _body.Append($"<div><b>{Svg.Escape(figure)}</b>")
                .Append($"<span>{Svg.Escape(meaning)}</span></div>");
        }

        return AddHtml("</div>");
    }

    /// <summary>Adds bars whose lengths can be compared.</summary>
    public ReportPage AddBars(IReadOnlyList<ReportBar> bars)
    {
        var longest = bars.Max(bar => bar.Value);
        Contract.Require(longest > 0, "the longest bar has a length");
        _body.Append("<div class=\"bars\">");
        foreach (var bar in bars)
        {
            // The figure stands right of the bar, so the longest may not fill the line.
            _body.Append($"<span>{Svg.Escape(bar.Name)}</span><div><i class=\"{bar.Style}\" ")
                .Append($"style=\"width:{Svg.Number(72 * bar.Value / longest)}%\"></i>")
                .Append($"<b>{Svg.Escape(bar.Text)}</b></div>");
        }

        return AddHtml("</div>");
    }

    /// <summary>Adds a table; cells are markup already.</summary>
    /// <param name="heading">Above it; also its name for screen readers and its CSS class.</param>
    /// <param name="says">A sentence below the heading; may be empty.</param>
    /// <param name="columns">Headers, and whether a column holds numbers.</param>
    /// <param name="rows">Cells, as markup.</param>
    public ReportPage AddTable(
        string heading,
        string says,
        IReadOnlyList<(string Header, bool IsNumber)> columns,
        IEnumerable<IReadOnlyList<string>> rows)
    {
        _body.Append($"<section><h2>{Svg.Escape(heading)}</h2>")
            .Append(says.Length == 0 ? "" : $"<p class=\"says\">{Svg.Escape(says)}</p>")
            .Append($"<div class=\"scroll\"><table class=\"{Class(heading)}\" ")
            .Append($"aria-label=\"{Svg.Escape(heading)}\"><tr>");
        foreach (var (header, isNumber) in columns)
        {
            _body.Append($"<th{Class(isNumber)}>{Svg.Escape(header)}</th>");
        }

        _body.Append("</tr>");
        foreach (var row in rows)
        {
            _body.Append("<tr>");
            foreach (var (cell, column) in row.Zip(columns))
            {
                _body.Append($"<td{Class(column.IsNumber)}>{cell}</td>");
            }

            _body.Append("</tr>\n");
        }

        return AddHtml("</table></div></section>");
    }

    /// <summary>Adds a text that the reader can unfold, in letters of equal width.</summary>
    public ReportPage AddDetails(string summary, string text) => AddHtml(
        $"<details><summary>{Svg.Escape(summary)}</summary><pre>{Svg.Escape(text)}</pre>"
        + "</details>");

    /// <summary>The page.</summary>
    public string ToHtml() => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Svg.Escape(title)}</title>
        <style>
        {Asset("report.css")}</style>
        </head>
        <body>
        <main>
        <header><h1>{Svg.Escape(title)}</h1>
        <p class="under">{Svg.Escape(under)}</p></header>
        {_body}</main>
        <script>
        {Asset("report.js")}</script>
        </body>
        </html>

        """;

    private static string Class(string heading) =>
        Svg.Escape(heading.ToLowerInvariant().Replace(' ', '-'));

    private static string Class(bool isNumber) => isNumber ? " class=\"number\"" : "";

    private static string Asset(string name)
    {
        var assembly = typeof(ReportPage).Assembly;
        using var stream = assembly.GetManifestResourceStream($"AkkaCoded.Report.{name}");
        Contract.Require(stream is not null, $"{name} is embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
