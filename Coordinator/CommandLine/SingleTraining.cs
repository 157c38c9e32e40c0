using System.CommandLine;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>train --single</c>: the reference that every distributed run is compared with.
/// </summary>
internal static class SingleTraining
{
    public static int Run(
        LayeredConfig config, bool isJson, InvocationConfiguration streams,
        CancellationToken cancellation)
    {
        var options = TrainingJobOptions.Read(config);
        var progress = new TrainProgress(
            isJson ? streams.Error : streams.Output, TimeProvider.System);
        try
        {
            var result = SingleProcessTrainer.Run(
                options, progress.Callbacks, cancellation: cancellation);
            if (isJson)
            {
                CommandOutput.Json(streams.Output, SingleJson.From(result));
            }
            else
            {
                progress.Finish(result);
            }

            return ExitCode.Done;
        }
        catch (InvalidInputException diverged) when (diverged.Code == TrainingState.Diverged)
        {
            streams.Error.WriteLine($"akkacoded: {diverged.Message}");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            streams.Error.WriteLine("akkacoded: stopped; " + (progress.Checkpoint is { } kept
                ? $"the same command goes on from {kept}"
                : options.Checkpoint.Folder.Length > 0
                    ? "no step was done yet"
                    : "nothing was kept: name a folder with --checkpoints"));
            return ExitCode.Stopped;
        }
    }

    /// <summary>The JSON of <c>train --single</c>; keys in docs/command-line.md.</summary>
    private sealed record SingleJson(
        double Accuracy,
        double Loss,
        long Steps,
        long StepsNow,
        double MeanStepSeconds,
        double SamplesPerSecond,
        string? Checkpoint)
    {
        public static SingleJson From(TrainingResult result) => new(
            result.Accuracy,
            result.Loss,
            result.Steps,
            result.StepsNow,
            result.StepsNow == 0 ? 0 : result.Seconds / result.StepsNow,
            result.SamplesPerSecond,
            result.CheckpointFolder);
    }
}
