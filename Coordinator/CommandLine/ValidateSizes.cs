using AkkaCoded.Messages.Job;
using AkkaCoded.Training;
using AkkaCoded.Training.Models;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary>What a step of a job needs of memory, network and coordinator. Estimates from sizes
/// alone; docs/command-line.md says how they are made.</summary>
internal sealed class ValidateSizes(TrainingSetup setup, ModelLayout layout, PolicyOptions policy)
{
    /// <summary>About a third of what one thread of the decode kernel was measured to read, since
    /// answers come one by one and other work goes on.</summary>
    private const double DecodeBytesPerSecond = 10e9;

    private readonly int _workers = setup.Code.Workers;

    public int SamplesPerWorkerStep =>
        (int)Math.Ceiling(setup.Code.Load * setup.Options.Training.SamplesPerStep);

    /// <summary>So many answers are always enough to end a step.</summary>
    public int AnswersNeeded => policy.Kind switch
    {
        PolicyKind.Exact or PolicyKind.Approximate => setup.Code.AnswersNeeded,
        PolicyKind.Backup => _workers - policy.Backups,
        PolicyKind.Async or PolicyKind.Ssp => 1,
        _ => _workers,
    };

    /// <summary>So many are added up as a rule: of a repetition code one of each group.</summary>
    public int AnswersCombined =>
        policy.Kind is PolicyKind.WaitAll or PolicyKind.Exact or PolicyKind.Approximate
        && setup.Code.Groups is { } groups
            ? groups.Count
            : AnswersNeeded;

    /// <summary>The model's weights and those just fetched; the gradient of a chunk, the sum of the
    /// row and the answer on its way; one chunk's samples. Activations come on top.</summary>
    public long MemoryBytesPerWorker
    {
        get
        {
            var features = setup.Data.Train.Shape.Aggregate(1L, (size, extent) => size * extent);
            var samples = (setup.Options.Training.SamplesPerStep + setup.Code.Chunks - 1L)
                / setup.Code.Chunks;
            return sizeof(float) * ((2L * layout.WeightsLength) + (3L * layout.VectorLength)
                + (samples * features));
        }
    }

    /// <summary>Reading the combined answers once and writing their sum.</summary>
    public double DecodeMilliseconds =>
        1e3 * sizeof(float) * (AnswersCombined + 1.0) * layout.VectorLength / DecodeBytesPerSecond;

    /// <summary>Every worker fetches the weights; with async and ssp a step is one worker's.
    /// </summary>
    public long ParameterBytesPerStep => (long)sizeof(float) * layout.WeightsLength
        * (policy.Kind is PolicyKind.Async or PolicyKind.Ssp ? 1 : _workers);

    /// <summary>Only answers that are combined travel.</summary>
    public long AnswerBytesPerStep =>
        (long)sizeof(float) * layout.VectorLength * AnswersCombined;
}
