using Akka.Configuration;
using AkkaCoded.Codes;
using AkkaCoded.Training.Checkpoints;
using AkkaCoded.Training.Configuration;
using AkkaCoded.Training.Data;
using AkkaCoded.Training.Models;
using AkkaCoded.Training.Optimizers;

namespace AkkaCoded.Training;

/// <summary>What a job file says about model, data, optimizer, training and checkpoints.</summary>
/// <param name="Model">The model.</param>
/// <param name="Data">The data.</param>
/// <param name="Optimizer">The optimizer and its schedule.</param>
/// <param name="Training">Seed, steps, chunks.</param>
/// <param name="Checkpoint">Where and how often state is kept.</param>
/// <param name="Source">The job file's text, kept in checkpoints; may be empty.</param>
public sealed record TrainingJobOptions(
    ModelOptions Model,
    DataOptions Data,
    OptimizerOptions Optimizer,
    TrainingOptions Training,
    CheckpointOptions Checkpoint,
    string Source)
{
    /// <summary>Reads a job file; what it leaves out comes from <c>reference.conf</c>.</summary>
    /// <exception cref="InvalidInputException">
    /// CDL-0202: no such file; CDL-0201, 0210, 0220, 0240, 0241, 0260, 0280: a value that is wrong.
    /// </exception>
    public static TrainingJobOptions FromFile(string path)
    {
        if (!File.Exists(path))
        {
            throw DataErrors.Missing(path);
        }

        return Parse(File.ReadAllText(path), path);
    }

    /// <summary>Reads a job file's text.</summary>
    /// <param name="hocon">The text.</param>
    /// <param name="name">Name for error texts.</param>
    public static TrainingJobOptions Parse(string hocon, string name = "job")
    {
        Config config;
        try
        {
            config = ConfigurationFactory.ParseString(hocon);
        }
        catch (Exception damage) when (damage is not OutOfMemoryException)
        {
            throw new InvalidInputException(
                "CDL-0201", name, damage.Message, "HOCON", "Mend the text at the place named.");
        }

        return FromConfig(config, hocon);
    }

    /// <summary>Reads the sections below <c>coded</c> of a configuration.</summary>
    /// <param name="config">The configuration; the module's defaults are added here.</param>
    /// <param name="source">Text to keep in checkpoints.</param>
    public static TrainingJobOptions FromConfig(Config config, string source = "")
    {
        var merged = config.WithFallback(TrainingReference.Config);
        var coded = new Section(merged, "coded");
        return new TrainingJobOptions(
            ModelSection.Read(coded.Below("model")),
            DataSection.Read(coded.Below("data")),
            OptimizerSection.Read(coded.Below("optimizer")),
            TrainingSection.Read(coded.Below("training")),
            TrainingSection.ReadCheckpoint(coded.Below("checkpoint")),
            source);
    }
}
