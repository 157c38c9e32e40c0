using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Simulation.Report;

/// <summary>Times that are to be compared, all in the unit that suits the shortest.</summary>
internal sealed class TotalText
{
    /// <summary>Up to here seconds are easier to compare than minutes.</summary>
    private const double SecondsMax = 6000;

    private readonly TimeUnit _unit;

    public TotalText(IEnumerable<double> seconds)
    {
        var least = seconds.Where(value => value > 0 && double.IsFinite(value))
            .DefaultIfEmpty(1).Min();
        _unit = TimeUnit.For(least is > 1 and < SecondsMax ? 1 : least);
    }

    public string Unit => _unit.Name;

    /// <summary>Such as <c>1,240 s</c>.</summary>
    public string Of(double seconds) => $"{TimeUnit.Digits(seconds / _unit.Seconds)} {_unit.Name}";
}
