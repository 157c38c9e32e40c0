using System.Text;

namespace AkkaCoded.Coordinator.Report;

/// <summary>Cells coloured by a number: pale is little, strong is much; empty where unknown.
/// </summary>
/// <param name="values">By row and column; NaN: unknown.</param>
/// <param name="levels">Value from which each colour holds, rising; see <see cref="LogLevels"/>.
/// </param>
/// <param name="text">How a level is shown in the legend.</param>
public sealed class HeatLayer(
    double[][] values, IReadOnlyList<double> levels, Func<double, string> text) : PlotLayer
{
    /// <summary>Colours of the scale: CSS classes <c>h0</c> to <c>h7</c>.</summary>
    public const int LevelCount = 8;

    /// <inheritdoc/>
    public override IEnumerable<LegendEntry> Legend =>
        levels.Select((from, level) => new LegendEntry(
            $"h{level}", Range(level, from), "box"));

    /// <summary>Levels that rise by the same factor between two values above 0.</summary>
    public static double[] LogLevels(double from, double to) =>
    [
        .. Enumerable.Range(0, LevelCount).Select(level =>
            from * Math.Pow(Math.Max(to / from, 1.001), (double)level / LevelCount)),
    ];

    /// <inheritdoc/>
    public override void Draw(Svg svg, PlotArea area)
    {
        var columns = values.Length == 0 ? 1 : Math.Max(values[0].Length, 1);
        var rows = Math.Max(values.Length, 1);
        svg.Open(
            "g", ("shape-rendering", "crispEdges"),
            ("transform",
                $"translate({Svg.Number(area.Left)} {Svg.Number(area.Top)}) "
                + $"scale({area.Width / columns:0.#####} {area.Height / rows:0.#####})"));
        for (var level = 0; level < levels.Count; level++)
        {
            var path = Path(level);
            if (path.Length > 0)
            {
                svg.Element("path", ("class", $"box h{level}"), ("d", path));
            }
        }

        svg.Close();
    }

    private string Range(int level, double from) => level == 0
        ? $"below {text(levels[1])}"
        : level == levels.Count - 1 ? $"{text(from)} and more" : text(from);

    private int LevelOf(double value)
    {
        if (!double.IsFinite(value))
        {
            return -1;
        }

        var level = 0;
        while (level + 1 < levels.Count && value >= levels[level + 1])
        {
            level++;
        }

        return level;
    }

    private string Path(int level)
    {
        var path = new StringBuilder();
        for (var row = 0; row < values.Length; row++)
        {
            for (var column = 0; column < values[row].Length; column++)
            {
                var first = column;
                while (column < values[row].Length && LevelOf(values[row][column]) == level)
                {
                    column++;
                }

                if (column > first)
                {
                    path.Append($"M{first} {row}h{column - first}v1h-{column - first}z");
                }
            }
        }

        return path.ToString();
    }
}
