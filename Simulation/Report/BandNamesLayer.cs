using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Simulation.Report;

/// <summary>A text at the upper left of every band: names that are too long for the margin.
/// </summary>
/// <param name="names">From the top.</param>
internal sealed class BandNamesLayer(IReadOnlyList<string> names) : PlotLayer
{
    /// <inheritdoc/>
    public override void Draw(Svg svg, PlotArea area)
    {
        for (var i = 0; i < names.Count; i++)
        {
            svg.Text(
                "text", names[i], ("class", "label halo"), ("x", area.Left + 4),
                ("y", area.Y(i) + 16));
        }
    }
}
