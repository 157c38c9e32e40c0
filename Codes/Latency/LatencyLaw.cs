namespace AkkaCoded.Codes.Latency;

/// <summary>
/// How long a worker takes: the law of its delay, and how the load enters. Text form:
/// <c>shifted-exponential(shift=1, rate=10, load=multiplicative)</c>; see docs/latency-laws.md.
/// </summary>
public sealed class LatencyLaw
{
    /// <param name="delay">The law of X.</param>
    /// <param name="load">How X and the load make seconds.</param>
    public LatencyLaw(DelayDistribution delay, LoadModel load)
    {
        Delay = delay;
        Load = load;
    }

    /// <summary>The law of X.</summary>
    public DelayDistribution Delay { get; }

    /// <summary>How X and the load make seconds.</summary>
    public LoadModel Load { get; }

    /// <summary>Reads the text form.</summary>
    /// <exception cref="InvalidInputException">CDL-0040 .. CDL-0047: the text, a name, a key, a
    /// value or the trace file is not right; the error says which and what is allowed.</exception>
    public static LatencyLaw Parse(string text) => LatencyLawText.Parse(text);

    /// <summary>The text form, which <see cref="Parse"/> reads back to the same law.</summary>
    public override string ToString() => LatencyLawText.Format(this);

    /// <summary>Seconds of one worker with this load.</summary>
    /// <param name="random">Where the chance comes from.</param>
    /// <param name="load">Share of the step that the worker computes; above 0.</param>
    public double Sample(SeededRandom random, double load) =>
        Load.Seconds(Delay.Sample(random), Checked(load));

    /// <summary>Seconds of all workers of one step, each with the same load.</summary>
    public void SampleStep(SeededRandom random, double load, Span<double> seconds)
    {
        Checked(load);
        Delay.SampleStep(random, seconds);
        foreach (ref var worker in seconds)
        {
            worker = Load.Seconds(worker, load);
        }
    }

    /// <summary>E[T] in seconds for one worker with this load; may be infinite.</summary>
    public double Mean(double load) => Load.Seconds(Delay.Mean, Checked(load));

    /// <summary>P[T &lt;= seconds].</summary>
    public double Cdf(double seconds, double load) =>
        Delay.Cdf(Load.Inverse(seconds, Checked(load)));

    /// <summary>The smallest t with P[T &lt;= t] >= p, for p in [0, 1).</summary>
    public double Quantile(double p, double load) =>
        Load.Seconds(Delay.Quantile(p), Checked(load));

    /// <summary>Seconds with this load, from a mean of X.</summary>
    internal double Seconds(double x, double load) => Load.Seconds(x, Checked(load));

    /// <summary>
    /// A delay measured at a load can't be carried over to a load so small that the work left out
    /// takes longer than the whole measurement; such a law is wrong, and is said to be.
    /// </summary>
    private double Checked(double load)
    {
        if (!double.IsFinite(load) || load <= 0)
        {
            throw new InvalidInputException(
                "CDL-0048", "load", load, "above 0, finite", "Give the share of the step.");
        }

        var fastest = Load.Seconds(Delay.Minimum, load);
        if (fastest < 0)
        {
            throw new InvalidInputException(
                "CDL-0048", "load", load,
                $"such that no worker takes less than 0 s; {this} gives {fastest:G4} s",
                $"Lower slope or at in the law. {DelayText.Page}");
        }

        return load;
    }
}
