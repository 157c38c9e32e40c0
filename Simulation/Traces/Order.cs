using AkkaCoded.Codes;

namespace AkkaCoded.Simulation.Traces;

/// <summary>Order statistics.</summary>
internal static class Order
{
    /// <summary>Between neighbours in proportion: 0.5 of an even number is the middle of two.
    /// </summary>
    /// <param name="sorted">Rising, not empty.</param>
    /// <param name="share">0 .. 1.</param>
    public static double Quantile(IReadOnlyList<double> sorted, double share)
    {
        Contract.Require(sorted.Count > 0 && share is >= 0 and <= 1, "a quantile of something");
        var place = share * (sorted.Count - 1);
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }
}
