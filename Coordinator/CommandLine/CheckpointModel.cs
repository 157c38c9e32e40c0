using System.CommandLine;
using AkkaCoded.Codes;
using AkkaCoded.Training;
using AkkaCoded.Training.Checkpoints;
using AkkaCoded.Training.Data;
using AkkaCoded.Training.Models;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>A checkpoint with its job: what evaluate and predict need.</summary>
/// <param name="Checkpoint">The checkpoint, verified.</param>
/// <param name="Path">Where it was read.</param>
/// <param name="Options">The job, from the configuration kept in the checkpoint.</param>
internal sealed record CheckpointModel(
    Checkpoint Checkpoint, string Path, TrainingJobOptions Options)
{
    private static readonly Option<string?> DataFolder = new("--data-folder")
    {
        Description = "Where the job's data lie now (data.folder).",
    };

    /// <summary>Evaluates with the normalisation that the model was trained with.</summary>
    public Evaluator Evaluator(Model model, IDataSet data) => new(
        model, data, Checkpoint.Normalization, Options.Training.EvaluationSamples);

    /// <summary>Adds the options that <see cref="Load"/> reads.</summary>
    public static void AddTo(Command command) => command.Add(DataFolder);

    /// <summary>Reads a checkpoint and its job.</summary>
    /// <exception cref="InvalidInputException">CDL-02nn: damaged, missing, or no job in it.
    /// </exception>
    public static CheckpointModel Load(ParseResult parsed, string path)
    {
        var checkpoint = CheckpointStore.ReadPath(path);
        var options = TrainingJobOptions.FromCheckpoint(checkpoint.Manifest, path);
        return new CheckpointModel(checkpoint, path, parsed.GetValue(DataFolder) is { } folder
            ? options with { Data = options.Data with { Folder = folder } }
            : options);
    }
}
