using System.Collections.Concurrent;
using AkkaCoded.Codes;
using AkkaCoded.Training.Checkpoints;
using AkkaCoded.Training.Data;
using AkkaCoded.Training.Gradients;
using AkkaCoded.Training.Models;
using TorchSharp;

namespace AkkaCoded.Training;

/// <summary>
/// What a job's options stand for: the data, the sampler and the recipe of the model. Coordinator
/// and workers each make one from the same job, so nothing of this travels. Disposing it closes
/// the data.
/// </summary>
public sealed class TrainingSetup : IDisposable
{
    private readonly ConcurrentDictionary<int, StepSampler> _samplers = new();

    private TrainingSetup(TrainingJobOptions options, DataPair data)
    {
        Options = options;
        Data = data;
        Input = new ModelInput(data.Train.Shape, data.Classes);
        Code = options.Code.Build();
        Sampler = SamplerFor(Code.Chunks);
        StepCount = options.Training.StepCount(data.Train.Count);
    }

    /// <summary>The job.</summary>
    public TrainingJobOptions Options { get; }

    /// <summary>The gradient code: it says how many chunks a step has.</summary>
    public GradientCode Code { get; }

    /// <summary>Training and test data with their normalisation.</summary>
    public DataPair Data { get; }

    /// <summary>What the model is built for.</summary>
    public ModelInput Input { get; }

    /// <summary>Which samples are in which chunk.</summary>
    public StepSampler Sampler { get; }

    /// <summary>Steps of the whole training.</summary>
    public long StepCount { get; }

    /// <summary>Opens the data and checks that the sizes fit together.</summary>
    /// <exception cref="Codes.InvalidInputException">
    /// CDL-0202 .. 0210: data; CDL-0261: sizes that do not fit together.
    /// </exception>
    public static TrainingSetup Open(TrainingJobOptions options)
    {
        var data = DataPair.Open(options.Data);
        try
        {
            return new TrainingSetup(options, data);
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    /// <summary>
    /// With <c>training.deterministic</c> sets one intra-op thread, for the whole process: call it
    /// on the compute thread before the first tensor. Different thread counts split sums
    /// differently and so round differently.
    /// </summary>
    public void ApplyDeterminism() => ApplyDeterminism(Options.Training);

    /// <summary>As <see cref="ApplyDeterminism()"/>, where no data are opened.</summary>
    public static void ApplyDeterminism(TrainingOptions training)
    {
        if (training.Deterministic)
        {
            torch.set_num_threads(1);
        }
    }

    /// <summary>
    /// Builds the job's model with its first weights; each compute thread needs one.
    /// </summary>
    public Model CreateModel() => CreateModel(Options, Input);

    internal static Model CreateModel(TrainingJobOptions options, ModelInput input) =>
        ModelFactory.Create(
            options.Model, input, options.Training.Seed, options.Training.Device,
            options.Data.FolderOrDefault);

    /// <summary>Makes the gradient computer of one compute thread.</summary>
    public ChunkGradients CreateGradients(Model model) =>
        new(model, Data, Sampler, Options.Training.Seed);

    /// <summary>
    /// As <see cref="CreateGradients(Model)"/>, for steps cut into another number of chunks than
    /// the job's code has: a code that was planned anew may have more or fewer.
    /// </summary>
    /// <exception cref="InvalidInputException">CDL-0261: more chunks than samples.</exception>
    public ChunkGradients CreateGradients(Model model, int chunks) =>
        new(model, Data, SamplerFor(chunks), Options.Training.Seed);

    /// <summary>The samplers are shared by all compute threads of the process.</summary>
    private StepSampler SamplerFor(int chunks) => _samplers.GetOrAdd(
        chunks,
        count => new StepSampler(
            Options.Training.Seed, Data.Train.Count, Options.Training.SamplesPerStep, count));

    /// <summary>
    /// The chunks in the order in which a reference run adds them up: by code group, then index.
    /// A code without groups is one group of all chunks.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<int>> ChunkGroups() => Code.Groups is { } groups
        ? [.. groups.Rows.Select(row => row.Chunks)]
        : [[.. Enumerable.Range(0, Code.Chunks)]];

    /// <summary>The checkpoint store, or null where the job names no folder.</summary>
    public CheckpointStore? CheckpointStore() => Options.Checkpoint.Folder.Length == 0
        ? null
        : new CheckpointStore(Options.Checkpoint.Folder, Options.Checkpoint.Keep);

    /// <inheritdoc/>
    public void Dispose() => Data.Dispose();
}
