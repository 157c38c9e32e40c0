using System.Text;
using AkkaCoded.Codes;

namespace AkkaCoded.Coordinator.Report;

/// <summary>
/// A strip per row: each column is a little bar that shows which share of what happened there was
/// of which kind. A column of one step is simply a cell in one colour; a column of many steps hides
/// none of them, and one rare kind stays visible.
/// </summary>
/// <param name="kinds">Name and CSS class of each kind, from the foot of a strip up.</param>
/// <param name="shares">By row, column and kind: share, 0 .. 1. What is missing to 1 stays empty.
/// </param>
public sealed class StripLayer(
    IReadOnlyList<(string Name, string Style)> kinds, double[][][] shares) : PlotLayer
{
    /// <summary>Heights are counted in so many parts of a strip: equal neighbours then join into
    /// one shape, which keeps the file small.</summary>
    private const int Parts = 12;

    /// <inheritdoc/>
    public override IEnumerable<LegendEntry> Legend =>
        kinds.Select(kind => new LegendEntry(kind.Style, kind.Name, "box"));

    /// <inheritdoc/>
    public override void Draw(Svg svg, PlotArea area)
    {
        var columns = shares.Length == 0 ? 1 : Math.Max(shares[0].Length, 1);
        var strip = area.Height / Math.Max(shares.Length, 1);
        // Whole pixels: uneven gaps would look like a pattern in the data.
        var gap = Math.Clamp(Math.Round(strip * 0.12), 1, 3);
        svg.Open(
            "g", ("shape-rendering", "crispEdges"),
            ("transform", $"translate({Svg.Number(area.Left)} {Svg.Number(area.Top)})"));
        for (var row = 0; row < shares.Length; row++)
        {
            var scale = (strip - gap) / Parts;
            svg.Open("g", ("transform",
                $"translate(0 {Svg.Number((row * strip) + (gap / 2))}) "
                + $"scale({Precise(area.Width / columns)} {Precise(scale)})"));
            DrawRow(svg, shares[row]);
            svg.Close();
        }

        svg.Close();
    }

    /// <summary>Heights of the kinds in a column, in parts: rounded, but none that happened is
    /// rounded away, and together they are never more than the strip.</summary>
    internal static int[] Heights(double[] column)
    {
        var heights = column
            .Select(share => share <= 0 ? 0 : Math.Max((int)Math.Round(share * Parts), 1))
            .ToArray();
        var full = (int)Math.Round(Math.Min(column.Sum(), 1) * Parts);
        while (heights.Sum() > Math.Max(full, heights.Count(height => height > 0)))
        {
            heights[Array.IndexOf(heights, heights.Max())]--;
        }

        if (heights.Sum() < full)
        {
            heights[Array.IndexOf(column, column.Max())] += full - heights.Sum();
        }

        Contract.Require(heights.Sum() <= Math.Max(Parts, column.Length), "a column fits");
        return heights;
    }

    private static string Precise(double value) => value.ToString("0.#####");

    private void DrawRow(Svg svg, double[][] columns)
    {
        var heights = columns.Select(Heights).ToArray();
        for (var kind = 0; kind < kinds.Count; kind++)
        {
            var path = new StringBuilder();
            for (var column = 0; column < heights.Length;)
            {
                var (height, foot) = (heights[column][kind], Foot(heights[column], kind));
                var end = column + 1;
                while (end < heights.Length && heights[end][kind] == height
                    && Foot(heights[end], kind) == foot)
                {
                    end++;
                }

                if (height > 0)
                {
                    path.Append($"M{column} {Parts - foot}v-{height}h{end - column}v{height}z");
                }

                column = end;
            }

            if (path.Length > 0)
            {
                svg.Element(
                    "path", ("class", $"box {kinds[kind].Style}"), ("d", path.ToString()));
            }
        }
    }

    private static int Foot(int[] heights, int kind) => heights.AsSpan(0, kind).ToArray().Sum();
}
