using System.CommandLine;
using AkkaCoded.Codes;
using AkkaCoded.Training;
using AkkaCoded.Training.Data;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>predict</c>: classes of samples, from the test data or a file without labels.
/// </summary>
internal static class PredictCommand
{
    private static readonly Option<string?> Input = new("--input")
    {
        Description = "CSV of raw features, a sample a line, no label (gzip too). "
            + "Default: the job's test data.",
    };

    private static readonly Option<long> Count = new("--count")
    {
        Description = "Predict only the first so many samples.",
        DefaultValueFactory = _ => long.MaxValue,
    };

    public static Command Create()
    {
        var path = CheckpointCommands.PathArgument();
        var json = Options.Json();
        var command = new Command(
            "predict",
            "Predict classes: CSV lines of sample, class, probability and, where known, label.")
        {
            path, Input, Count, json,
        };
        CheckpointModel.AddTo(command);
        command.SetAction(parsed =>
        {
            var loaded = CheckpointModel.Load(parsed, parsed.GetRequiredValue(path));
            Predict(parsed, loaded, parsed.GetValue(json));
        });
        return command;
    }

    private static void Predict(ParseResult parsed, CheckpointModel loaded, bool isJson)
    {
        var count = parsed.GetValue(Count);
        if (count < 1)
        {
            throw new InvalidInputException(
                "CDL-0192", "--count", count, "a whole number of at least 1", "Give how many.");
        }

        TrainingSetup.ApplyDeterminism(loaded.Options.Training);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(Input) is { } file)
        {
            // A file of one's own needs nothing of the data that the model was trained on.
            var (checkpoint, path) = (loaded.Checkpoint, loaded.Path);
            using var own = UnlabelledCsv.Open(file, checkpoint.Manifest.SampleShape);
            using var model = Evaluator.LoadModel(loaded.Options, checkpoint, path);
            Write(output, loaded.Evaluator(model, own).Predict(count), false, isJson);
        }
        else
        {
            using var setup = TrainingSetup.Open(loaded.Options);
            using var model = Evaluator.LoadModel(setup, loaded.Checkpoint, loaded.Path);
            Write(
                output, loaded.Evaluator(model, setup.Data.Test).Predict(count), true, isJson);
        }
    }

    private static void Write(
        TextWriter output, IEnumerable<Prediction> predictions, bool isLabelled, bool isJson)
    {
        if (isJson)
        {
            CommandOutput.Json(output, predictions.Select(one => new
            {
                Sample = one.Index,
                Class = one.Predicted,
                one.Probability,
                Label = isLabelled ? one.Label : (int?)null,
            }));
            return;
        }

        output.WriteLine("sample,class,probability" + (isLabelled ? ",label" : ""));
        foreach (var one in predictions)
        {
            output.WriteLine($"{one.Index},{one.Predicted},{one.Probability:0.######}"
                + (isLabelled ? $",{one.Label}" : ""));
        }
    }
}
