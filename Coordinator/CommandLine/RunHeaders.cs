using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Job;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>What a run's record begins with.</summary>
internal static class RunHeaders
{
    public static RunHeader Of(OpenedRun run, TimeProvider time)
    {
        var (options, training) = (run.JobOptions, run.Training);
        var code = training.Code.Parameters;
        var (chaos, faults) = (options.Chaos, options.Chaos.Faults);
        string[] injected = chaos.Enabled
            ? [.. chaos.Law is { } law ? [law.ToString()] : Array.Empty<string>(),
                .. faults.Select(fault => fault.ToString())]
            : [];
        return new RunHeader
        {
            Job = options.Id.Value,
            Code = $"{training.Code.Family}, n = {code.Workers}, s = {code.Stragglers}",
            Workers = code.Workers,
            Policy = PolicyRules.Name(options.Policy.Kind),
            Chaos = injected.Length == 0 ? null : string.Join("; ", injected),
            Seed = (ulong)training.Training.Seed,
            SamplesPerStep = training.Training.SamplesPerStep,
            StepsTotal = run.StepCount,
            StartedAt = time.GetUtcNow(),
            Machine = MachineInfo.Here(),
        };
    }
}
