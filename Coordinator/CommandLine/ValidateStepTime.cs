using AkkaCoded.Codes;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Job;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>
/// The expected step time under the injected delays: the job's own delays, drawn for a sample of
/// its steps, raced by the rule of its policy. Computing and network are not in it, nor are crashes
/// and hangs. The JSON's keys are in docs/command-line.md.
/// </summary>
/// <param name="DrawnSteps">How many steps were drawn.</param>
/// <param name="PolicySeconds">Mean step time with the job's policy; null where a drawn step would
/// not have ended.</param>
/// <param name="WaitForAllSeconds">Mean of the largest delay of each step.</param>
/// <param name="UncodedSeconds">The same if each worker had 1 / n of the step only.</param>
internal sealed record ValidateStepTime(
    int DrawnSteps, double? PolicySeconds, double WaitForAllSeconds, double UncodedSeconds)
{
    private const int StepsMax = 2000;
    private const int StepsMin = 20;

    /// <summary>Testing sets of n answers by rank costs about n^3 operations a step.</summary>
    private const double OperationsMax = 1e9;

    /// <summary>Draws and races.</summary>
    /// <returns>Null where no delay is injected: what computing takes is not known here.</returns>
    public static ValidateStepTime? Of(
        JobOptions job, GradientCode code, double maxAmplification, long stepCount)
    {
        var plan = new ChaosPlan(job.Chaos, code.Workers + job.Spares);
        if (!plan.DrawsDelays)
        {
            return null;
        }

        var delays = Draw(plan, code, Steps(code, stepCount));
        var uncoded = Draw(
            plan, delays.Select(row => row.Step), code.Workers, _ => 1.0 / code.Workers);
        var race = new ValidateRace(job.Policy, code, maxAmplification);
        return new(
            delays.Count,
            race.MeanSeconds([.. delays.Select(row => row.Seconds)]),
            delays.Average(row => row.Seconds.Max()),
            uncoded.Average(row => row.Seconds.Max()));
    }

    /// <summary>Spread over the whole job, since faults may hold for some steps only.</summary>
    private static IEnumerable<long> Steps(GradientCode code, long stepCount)
    {
        var cost = code.Groups is null ? Math.Pow(code.Workers, 3) : code.Workers;
        var count = (int)Math.Min(
            stepCount, Math.Clamp(OperationsMax / cost, StepsMin, StepsMax));
        return Enumerable.Range(0, count).Select(i => (long)((double)i * stepCount / count));
    }

    private static List<(long Step, double[] Seconds)> Draw(
        ChaosPlan plan, GradientCode code, IEnumerable<long> steps) => Draw(
        plan, steps, code.Workers,
        worker => (double)code.Row(worker).Chunks.Length / code.Chunks);

    private static List<(long Step, double[] Seconds)> Draw(
        ChaosPlan plan, IEnumerable<long> steps, int workers, Func<int, double> load) =>
    [
        .. steps.Select(step => (step, Enumerable.Range(0, workers)
            .Select(worker => plan.DelaySeconds(step, worker, load(worker)))
            .ToArray())),
    ];
}
