using AkkaCoded.Codes;
using AkkaCoded.Codes.Choosing;

namespace AkkaCoded.Codes.Tests.Choosing;

/// <summary>A world whose times are a table for the load 1/n; another load adds a slope, or
/// stretches the time.</summary>
/// <param name="name">For messages.</param>
/// <param name="times">By step and worker, for the load 1/n.</param>
/// <param name="slopeOfShare">Additive: seconds that the load 1/n adds; null: all grows with the
/// load.</param>
public sealed class TableWorld(string name, double[][] times, double? slopeOfShare) : IStepWorld
{
    public int Workers => times[0].Length;

    public int Steps => times.Length;

    public double Seconds(int step, int worker, double load) => slopeOfShare is { } slope
        ? times[step][worker] + (slope * ((load * Workers) - 1))
        : times[step][worker] * load * Workers;

    public override string ToString() => name;
}

/// <summary>Kinds of delays that clusters show, seeded.</summary>
public static class SyntheticWorlds
{
    /// <summary>Every kind of delay; the time of a usual worker is about 1.</summary>
    public static IEnumerable<(string Name, Func<SeededRandom, double[][]> Make)> Kinds()
    {
        foreach (var steps in new[] { 16, 40, 200 })
        {
            foreach (var cold in new[] { 0.004, 0.05, 0.2, 1.0 })
            {
                yield return ($"cold {cold} n=256 T={steps}", r => Cold(r, 256, steps, cold, 1));
            }

            yield return ($"cold 3 steps 0.2 n=256 T={steps}", r => Cold(r, 256, steps, 0.2, 3));
            yield return ($"lambda n=256 T={steps}", r => Cold(r, 256, steps, 0, 1));
        }

        foreach (var n in new[] { 8, 32, 256 })
        {
            foreach (var factor in new[] { 2.0, 4 })
            {
                yield return ($"two speeds {factor} n={n}", r => TwoSpeeds(r, n, 60, factor));
            }

            yield return ($"bimodal n={n}", r => Bimodal(r, n, 80, 0.05, 8));
            yield return ($"pareto 1.5 n={n}", r => Pareto(r, n, 80, 1.5));
            yield return ($"few slow n={n}", r => FewSlow(r, n, 60));
            yield return ($"drift n={n}", r => Drift(r, n, 120));
            yield return ($"light noise n={n}", r => Light(r, n, 60, 0.03));
            yield return ($"identical n={n}", r => Light(r, n, 60, 0));
            yield return ($"common noise n={n}", r => Common(r, n, 60));
        }

        foreach (var n in new[] { 2, 3, 4, 5 })
        {
            yield return ($"identical n={n}", r => Light(r, n, 40, 0));
            yield return ($"light noise n={n}", r => Light(r, n, 40, 0.05));
            yield return ($"bimodal n={n}", r => Bimodal(r, n, 80, 0.1, 6));
            yield return ($"few slow n={n}", r => FewSlow(r, n, 60));
        }

        yield return ("rare n=8 T=400", r => Bimodal(r, 8, 400, 0.003, 20));
    }

    private static double[][] Table(int n, int steps, Func<int, int, double> time) =>
        [.. Enumerable.Range(0, steps).Select(
            t => Enumerable.Range(0, n).Select(i => time(t, i)).ToArray())];

    /// <summary>Invocations of functions: some spread, 5 % late by a Pareto tail, and in the first
    /// steps a share of workers that still start, 25 times as long.</summary>
    private static double[][] Cold(
        SeededRandom random, int n, int steps, double share, int coldSteps) =>
        Table(n, steps, (t, _) =>
        {
            var time = Math.Exp(0.12 * random.NextGaussian());
            time *= random.NextDouble() < 0.05 ? 1.3 * Power(random, 2) : 1;
            return t < coldSteps && random.NextDouble() < share
                ? time * (10 + (20 * random.NextDouble()))
                : time;
        });

    private static double[][] TwoSpeeds(SeededRandom random, int n, int steps, double factor)
    {
        var slow = random.Permutation(n).Take(n / 2).ToHashSet();
        return Table(n, steps, (_, i) =>
            (slow.Contains(i) ? factor : 1) * Math.Exp(0.05 * random.NextGaussian()));
    }

    private static double[][] Bimodal(
        SeededRandom random, int n, int steps, double share, double slow) =>
        Table(n, steps, (_, _) => (random.NextDouble() < share ? slow : 1)
            * Math.Exp(0.03 * random.NextGaussian()));

    private static double[][] Pareto(SeededRandom random, int n, int steps, double shape) =>
        Table(n, steps, (_, _) => Power(random, shape));

    private static double[][] FewSlow(SeededRandom random, int n, int steps)
    {
        var slow = random.Permutation(n).Take(Math.Max(1, n / 16)).ToHashSet();
        return Table(n, steps, (_, i) =>
            (slow.Contains(i) ? 3 : 1) * Math.Exp(0.04 * random.NextGaussian()));
    }

    private static double[][] Drift(SeededRandom random, int n, int steps)
    {
        var order = random.Permutation(n);
        var count = Math.Max(1, n / 8);
        var early = order.Take(count).ToHashSet();
        var late = order.Skip(count).Take(count).ToHashSet();
        return Table(n, steps, (t, i) =>
            ((t < steps / 2 ? early : late).Contains(i) ? 3 : 1)
            * Math.Exp(0.04 * random.NextGaussian()));
    }

    private static double[][] Light(SeededRandom random, int n, int steps, double noise) =>
        Table(n, steps, (_, _) => Math.Exp(noise * random.NextGaussian()));

    /// <summary>Steps differ, workers hardly do.</summary>
    private static double[][] Common(SeededRandom random, int n, int steps)
    {
        var step = Enumerable.Range(0, steps)
            .Select(_ => Math.Exp(0.3 * random.NextGaussian())).ToArray();
        return Table(n, steps, (t, _) => step[t] * Math.Exp(0.03 * random.NextGaussian()));
    }

    private static double Power(SeededRandom random, double shape) =>
        Math.Pow(random.NextOpenDouble(), -1 / shape);
}
