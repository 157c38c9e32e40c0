using AkkaCoded.Codes.Baselines;

namespace AkkaCoded.Codes.Tests.Sequential;

/// <summary>Times by hand: a start of each worker, plus seconds per load.</summary>
internal sealed class GivenTimes(double[] start, double[] perLoad) : IWorkerTimes
{
    public int Workers => start.Length;

    /// <summary>Time proportional to the load; the seconds are those at load 1/n.</summary>
    public static GivenTimes Proportional(params double[] seconds) =>
        new(new double[seconds.Length], [.. seconds.Select(value => value * seconds.Length)]);

    /// <summary>Time that does not depend on the load.</summary>
    public static GivenTimes Fixed(params double[] seconds) =>
        new(seconds, new double[seconds.Length]);

    public double Seconds(int worker, double load) => start[worker] + (perLoad[worker] * load);
}
