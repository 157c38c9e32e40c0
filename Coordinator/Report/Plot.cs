using System.Text;
using System.Text.Json;

namespace AkkaCoded.Coordinator.Report;

/// <summary>What a page says about the place under the pointer.</summary>
/// <param name="Xs">Places, values of the x-axis, rising.</param>
/// <param name="Texts">What is said at each.</param>
/// <param name="Rows">Names of the y-axis's bands, said too; null: none.</param>
public sealed record PlotHover(
    IReadOnlyList<double> Xs, IReadOnlyList<string> Texts, IReadOnlyList<string>? Rows = null);

/// <summary>
/// A picture of data with axes, legend and a text for people who cannot see it. It is drawn twice,
/// for wide and for narrow screens: scaling one picture down would make its letters too small.
/// </summary>
public sealed class Plot
{
    private const double WideWidth = 860;
    private const double NarrowWidth = 380;
    private const double LetterWidth = 7.2;

    /// <summary>Unique in the page: letters, digits and hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>Heading.</summary>
    public required string Title { get; init; }

    /// <summary>What it shows and what to see in it, a sentence or two.</summary>
    public required string Description { get; init; }

    /// <summary>Axis from left to right.</summary>
    public required Axis XAxis { get; init; }

    /// <summary>Axis from bottom to top.</summary>
    public required Axis YAxis { get; init; }

    /// <summary>Drawn one over the other, the first at the bottom.</summary>
    public required IReadOnlyList<PlotLayer> Layers { get; init; }

    /// <summary>Marks above the picture, such as steps over a time axis; null: none.</summary>
    public (string Label, IReadOnlyList<Tick> Ticks)? TopTicks { get; init; }

    /// <summary>What is said under the pointer; null: nothing.</summary>
    public PlotHover? Hover { get; init; }

    /// <summary>Height of the data, pixels, on a wide screen.</summary>
    public double Height { get; init; } = 260;

    /// <summary>Height of the data, pixels, on a narrow screen.</summary>
    public double NarrowHeight { get; init; } = 220;

    /// <summary>The figure: heading, text, legend and both pictures.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder()
            .Append($"<figure id=\"{Id}\"><h2>{Svg.Escape(Title)}</h2>")
            .Append($"<p class=\"says\">{Svg.Escape(Description)}</p>");
        AppendLegend(html);
        html.Append(Draw(isNarrow: false)).Append(Draw(isNarrow: true));
        if (Hover is { } hover)
        {
            html.Append("<script type=\"application/json\">").Append(Json(hover))
                .Append("</script>");
        }

