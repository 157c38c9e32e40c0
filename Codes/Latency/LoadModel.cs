using static AkkaCoded.Codes.Latency.DelayText;

namespace AkkaCoded.Codes.Latency;

/// <summary>How a worker's time depends on the share of the step that it computes.</summary>
public enum LoadKind
{
    /// <summary>Everything grows with the load, the tail too: T = base + (load / at) X.</summary>
    Multiplicative,

    /// <summary>The delay does not depend on the load: T = X + slope (load - at).</summary>
    Additive,
}

/// <summary>
/// Turns the law's X into the time of a worker with a load. Load 1 is the whole step; n workers
/// without redundancy have load 1/n each. Which of the two kinds holds decides whether gradient
/// codes pay, so it is part of every law's text.
/// </summary>
public sealed class LoadModel
{
    private LoadModel(LoadKind kind, double slope, double at, double baseSeconds)
    {
        Kind = kind;
        Slope = slope;
        At = at;
        BaseSeconds = baseSeconds;
    }

    /// <summary>Which of the two kinds.</summary>
    public LoadKind Kind { get; }

    /// <summary>Additive: seconds that the whole step takes one worker, besides the delay.
    /// </summary>
    public double Slope { get; }

    /// <summary>The load that X was measured at, or is meant for.</summary>
    public double At { get; }

    /// <summary>Multiplicative: seconds that do not depend on the load.</summary>
    public double BaseSeconds { get; }

    /// <summary>T = base + (load / at) X.</summary>
    /// <param name="at">The load that X is meant for; above 0. 1: X is the time of all the work.
    /// </param>
    /// <param name="baseSeconds">Fixed seconds, 0 or more.</param>
    /// <exception cref="InvalidInputException">CDL-0043: a value is out of its range.</exception>
    public static LoadModel Multiplicative(double at = 1, double baseSeconds = 0) => new(
        LoadKind.Multiplicative, 0, Positive("load=multiplicative", "at", at),
        NotNegative("load=multiplicative", "base", baseSeconds));

    /// <summary>T = X + slope (load - at).</summary>
    /// <param name="slope">Seconds that the whole step takes one worker; 0 or more.</param>
    /// <param name="at">The load at which X was measured, 0 .. 1; 0: X is the delay alone.</param>
    /// <exception cref="InvalidInputException">CDL-0043: a value is out of its range.</exception>
    public static LoadModel Additive(double slope = 1, double at = 0) => new(
        LoadKind.Additive, NotNegative("load=additive", "slope", slope),
        NotNegative("load=additive", "at", at), 0);

    /// <summary>Seconds from the law's X.</summary>
    /// <param name="x">Seconds as drawn from the law, or as measured.</param>
    /// <param name="load">Share of the step that the worker computes, 0 or more.</param>
    /// <returns>Seconds; below 0 where the load is so far below that of the measurement that it
    /// saves more than the whole time.</returns>
    public double Seconds(double x, double load) => Offset(load) + (Factor(load) * x);

    /// <summary>The law's X that takes these seconds.</summary>
    internal double Inverse(double seconds, double load) => (seconds - Offset(load)) / Factor(load);

    internal double Factor(double load) => Kind == LoadKind.Multiplicative ? load / At : 1;

    internal double Offset(double load) =>
        Kind == LoadKind.Multiplicative ? BaseSeconds : Slope * (load - At);

    internal IEnumerable<KeyValuePair<string, string>> Parameters()
    {
        yield return new("load", Kind == LoadKind.Multiplicative ? "multiplicative" : "additive");
        if (Kind == LoadKind.Additive)
        {
            yield return Pair("slope", Slope);
        }

        if (At != (Kind == LoadKind.Multiplicative ? 1 : 0))
        {
            yield return Pair("at", At);
        }

        if (BaseSeconds != 0)
        {
            yield return Pair("base", BaseSeconds);
        }
    }
}
