using static AkkaCoded.Codes.Latency.DelayText;

namespace AkkaCoded.Codes.Latency;

/// <summary>
/// X = shift + Exp(rate): a fixed time and a light, memoryless tail. The law of Lee, Lam,
/// Pedarsani, Papailiopoulos and Ramchandran (IEEE T-IT 2018, section III), there with shift 1.
/// </summary>
public sealed class ShiftedExponentialDelay : DelayDistribution
{
    /// <param name="shift">Seconds that nobody beats; 0 or more.</param>
    /// <param name="rate">Of the exponential part, per second; above 0.</param>
    /// <exception cref="InvalidInputException">CDL-0043: a value is out of its range.</exception>
    public ShiftedExponentialDelay(double shift, double rate)
    {
        Shift = NotNegative("shifted-exponential", "shift", shift);
        Rate = Positive("shifted-exponential", "rate", rate);
    }

    /// <summary>Seconds that nobody beats.</summary>
    public double Shift { get; }

    /// <summary>Of the exponential part, per second.</summary>
    public double Rate { get; }

    /// <inheritdoc />
    public override string Name => "shifted-exponential";

    /// <inheritdoc />
    public override IReadOnlyList<KeyValuePair<string, string>> Parameters =>
        [Pair("shift", Shift), Pair("rate", Rate)];

    /// <inheritdoc />
    public override double Minimum => Shift;

    /// <inheritdoc />
    public override double Mean => Shift + (1 / Rate);

    /// <inheritdoc />
    public override double Cdf(double seconds) =>
        seconds <= Shift ? 0 : -SpecialFunctions.ExpM1(-Rate * (seconds - Shift));

    /// <inheritdoc />
    public override double QuantileOfTail(double tail) => Shift - (Math.Log(tail) / Rate);

    /// <summary>E[X_(k:n)] = shift + (H_n - H_(n-k)) / rate (Rényi's representation).</summary>
    public override double MeanOfOrder(int k, int n)
    {
        RequireOrder(k, n);
        var spread = SpecialFunctions.Harmonic(n) - SpecialFunctions.Harmonic(n - k);
        return Shift + (spread / Rate);
    }

    /// <summary>Equal groups of r: shift + H_G / (r rate), as a minimum of r has r times the rate.
    /// </summary>
    public override double MeanOfRace(RaceGroups groups) => groups.AreEqual
        ? Shift + (SpecialFunctions.Harmonic(groups.Groups)
            / (groups.Workers / groups.Groups * Rate))
        : base.MeanOfRace(groups);
}
