using AkkaCoded.Codes;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Job;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>How long steps take on given delays by the rule of a policy.</summary>
internal sealed class ValidateRace(PolicyOptions policy, GradientCode code, double maxAmplification)
{
    /// <summary>Mean seconds of a step; null where one would never end.</summary>
    /// <param name="steps">By step, the delay of each worker.</param>
    public double? MeanSeconds(IReadOnlyList<double[]> steps) => policy.Kind switch
    {
        PolicyKind.WaitAll => steps.Average(step => step.Max()),
        PolicyKind.Exact => Decodable(steps),
        PolicyKind.Approximate => Approximate(steps),
        PolicyKind.Backup => steps.Average(
            step => step.Order().ElementAt(code.Workers - 1 - policy.Backups)),
        PolicyKind.Async => Staleness(steps, steps.Count),
        PolicyKind.Ssp => Staleness(steps, policy.Staleness),
        _ => LocalSgd(steps),
    };

    private double? Decodable(IReadOnlyList<double[]> steps)
    {
        var hindsight = new Hindsight(code, maxAmplification);
        return MeanOrNull(steps.Select(step => hindsight.Of(step).EarliestDecodableSeconds));
    }

    /// <summary>A deadline that the job would learn is taken to be the mean delay here.</summary>
    private double? Approximate(IReadOnlyList<double[]> steps)
    {
        var deadline = policy.Deadline?.TotalSeconds ?? steps.SelectMany(step => step).Average();
        var set = new DecodableSet(code, maxAmplification);
        return MeanOrNull(steps.Select(step => Approximate(step, deadline, set)));
    }

    private double? Approximate(double[] delays, double deadline, DecodableSet set)
    {
        set.Clear();
        double? estimate = null;
        foreach (var worker in Enumerable.Range(0, delays.Length).OrderBy(w => delays[w]))
        {
            if (estimate <= delays[worker])
            {
                return estimate;
            }

            if (set.Add(worker))
            {
                return delays[worker];
            }

            if (set.Residual / Math.Sqrt(code.Chunks) <= policy.ErrorMax)
            {
                estimate ??= Math.Max(delays[worker], deadline);
            }
        }

        return estimate;
    }

    /// <summary>
    /// Each worker goes at its own pace, but begins a step only when all have ended the one that
    /// lies so many steps back. The mean is over workers, of their time per step.
    /// </summary>
    private static double Staleness(IReadOnlyList<double[]> steps, int staleness)
    {
        var workers = steps[0].Length;
        var now = new double[workers];
        var allDone = new double[steps.Count];
        for (var step = 0; step < steps.Count; step++)
        {
            var gate = step > staleness ? allDone[step - staleness - 1] : 0;
            for (var worker = 0; worker < workers; worker++)
            {
                now[worker] = Math.Max(now[worker], gate) + steps[step][worker];
            }

            allDone[step] = now.Max();
        }

        return now.Average() / steps.Count;
    }

    /// <summary>A round lasts as long as the slowest sum of its steps.</summary>
    private double LocalSgd(IReadOnlyList<double[]> steps) => steps
        .Chunk(policy.LocalSteps)
        .Sum(round => Enumerable.Range(0, code.Workers).Max(w => round.Sum(step => step[w])))
        / steps.Count;

    private static double? MeanOrNull(IEnumerable<double?> seconds)
    {
        var all = seconds.ToList();
        return all.Contains(null) ? null : all.Average();
    }
}
