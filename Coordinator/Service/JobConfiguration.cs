using System.Globalization;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.CommandLine;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Job;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Training;

namespace AkkaCoded.Coordinator.Service;

/// <summary>From the text of a submitted job to what its runs are configured with.</summary>
internal static class JobConfiguration
{
    /// <summary>A job that names no <c>checkpoint.every</c> gets a checkpoint twenty times...
    /// </summary>
    private const int CheckpointsPerJob = 20;

    /// <summary>...but loses no more steps than these with its coordinator.</summary>
    private const long StepsLostMax = 100;

    /// <summary>Reads a job as it was submitted: over the coordinator's own defaults, and without
    /// its environment, which is none of the job's business.</summary>
    /// <param name="text">HOCON.</param>
    /// <param name="nodeFile">The coordinator's <c>--node FILE</c>, or null.</param>
    /// <param name="name">Replaces the job's name; null: its own.</param>
    /// <exception cref="InvalidInputException">What is wrong with it.</exception>
    public static LayeredConfig Read(string text, string? nodeFile, string? name) =>
        new ConfigLayers()
            .Module(typeof(TrainingJobOptions).Assembly)
            .NodeFile(nodeFile)
            .JobText(text)
            .CommandLine(name is null ? [] : [TrainArguments.Setting("job.name", name)])
            .Build();

    /// <summary>The name of a job.</summary>
    /// <exception cref="InvalidInputException">It, or another option of the job, is wrong.
    /// </exception>
    public static string NameOf(LayeredConfig config) => JobOptions.Read(config).Id.Value;

    /// <summary>What is kept of a job: all its values, so that neither another version's defaults
    /// nor another coordinator's file change a job that was begun.</summary>
    /// <param name="config">As it was submitted.</param>
    /// <param name="id">What it is called here.</param>
    /// <param name="steps">Steps of the whole training.</param>
    public static string Pinned(LayeredConfig config, string id, long steps)
    {
        var every = IsDefault(config, "coded.checkpoint.every")
            ? Math.Clamp(steps / CheckpointsPerJob, 1, StepsLostMax)
            : (long?)null;
        var pinned = $"{OpenedRun.ConfigurationOf(config)}\ncoded.job.name = \"{id}\"\n";
        return every is null
            ? pinned
            : pinned + string.Create(
                CultureInfo.InvariantCulture, $"coded.checkpoint.every = {every}\n");
    }

    /// <summary>Reads a job that was kept, for a run.</summary>
    /// <param name="file">Its <c>job.conf</c>.</param>
    /// <param name="checkpoints">Where checkpoints go unless it names a folder.</param>
    /// <param name="isBegun">Whether an earlier run may have left some: they are gone on from,
    /// whatever it says.</param>
    public static LayeredConfig ForRun(string file, string checkpoints, bool isBegun)
    {
        var own = Layers([]);
        var hasFolder = own.Reader("coded.checkpoint").OptionalText("folder") is not null;
        string[] further =
        [
            .. hasFolder ? [] : new[] { TrainArguments.Setting("checkpoint.folder", checkpoints) },
            .. isBegun ? new[] { "checkpoint.resume=on" } : [],
        ];
        return further.Length == 0 ? own : Layers(further);

        LayeredConfig Layers(IEnumerable<string> overrides) => new ConfigLayers()
            .Module(typeof(TrainingJobOptions).Assembly)
            .JobFile(file)
            .CommandLine(overrides)
            .Build();
    }

    /// <summary>What the command line sends of a job: what its layers say, resolved, without
    /// defaults, and without what belongs to the sender's machine.</summary>
    public static string ToSubmit(LayeredConfig config) => string.Join(
        '\n',
        OpenedRun.OfJob(config)
            .Where(entry => !IsDefault(config, entry.Key))
            .Select(entry => $"{entry.Key} = {entry.Value}"));

    private static bool IsDefault(LayeredConfig config, string key) =>
        config.SourceOf(key)?.Contains("reference.conf", StringComparison.Ordinal) ?? true;
}
