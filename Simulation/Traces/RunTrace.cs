using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Record;

namespace AkkaCoded.Simulation.Traces;

/// <summary>
/// Times from the record of a run of ours. An answer that was cancelled or lost has no time; what
/// is known of it is that it had not come when the step ended.
/// </summary>
internal static class RunTrace
{
    /// <param name="path">Folder of the run, or its record.jsonl.</param>
    /// <param name="isDelays">Whether the injected delays are wanted, which a record has for
    /// cancelled answers too, instead of the times at which answers came.</param>
    public static TraceGrid Read(string path, bool isDelays)
    {
        var record = Directory.Exists(path) ? Path.Combine(path, "record.jsonl") : path;
        var steps = RunRecordReader.Read(record).OfType<StepLine>()
            .Select(line => line.Step).ToList();
        if (steps.Count == 0)
        {
            throw new InvalidInputException(
                "CDL-0621", record, "no step", "a run that took at least one step",
                "Import another run.");
        }

        return isDelays ? Delays(record, steps) : Arrivals(record, steps);
    }

    private static TraceGrid Delays(string record, List<StepRecord> steps)
    {
        if (steps.Any(step => step.DrawnDelaySeconds is null))
        {
            throw new InvalidInputException(
                "CDL-0627", record, "no injected delays", "a run with chaos.enabled = on",
                "Import its arrivals: --shape run.");
        }

        var workers = steps.Max(step => step.DrawnDelaySeconds!.Count);
        return new(record, "injected delays of a run",
        [
            .. steps.Select(step => Enumerable.Range(0, workers)
                .Select(worker => worker < step.DrawnDelaySeconds!.Count
                    ? step.DrawnDelaySeconds[worker]
                    : double.NaN).ToArray()),
        ]);
    }

    private static TraceGrid Arrivals(string record, List<StepRecord> steps)
    {
        var workers = steps.SelectMany(WithRow).Distinct().Order().ToArray();
        return new(
            record, "arrivals of a run",
            [.. steps.Select(step => workers.Select(worker => Arrival(step, worker)).ToArray())],
            [.. steps.Select(step => workers.Select(_ => Decided(step)).ToArray())]);
    }

    private static IEnumerable<int> WithRow(StepRecord step) =>
        AnswerStates.Of(step).Select(answer => answer.Worker);

    private static double Arrival(StepRecord step, int worker) =>
        worker < step.ArrivalSeconds.Count
            ? step.ArrivalSeconds[worker] ?? double.NaN
            : double.NaN;

    /// <summary>The step was decided when the last used answer had come.</summary>
    private static double Decided(StepRecord step) => step.Used
        .Select(worker => Arrival(step, worker)).Where(double.IsFinite).DefaultIfEmpty(0).Max();
}
