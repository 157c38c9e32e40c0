using Akka.Configuration;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Configuration;
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
/// <param name="Code">The gradient code; it says how many chunks a step has.</param>
/// <param name="Source">The sections as HOCON, kept in checkpoints.</param>
public sealed record TrainingJobOptions(
    ModelOptions Model,
    DataOptions Data,
    OptimizerOptions Optimizer,
    TrainingOptions Training,
    CheckpointOptions Checkpoint,
    CodeOptions Code,
    string Source)
{
    /// <summary>
    /// Reads a job file; what it leaves out comes from the <c>reference.conf</c>s.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="overrides">Settings such as <c>coded.training.seed=2</c> on top of it.</param>
    /// <exception cref="InvalidInputException">
    /// CDL-01nn: the file; CDL-0201, 0210, 0220, 0240, 0241, 0260, 0280: a value that is wrong.
    /// </exception>
    public static TrainingJobOptions FromFile(string path, params IEnumerable<string> overrides) =>
        Read(TrainingReference.Layers()
            .JobFile(path)
            .ProcessEnvironment()
            .CommandLine(overrides)
            .Build());

    /// <summary>Reads the sections from all layers of a configuration.</summary>
    /// <exception cref="InvalidInputException">As <see cref="FromFile"/>.</exception>
    public static TrainingJobOptions Read(LayeredConfig config) => Read(
        config.Config, CodeOptions.Read(config), config.SourceOf, JobSource.Write(config));

    /// <summary>Reads the job that a checkpoint was written by.</summary>
    /// <param name="manifest">The checkpoint's manifest.</param>
    /// <param name="path">Where it came from, for error texts.</param>
    /// <exception cref="InvalidInputException">CDL-0281: the text is damaged.</exception>
    public static TrainingJobOptions FromCheckpoint(CheckpointManifest manifest, string path) =>
        Read(JobSource.Parse(manifest.Configuration, path), manifest.Configuration);

    /// <summary>
    /// Reads the job that a coordinator sends to its workers: <see cref="Source"/>, or a whole
    /// resolved configuration. What it leaves out comes from the <c>reference.conf</c>s.
    /// </summary>
    /// <param name="hocon">The job as HOCON.</param>
    /// <exception cref="InvalidInputException">
    /// CDL-0401: no HOCON; else as <see cref="FromFile"/>.
    /// </exception>
    public static TrainingJobOptions FromText(string hocon) => Read(JobSource.Parse(hocon), hocon);

    private static TrainingJobOptions Read(Config job, string source)
    {
        var config = job.WithFallback(TrainingReference.Config);
        return Read(
            config, CodeOptions.Read(new ConfigReader(config, "coded.code")), _ => null, source);
    }

    private static TrainingJobOptions Read(
        Config config, CodeOptions code, Func<string, string?> sourceOf, string source)
    {
        var coded = new Section(config, "coded", sourceOf);
        return new TrainingJobOptions(
            ModelSection.Read(coded.Below("model")),
            DataSection.Read(coded.Below("data")),
            OptimizerSection.Read(coded.Below("optimizer")),
            TrainingSection.Read(coded.Below("training")),
            TrainingSection.ReadCheckpoint(coded.Below("checkpoint")),
            code,
            source);
    }
}
