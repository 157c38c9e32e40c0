namespace AkkaCoded.Coordinator.Report;

/// <summary>One part of a plot's picture. Colours come from the style's CSS class, so that light
/// and dark pages, and print, need no other picture.</summary>
public abstract class PlotLayer
{
    /// <summary>What the legend says about it.</summary>
    public virtual IEnumerable<LegendEntry> Legend => [];

    /// <summary>Draws it.</summary>
    public abstract void Draw(Svg svg, PlotArea area);
}

/// <summary>An entry of a legend.</summary>
/// <param name="Style">CSS class, such as <c>run</c>: see report.css.</param>
/// <param name="Text">What it stands for.</param>
/// <param name="Shape"><c>box</c>, <c>line</c>, <c>dash</c> or <c>dot</c>.</param>
public readonly record struct LegendEntry(string Style, string Text, string Shape);

/// <summary>A line through points.</summary>
/// <param name="style">CSS class.</param>
/// <param name="name">For the legend; empty: none.</param>
/// <param name="xs">Values of the x-axis.</param>
/// <param name="ys">Values of the y-axis; NaN makes a gap.</param>
/// <param name="isDashed">Whether it is dashed, so that it differs without colour too.</param>
/// <param name="isStep">Whether it goes sideways first.</param>
public sealed class LineLayer(
    string style,
    string name,
    IReadOnlyList<double> xs,
    IReadOnlyList<double> ys,
    bool isDashed = false,
    bool isStep = false) : PlotLayer
{
    /// <inheritdoc/>
    public override IEnumerable<LegendEntry> Legend =>
        name.Length == 0 ? [] : [new(style, name, isDashed ? "dash" : "line")];

    /// <inheritdoc/>
    public override void Draw(Svg svg, PlotArea area) => svg.Element(
        "path", ("class", $"line {(isDashed ? "dashed " : "")}{style}"),
        ("d", area.Path(xs, ys, isStep)));
}

/// <summary>The area between two lines, such as the smallest and largest value of a bin.</summary>
/// <param name="style">CSS class.</param>
/// <param name="name">For the legend; empty: none.</param>
/// <param name="xs">Values of the x-axis.</param>
/// <param name="lows">Lower line.</param>
/// <param name="highs">Upper line.</param>
public sealed class BandLayer(
    string style,
    string name,
    IReadOnlyList<double> xs,
    IReadOnlyList<double> lows,
    IReadOnlyList<double> highs) : PlotLayer
{
    /// <inheritdoc/>
    public override IEnumerable<LegendEntry> Legend =>
        name.Length == 0 ? [] : [new($"band {style}", name, "box")];

    /// <inheritdoc/>
    public override void Draw(Svg svg, PlotArea area)
    {
        double[] around = [.. xs, .. xs.Reverse()];
        double[] edge = [.. highs, .. lows.Reverse()];
        svg.Element(
            "path", ("class", $"band {style}"), ("d", area.Path(around, edge) + "Z"));
    }
}

/// <summary>Dots.</summary>
/// <param name="style">CSS class.</param>
/// <param name="name">For the legend; empty: none.</param>
/// <param name="xs">Values of the x-axis.</param>
/// <param name="ys">Values of the y-axis.</param>
public sealed class PointsLayer(
    string style, string name, IReadOnlyList<double> xs, IReadOnlyList<double> ys) : PlotLayer
{
    /// <inheritdoc/>
    public override IEnumerable<LegendEntry> Legend =>
        name.Length == 0 ? [] : [new(style, name, "dot")];

    /// <inheritdoc/>
    public override void Draw(Svg svg, PlotArea area)
    {
        var radius = xs.Count > 60 ? 2.5 : 3.5;
        foreach (var (x, y) in xs.Zip(ys).Where(p => double.IsFinite(p.First + p.Second)))
        {
            svg.Element(
                "circle", ("class", $"dot {style}"), ("cx", area.X(x)), ("cy", area.Y(y)),
                ("r", radius));
        }
    }
}

/// <summary>A dashed line from top to bottom with a text, such as an event.</summary>
/// <param name="style">CSS class.</param>
/// <param name="name">For the legend; empty: none.</param>
/// <param name="xs">Where.</param>
public sealed class MarkLayer(string style, string name, IReadOnlyList<double> xs) : PlotLayer
{
    /// <inheritdoc/>
    public override IEnumerable<LegendEntry> Legend =>
        name.Length == 0 ? [] : [new(style, name, "dash")];

    /// <inheritdoc/>
    public override void Draw(Svg svg, PlotArea area)
    {
        foreach (var x in xs)
        {
            svg.Element(
                "path", ("class", $"line dashed thin {style}"),
                ("d", $"M{PlotArea.Pixel(area.X(x))} {PlotArea.Pixel(area.Top)}"
                    + $"V{PlotArea.Pixel(area.Bottom)}"));
        }
    }
}
