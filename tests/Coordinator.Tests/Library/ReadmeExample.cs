using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.Tests.Library;

/// <summary>The README's example, as it stands there: <see cref="LibraryUseSpec"/> compares.
/// </summary>
internal static class ReadmeExample
{
    public static async Task<RunResult> TrainAsync(string file, TextWriter output)
    {
        var job = new ConfigLayers()
            .Module(typeof(TrainingJobOptions).Assembly)
            .JobFile(file)
            .CommandLine(["training.steps=40", "record.folder=null"])
            .Build();
        await using var run = TrainingRun.Start(job, new Printer(output));
        var result = await run.Completion;
        output.WriteLine($"{result.Accuracy:0.0%} right, {result.Cancelled} answers not awaited");
        return result;
    }

    private sealed class Printer(TextWriter output) : IJobObserver
    {
        public void OnStep(StepRecord step) =>
            output.WriteLine($"step {step.Step}: loss {step.Loss:0.000} in {step.Seconds:0.000} s");

        public void OnEvent(JobEvent happened) => output.WriteLine(happened.Text);
    }
}
