using System.Text;

namespace AkkaCoded.Coordinator.Report;

/// <summary>A bar of parts that add up.</summary>
/// <param name="From">Value of the x-axis at which it begins.</param>
/// <param name="To">At which it ends.</param>
/// <param name="Parts">From the bottom up.</param>
public readonly record struct StackedBar(double From, double To, IReadOnlyList<double> Parts);

/// <summary>Bars side by side, each of parts on top of each other.</summary>
/// <param name="parts">Name and CSS class of each part, from the bottom up.</param>
/// <param name="bars">The bars.</param>
public sealed class StackedBarsLayer(
    IReadOnlyList<(string Name, string Style)> parts,
    IReadOnlyList<StackedBar> bars) : PlotLayer
{
    /// <summary>Free pixels between two bars that are wide enough to spare them.</summary>
    private const double Gap = 1;

    /// <inheritdoc/>
    public override IEnumerable<LegendEntry> Legend =>
        parts.Select(part => new LegendEntry(part.Style, part.Name, "box"));

    /// <inheritdoc/>
    public override void Draw(Svg svg, PlotArea area)
    {
        for (var part = 0; part < parts.Count; part++)
        {
            svg.Element(
                "path", ("class", $"box {parts[part].Style}"), ("d", Path(area, part)));
        }
    }

    private string Path(PlotArea area, int part)
    {
        var path = new StringBuilder();
        foreach (var bar in bars)
        {
            var below = bar.Parts.Take(part).Sum();
            var (top, bottom) = (area.Y(below + bar.Parts[part]), area.Y(below));
            var (left, right) = (area.X(bar.From), area.X(bar.To));
            if (right - left > 4 * Gap)
            {
                right -= Gap;
            }

            if (bottom - top > 0.05)
            {
                path.Append($"M{PlotArea.Pixel(left)} {Svg.Number(top)}")
                    .Append($"H{PlotArea.Pixel(right)}V{Svg.Number(bottom)}")
                    .Append($"H{PlotArea.Pixel(left)}Z");
            }
        }

        return path.ToString();
    }
}