        return html.Append("</figure>\n").ToString();
    }

    /// <summary>One of the two pictures.</summary>
    public string Draw(bool isNarrow)
    {
        var area = Area(isNarrow);
        var width = isNarrow ? NarrowWidth : WideWidth;
        var svg = new Svg();
        svg.Open(
            "svg", ("class", isNarrow ? "narrow" : "wide"), ("role", "img"),
            ("viewBox", $"0 0 {Svg.Number(width)} {Svg.Number(area.Bottom + 44)}"),
            ("aria-labelledby", $"{area.Id}-t {area.Id}-d"), ("data-left", area.Left),
            ("data-top", area.Top), ("data-width", area.Width), ("data-height", area.Height));
        svg.Text("title", Title, ("id", $"{area.Id}-t"));
        svg.Text("desc", Description, ("id", $"{area.Id}-d"));
        DrawAxes(svg, area);
        svg.Open("clipPath", ("id", $"{area.Id}-c"))
            .Element("rect", ("x", area.Left - 4), ("y", area.Top - 4),
                ("width", area.Width + 8), ("height", area.Height + 5))
            .Close();
        svg.Open("g", ("clip-path", $"url(#{area.Id}-c)"));
        foreach (var layer in Layers)
        {
            layer.Draw(svg, area);
        }

        return svg.Close().Close().ToString();
    }

    private PlotArea Area(bool isNarrow)
    {
        var longest = YAxis.Ticks(YTicks(isNarrow)).Max(tick => (int?)tick.Text.Length) ?? 0;
        var left = Math.Max(28, (longest * LetterWidth) + 10);
        var top = 26 + (TopTicks is null ? 0 : 26);
        var right = isNarrow ? 12 : 16;
        return new(
            XAxis, YAxis, left, top, (isNarrow ? NarrowWidth : WideWidth) - left - right,
            isNarrow ? NarrowHeight : Height, isNarrow, $"{Id}-{(isNarrow ? "n" : "w")}");
    }

    private int YTicks(bool isNarrow) => YAxis.Scale == AxisScale.Bands
        ? (int)Math.Max((isNarrow ? NarrowHeight : Height) / 15, 1)
        : 5;

    private void DrawAxes(Svg svg, PlotArea area)
    {
        svg.Text("text", YAxis.Label, ("class", "axis"), ("x", 2.0), ("y", 14.0));
        foreach (var tick in YAxis.Ticks(YTicks(area.IsNarrow)))
        {
            var y = area.Y(tick.Value);
            if (YAxis.Scale != AxisScale.Bands)
            {
                Rule(svg, area.Left, y, area.Right, y);
            }

            svg.Text(
                "text", tick.Text, ("class", "tick"), ("x", area.Left - 7), ("y", y + 4),
                ("text-anchor", "end"));
        }

        foreach (var tick in XAxis.Ticks(area.IsNarrow ? 4 : 9))
        {
            var x = area.X(tick.Value);
            Rule(svg, x, area.Top, x, area.Bottom + 5);
            svg.Text(
                "text", tick.Text, ("class", "tick"), ("x", x), ("y", area.Bottom + 19),
                ("text-anchor", Anchor(x, area)));
        }

        svg.Element(
            "path", ("class", "base"),
            ("d", $"M{Svg.Number(area.Left)} {Svg.Number(area.Bottom)}"
                + $"H{Svg.Number(area.Right)}"));
        svg.Text(
            "text", XAxis.Label, ("class", "axis"), ("x", area.Right),
            ("y", area.Bottom + 38), ("text-anchor", "end"));
        DrawTopTicks(svg, area);
    }

    private void DrawTopTicks(Svg svg, PlotArea area)
    {
        if (TopTicks is not var (label, ticks))
        {
            return;
        }

        svg.Text(
            "text", label, ("class", "axis"), ("x", area.Right), ("y", 14.0),
            ("text-anchor", "end"));
        // On a narrow picture every second one: five-digit steps would touch.
        foreach (var tick in ticks.Where((_, index) => !area.IsNarrow || index % 2 == 0))
        {
            var x = area.X(tick.Value);
            Rule(svg, x, area.Top - 5, x, area.Top);
            svg.Text(
                "text", tick.Text, ("class", "tick"), ("x", x), ("y", area.Top - 10),
                ("text-anchor", Anchor(x, area)));
        }
    }

    /// <summary>A text at the very edge would be cut off if it stood in the middle.</summary>
    private static string Anchor(double x, PlotArea area) =>
        x > area.Right - 12 ? "end" : "middle";

    private static void Rule(Svg svg, double x1, double y1, double x2, double y2) =>
        svg.Element(
            "line", ("class", "grid"), ("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2));

    private void AppendLegend(StringBuilder html)
    {
        var entries = Layers.SelectMany(layer => layer.Legend).ToArray();
        if (entries.Length == 0)
        {
            return;
        }

        html.Append("<ul class=\"legend\">");
        foreach (var entry in entries)
        {
            html.Append($"<li><i class=\"{entry.Shape} {entry.Style}\"></i>")
                .Append($"{Svg.Escape(entry.Text)}</li>");
        }

        html.Append("</ul>");
    }

    private string Json(PlotHover hover) => JsonSerializer.Serialize(new
    {
        x = hover.Xs.Select(x => Math.Round(Math.Clamp(XAxis.Share(x), -1, 2), 4)),
        t = hover.Texts,
        rows = hover.Rows,
    });
}
