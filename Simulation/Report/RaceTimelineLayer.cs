using System.Text;
using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Simulation.Report;

/// <summary>A worker's line in a race.</summary>
/// <param name="Fate">What became of it.</param>
/// <param name="Arrival">Seconds from the step's opening; NaN: it never answered.</param>
internal readonly record struct RaceLane(SimulatedFate Fate, double Arrival);

/// <summary>
/// One step as a race: a line per worker from the opening to its answer, in the colour of what
/// became of the answer, and the moment of decision across all of them. What a worker does after
/// the decision is drawn thin: nobody waits for it.
/// </summary>
/// <param name="all">Everybody who had a row, for the legend.</param>
/// <param name="lanes">Those that are drawn, from the top.</param>
/// <param name="decided">Seconds from the opening to the decision.</param>
/// <param name="waitForAll">When waiting for all would have ended; NaN: unknown, or the same.
/// </param>
internal sealed class RaceTimelineLayer(
    IReadOnlyList<RaceLane> all,
    IReadOnlyList<RaceLane> lanes,
    double decided,
    double waitForAll) : PlotLayer
{
    private static readonly (SimulatedFate Fate, string Style, string Text)[] Kinds =
    [
        (SimulatedFate.Used, "used", "decoded"),
        (SimulatedFate.Late, "late", "came, not needed"),
        (SimulatedFate.Cancelled, "cancelled", "stopped at the decision"),
        (SimulatedFate.Lost, "lost", "down"),
    ];

    /// <inheritdoc/>
    public override IEnumerable<LegendEntry> Legend =>
    [
        .. Kinds.Where(kind => all.Any(lane => lane.Fate == kind.Fate)).Select(kind =>
            new LegendEntry(kind.Style, $"{kind.Text} ({Count(kind.Fate)})", "box")),
        new("other", $"decision after {TimeUnit.Text(decided)}", "dash"),
        .. double.IsNaN(waitForAll) ? Array.Empty<LegendEntry>() :
        [
            new("all", $"uncoded, all would be there after {TimeUnit.Text(waitForAll)}", "dash"),
        ],
    ];

    /// <inheritdoc/>
    public override void Draw(Svg svg, PlotArea area)
    {
        foreach (var (fate, style, _) in Kinds)
        {
            var path = new StringBuilder();
            for (var i = 0; i < lanes.Count; i++)
            {
                if (lanes[i].Fate == fate)
                {
                    Append(path, area, i);
                }
            }

            if (path.Length > 0)
            {
                svg.Element("path", ("class", $"box {style}"), ("d", path.ToString()));
            }
        }

        DrawMoment(svg, area, decided, "mean");
        if (!double.IsNaN(waitForAll))
        {
            DrawMoment(svg, area, waitForAll, "all");
        }
    }

    private int Count(SimulatedFate fate) => all.Count(lane => lane.Fate == fate);

    private void Append(StringBuilder path, PlotArea area, int index)
    {
        var lane = lanes[index];
        var end = double.IsFinite(lane.Arrival) ? lane.Arrival : decided;
        var (top, foot) = (area.Y(index), area.Y(index + 1));
        var gap = Math.Min((foot - top) * 0.12, 1.5);
        Bar(path, area.Left, area.X(Math.Min(end, decided)), top + gap, foot - gap);
        if (end > decided)
        {
            var middle = (top + foot) / 2;
            var half = Math.Max((foot - top) * 0.14, 0.5);
            Bar(path, area.X(decided), area.X(end), middle - half, middle + half);
        }
    }

    private static void Bar(
        StringBuilder path, double left, double right, double top, double foot) =>
        path.Append($"M{PlotArea.Pixel(left)} {Svg.Number(top)}H{PlotArea.Pixel(right)}")
            .Append($"V{Svg.Number(foot)}H{PlotArea.Pixel(left)}Z");

    private static void DrawMoment(Svg svg, PlotArea area, double seconds, string style)
    {
        var x = PlotArea.Pixel(area.X(seconds));
        svg.Element(
            "path", ("class", $"line dashed {style}"),
            ("d", $"M{x} {Svg.Number(area.Top)}V{Svg.Number(area.Bottom)}"));
    }
}
