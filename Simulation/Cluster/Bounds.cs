using System.Globalization;
using AkkaCoded.Codes;
using AkkaCoded.Codes.Baselines;
using AkkaCoded.Messages.Chaos;

namespace AkkaCoded.Simulation.Cluster;

/// <summary>What policies are held against, computed in hindsight without actors.</summary>
internal static class Bounds
{
    /// <summary>Redundancies of a counting code that are tried where there are many.</summary>
    private const int CountedMax = 48;

    public static SimulationBounds Of(
        SimulationOptions options, IReadOnlyList<SimulatedPolicy> policies,
        IReadOnlyList<PolicyResult> results)
    {
        var all = Seconds(options, new WaitAllScheme(options.Workers));
        var waitForAll = all.Sum();
        var (best, name) = (waitForAll, "wait-all");
        foreach (var (text, scheme) in Fixed(options))
        {
            var total = Seconds(options, scheme).Sum();
            (best, name) = total < best ? (total, text) : (best, name);
        }

        return new SimulationBounds(
            Median(options), Earliest(options, policies, results, all), best, name, waitForAll);
    }

    /// <summary>Every worker takes its step's median at the uncoded load.</summary>
    private static double Median(SimulationOptions options)
    {
        var delays = new StepDelays(options);
        var seconds = new double[options.Workers];
        var total = 0.0;
        for (var step = 0; step < options.Steps; step++)
        {
            for (var worker = 0; worker < seconds.Length; worker++)
            {
                seconds[worker] = delays.Seconds(step, worker, 1.0 / seconds.Length);
            }

            Array.Sort(seconds);
            total += (seconds[(seconds.Length - 1) / 2] + seconds[seconds.Length / 2]) / 2;
        }

        return total;
    }

    /// <summary>Each step under the best of the codes that were compared.</summary>
    private static double Earliest(
        SimulationOptions options, IReadOnlyList<SimulatedPolicy> policies,
        IReadOnlyList<PolicyResult> results, double[] waitForAll)
    {
        var earliest = waitForAll.ToArray();
        for (var i = 0; i < policies.Count; i++)
        {
            if (policies[i] is not ActorPolicy { IsSynchronousExact: true } policy)
            {
                continue;
            }

            // A race that cancels and loses nobody ends at that very moment.
            var isRace = options is { Late: LateWorkers.Cancel, Failures: null, ColdStarts: null };
            var seconds = isRace || policy.IsCounted
                ? results[i].StepSeconds
                : Decodable(options, policy);
            for (var step = 0; step < earliest.Length; step++)
            {
                earliest[step] = Math.Min(earliest[step], seconds[step]);
            }
        }

        return earliest.Sum();
    }

    private static double[] Decodable(SimulationOptions options, ActorPolicy policy)
    {
        var code = policy.Code(options).Build();
        var hindsight = new Hindsight(code, options.MaxAmplification);
        var delays = new StepDelays(options);
        var seconds = new double[options.Workers];
        var earliest = new double[options.Steps];
        for (var step = 0; step < earliest.Length; step++)
        {
            for (var worker = 0; worker < seconds.Length; worker++)
            {
                var load = (double)code.Row(worker).Chunks.Length / code.Chunks;
                seconds[worker] = load == 0 ? 0 : delays.Seconds(step, worker, load);
            }

            earliest[step] = hindsight.Of(seconds).EarliestDecodableSeconds
                ?? double.PositiveInfinity;
        }

        return earliest;
    }

    /// <summary>Seconds of each step of a scheme.</summary>
    private static double[] Seconds(SimulationOptions options, IStepScheme scheme)
    {
        var times = new StepTimes(new StepDelays(options), new FailureTimeline(options));
        var seconds = new double[options.Steps];
        for (var step = 0; step < seconds.Length; step++)
        {
            seconds[step] = scheme.Step(step, times.MoveTo(step, times.Now)).Seconds;
            times.MoveTo(step + 1, times.Now + seconds[step]);
        }

        return seconds;
    }

    /// <summary>Races of repetition with every number of groups, and of codes of least load that
    /// any n - s answers decode.</summary>
    private static IEnumerable<(string Name, IStepScheme Scheme)> Fixed(SimulationOptions options)
    {
        var n = options.Workers;
        for (var s = 1; s < n; s++)
        {
            if (n / (s + 1) != n / s)
            {
                var code = CodeFamilies.Build(
                    "fractional-repetition", new CodeParameters(n, s) { Seed = options.Seed });
                yield return (
                    $"fractional-repetition race, s = {Text(s)}",
                    new CodeRaceScheme(code, options.Late));
            }
        }

        foreach (var s in Counted(n))
        {
            yield return (
                $"any {Text(n - s)} of {Text(n)} answers, s = {Text(s)}",
                new CountScheme(n, s, (s + 1.0) / n, options.Late));
        }
    }

    private static IEnumerable<int> Counted(int n) => n - 1 <= CountedMax
        ? Enumerable.Range(1, Math.Max(0, n - 1))
        : Enumerable.Range(0, CountedMax)
            .Select(i => (int)Math.Round(Math.Pow(n - 1, i / (CountedMax - 1.0))))
            .Distinct();

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
