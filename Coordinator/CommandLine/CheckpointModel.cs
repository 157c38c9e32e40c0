using System.CommandLine;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Training;
using AkkaCoded.Training.Checkpoints;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>A checkpoint with the job that it was made by: what evaluate and predict need.</summary>
/// <param name="Checkpoint">The checkpoint, verified.</param>
/// <param name="Path">Where it was read.</param>
/// <param name="Options">The job, from the configuration kept in the checkpoint.</param>
internal sealed record CheckpointModel(
    Checkpoint Checkpoint, string Path, TrainingJobOptions Options)
{
    /// <summary>The option that changes what the checkpoint's job says.</summary>
    public static Option<string[]> SetOption() => new("--set")
    {
        Description = "Override a key of the checkpoint's job: --set data.folder=/elsewhere.",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Reads a checkpoint and its job.</summary>
    /// <exception cref="InvalidInputException">CDL-02nn: damaged, missing, or no job in it.
    /// </exception>
    public static CheckpointModel Load(string path, IEnumerable<string> overrides)
    {
        var checkpoint = CheckpointStore.ReadPath(path);
        var config = new ConfigLayers()
            .Module(typeof(TrainingJobOptions).Assembly)
            .JobText(checkpoint.Manifest.Configuration, $"{path} (configuration)")
            .CommandLine(overrides)
            .Build();
        return new CheckpointModel(checkpoint, path, TrainingJobOptions.Read(config));
    }
}
