using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Simulation.Report;

/// <summary>Sizes for people.</summary>
internal static class ByteText
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB"];

    /// <summary>Three digits, powers of 1000.</summary>
    public static string Of(double bytes)
    {
        var unit = 0;
        while (bytes >= 1000 && unit + 1 < Units.Length)
        {
            bytes /= 1000;
            unit++;
        }

        return unit == 0 ? $"{bytes:0} B" : $"{TimeUnit.Digits(bytes)} {Units[unit]}";
    }
}
