using System.Globalization;
using System.Text;

namespace AkkaCoded.Coordinator.Report;

/// <summary>Where a plot draws its data: from values to pixels.</summary>
/// <param name="XAxis">Axis from left to right.</param>
/// <param name="YAxis">Axis from bottom to top; bands go from top to bottom.</param>
/// <param name="Left">Left edge, pixels.</param>
/// <param name="Top">Upper edge, pixels.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="IsNarrow">Whether it is the plot for phones.</param>
/// <param name="Id">Unique in the page; a layer may use it for elements that it refers to.</param>
public sealed record PlotArea(
    Axis XAxis,
    Axis YAxis,
    double Left,
    double Top,
    double Width,
    double Height,
    bool IsNarrow,
    string Id)
{
    /// <summary>Right edge, pixels.</summary>
    public double Right => Left + Width;

    /// <summary>Lower edge, pixels.</summary>
    public double Bottom => Top + Height;

    /// <summary>Pixels of a value of the x-axis.</summary>
    public double X(double value) => Left + (Width * XAxis.Share(value));

    /// <summary>Pixels of a value of the y-axis.</summary>
    public double Y(double value) => YAxis.Scale == AxisScale.Bands
        ? Top + (Height * YAxis.Share(value))
        : Bottom - (Height * YAxis.Share(value));

    /// <summary>Path data through points; a point that is no number makes a gap.</summary>
    /// <param name="xs">Values of the x-axis.</param>
    /// <param name="ys">Values of the y-axis.</param>
    /// <param name="isStep">Whether it goes sideways first, then up or down.</param>
    public string Path(
        IReadOnlyList<double> xs, IReadOnlyList<double> ys, bool isStep = false)
    {
        var path = new StringBuilder();
        var isDown = false;
        for (var i = 0; i < xs.Count; i++)
        {
            if (!double.IsFinite(xs[i]) || !double.IsFinite(ys[i]))
            {
                isDown = false;
                continue;
            }

            if (isStep && isDown)
            {
                path.Append('H').Append(Pixel(X(xs[i])));
            }

            path.Append(isDown ? 'L' : 'M')
                .Append(Pixel(X(xs[i]))).Append(' ').Append(Pixel(Y(ys[i])));
            isDown = true;
        }

        return path.ToString();
    }

    /// <summary>A place with a digit after the point.</summary>
    public static string Pixel(double value) =>
        Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);
}
