using System.CommandLine;
using System.Diagnostics;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>train --single</c>: the single-process reference.</summary>
internal static class TrainCommand
{
    private static readonly Option<bool> Single = new("--single")
    {
        Description = "Train in this process: the reference for every distributed run.",
    };

    private static readonly Option<string?> Checkpoints = new("--checkpoints")
    {
        Description = "Folder of checkpoints (checkpoint.folder); an existing one is resumed.",
    };

    private static readonly Option<long?> Steps = new("--steps")
    {
        Description = "Stop after so many steps (training.steps).",
    };

    private static readonly Option<bool> Json = Options.Json();

    public static Command Create()
    {
        var command = new Command(
            "train",
            "Train a model. Example: train --single hocon/digits.conf --checkpoints runs/digits")
        {
            Single, Checkpoints, Steps, Json,
        };
        var job = new JobArguments(command, isJobRequired: true);
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            parsed, job.Load(parsed, Overrides(parsed)), cancellation)));
        return command;
    }

    private static IEnumerable<string> Overrides(ParseResult parsed)
    {
        if (parsed.GetValue(Checkpoints) is { } folder)
        {
            var quoted = folder.Replace("\\", "\\\\").Replace("\"", "\\\"");
            yield return $"checkpoint.folder=\"{quoted}\"";
        }

        if (parsed.GetValue(Steps) is { } steps)
        {
            yield return $"training.steps={steps}";
        }
    }

    private static int Run(
        ParseResult parsed, LayeredConfig config, CancellationToken cancellation)
    {
        if (!parsed.GetValue(Single))
        {
            throw new InvalidInputException(
                "CDL-0193", "train", "without --single", "train --single JOB.conf",
                "Training over several workers is not part of this version.");
        }

        var (output, error) = (
            parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var options = TrainingJobOptions.Read(config);
        var isJson = parsed.GetValue(Json);
        var progress = new TrainProgress(isJson ? error : output, TimeProvider.System);
        try
        {
            var result = SingleProcessTrainer.Run(
                options, progress.Callbacks, cancellation: cancellation);
            if (isJson)
            {
                CommandOutput.Json(output, TrainJson.From(result));
            }
            else
            {
                progress.Finish(result);
            }

            return ExitCode.Done;
        }
        catch (InvalidInputException diverged) when (diverged.Code == TrainingState.Diverged)
        {
            error.WriteLine($"akkacoded: {diverged.Message}");
            return ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("akkacoded: stopped; " + (progress.Checkpoint is { } kept
                ? $"the same command goes on from {kept}"
                : options.Checkpoint.Folder.Length > 0
                    ? "no step was done yet"
                    : "nothing was kept: name a folder with --checkpoints"));
            return ExitCode.Stopped;
        }
    }

    /// <summary>The JSON of <c>train</c>; keys in docs/command-line.md.</summary>
    private sealed record TrainJson(
        double Accuracy,
        double Loss,
        long Steps,
        long StepsNow,
        double MeanStepSeconds,
        double SamplesPerSecond,
        string? Checkpoint)
    {
        public static TrainJson From(TrainingResult result) => new(
            result.Accuracy,
            result.Loss,
            result.Steps,
            result.StepsNow,
            result.StepsNow == 0 ? 0 : result.Seconds / result.StepsNow,
            result.SamplesPerSecond,
            result.CheckpointFolder);
    }
}
