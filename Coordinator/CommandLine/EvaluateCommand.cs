using System.CommandLine;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>evaluate</c>: loss and accuracy of a checkpoint on the job's test data.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var path = CheckpointCommands.PathArgument();
        var onTrain = new Option<bool>("--training-data")
        {
            Description = "Evaluate on the training data instead of the test data.",
        };
        var json = Options.Json();
        var command = new Command("evaluate", "Loss and accuracy of a checkpoint's model.")
        {
            path, onTrain, json,
        };
        CheckpointModel.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var loaded = CheckpointModel.Load(parsed, parsed.GetRequiredValue(path));
            var result = Evaluate(loaded, parsed.GetValue(onTrain), cancellation);
            Write(
                parsed.InvocationConfiguration.Output, loaded, result, parsed.GetValue(json));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static EvaluationResult Evaluate(
        CheckpointModel loaded, bool onTrain, CancellationToken cancellation)
    {
        using var setup = TrainingSetup.Open(loaded.Options);
        setup.ApplyDeterminism();
        using var model = Evaluator.LoadModel(setup, loaded.Checkpoint, loaded.Path);
        return loaded.Evaluator(model, onTrain ? setup.Data.Train : setup.Data.Test)
            .Evaluate(cancellation);
    }

    private static void Write(
        TextWriter output, CheckpointModel loaded, EvaluationResult result, bool isJson)
    {
        var step = loaded.Checkpoint.Manifest.Step;
        if (isJson)
        {
            CommandOutput.Json(output, new { result.Accuracy, result.Loss, result.Samples, step });
            return;
        }

        output.WriteLine($"step {step}: accuracy {result.Accuracy:0.00%}, "
            + $"loss {result.Loss:0.0000}, {result.Samples} samples");
    }
}
