using AkkaCoded.Coordinator.Report;

namespace AkkaCoded.Simulation.Report;

/// <summary>Times that are to be compared, all in one unit: that of the shortest.</summary>
internal sealed class TotalText
{
    private readonly TimeUnit _unit;

    public TotalText(IEnumerable<double> seconds) => _unit = TimeUnit.For(
        seconds.Where(value => value > 0 && double.IsFinite(value)).DefaultIfEmpty(1).Min());

    public string Unit => _unit.Name;

    /// <summary>Such as <c>1,240 s</c>.</summary>
    public string Of(double seconds) => $"{TimeUnit.Digits(seconds / _unit.Seconds)} {_unit.Name}";
}
