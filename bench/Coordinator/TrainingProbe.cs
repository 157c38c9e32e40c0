using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Training;

namespace AkkaCoded.Bench.Coordinator;

/// <summary>Runs a small training over workers of this process and keeps its step records.
/// </summary>
internal static class TrainingProbe
{
    /// <summary>Steps left out at the beginning: the runtime still compiles them.</summary>
    private const int WarmUpSteps = 100;

    /// <summary>Trains and returns the records of all steps but the first ones.</summary>
    /// <param name="settings">What differs from the defaults, below <c>coded</c>.</param>
    public static IReadOnlyList<StepRecord> Run(params string[] settings)
    {
        var config = new ConfigLayers()
            .Module(typeof(TrainingJobOptions).Assembly)
            .CommandLine(["logging.console.level=off", "record.folder=null", .. settings])
            .Build();
        var kept = new Keeper();
        RunAsync(config, kept).GetAwaiter().GetResult();
        return [.. kept.Steps.Skip(WarmUpSteps)];
    }

    private static async Task RunAsync(LayeredConfig config, Keeper kept)
    {
        await using var run = TrainingRun.Start(config, kept);
        await run.Completion;
    }

    private sealed class Keeper : IJobObserver
    {
        public List<StepRecord> Steps { get; } = [];

        public void OnStep(StepRecord step) => Steps.Add(step);

        public void OnEvent(JobEvent happened)
        {
        }
    }
}
