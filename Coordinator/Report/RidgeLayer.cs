using System.Text;

namespace AkkaCoded.Coordinator.Report;

/// <summary>A histogram with its mean, on a band of its own.</summary>
/// <param name="Style">CSS class.</param>
/// <param name="Values">What is counted, in the x-axis's unit of data.</param>
/// <param name="MeanText">Written at the mean.</param>
public sealed record Ridge(string Style, IReadOnlyList<double> Values, string MeanText);

/// <summary>Histograms one below the other on the same x-axis, so that they can be compared; the
/// y-axis has a band for each. All use the same scale of shares.</summary>
/// <param name="ridges">From the top.</param>
public sealed class RidgeLayer(IReadOnlyList<Ridge> ridges) : PlotLayer
{
    /// <summary>Share of a band that the highest bar fills; the rest is for the mean's text.
    /// </summary>
    private const double FilledShare = 0.62;

    /// <inheritdoc/>
    public override void Draw(Svg svg, PlotArea area)
    {
        var bins = area.IsNarrow ? 48 : 96;
        var histograms = ridges.Select(ridge => Count(ridge.Values, area.XAxis, bins)).ToArray();
        var highest = histograms.SelectMany(counts => counts).DefaultIfEmpty(0).Max();
        for (var i = 0; i < ridges.Count; i++)
        {
            DrawBars(svg, area, i, histograms[i], highest);
            DrawMean(svg, area, i);
        }
    }

    /// <summary>Share of the values in each of <paramref name="bins"/> equally wide bins.
    /// </summary>
    private static double[] Count(IReadOnlyList<double> values, Axis axis, int bins)
    {
        var counts = new double[bins];
        foreach (var value in values)
        {
            var bin = (int)Math.Clamp(axis.Share(value) * bins, 0, bins - 1);
            counts[bin] += 1.0 / values.Count;
        }

        return counts;
    }

    /// <summary>The root keeps rare slow steps visible beside the many usual ones.</summary>
    private void DrawBars(Svg svg, PlotArea area, int index, double[] counts, double highest)
    {
        var foot = area.Y(index + 1) - 1;
        var band = (area.Y(index + 1) - area.Y(index)) * FilledShare;
        var width = area.Width / counts.Length;
        var path = new StringBuilder();
        for (var bin = 0; bin < counts.Length; bin++)
        {
            if (counts[bin] > 0)
            {
                var height = Math.Max(band * Math.Sqrt(counts[bin] / highest), 1);
                path.Append($"M{PlotArea.Pixel(area.Left + (bin * width))} {Svg.Number(foot)}")
                    .Append($"v{Svg.Number(-height)}h{Svg.Number(Math.Max(width - 0.6, 1))}")
                    .Append($"v{Svg.Number(height)}z");
            }
        }

        svg.Element("path", ("class", $"box {ridges[index].Style}"), ("d", path.ToString()));
    }

    private void DrawMean(Svg svg, PlotArea area, int index)
    {
        var ridge = ridges[index];
        if (ridge.Values.Count == 0)
        {
            return;
        }

        var x = area.X(ridge.Values.Average());
        var (top, foot) = (area.Y(index), area.Y(index + 1));
        svg.Element(
            "path", ("class", "line mean"),
            ("d", $"M{PlotArea.Pixel(x)} {Svg.Number(top + 8)}V{Svg.Number(foot - 1)}"));
        var isRight = x > area.Left + (area.Width / 2);
        svg.Text(
            "text", ridge.MeanText, ("class", "label"), ("x", x + (isRight ? -6 : 6)),
            ("y", top + 18), ("text-anchor", isRight ? "end" : "start"));
    }
}
