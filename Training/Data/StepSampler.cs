using AkkaCoded.Codes;

namespace AkkaCoded.Training.Data;

/// <summary>
/// Which samples a chunk of a step holds. It follows from (seed, step, chunk) alone, so no index
/// lists travel and nothing has to be drawn in order. The samples of all steps in a row are the
/// epochs in a row; each epoch is a permutation of its own, so it visits each sample once.
/// Every step has the same number of samples; the last step of an epoch takes its missing samples
/// from the next one. Safe for use by several threads.
/// </summary>
public sealed class StepSampler
{
    private readonly ulong _seed;
    private IndexPermutation? _newest;

    /// <summary>Makes the sampler; see <see cref="TrainingOptions"/> for the meaning.</summary>
    /// <exception cref="InvalidInputException">CDL-0261: sizes that do not fit.</exception>
    public StepSampler(long seed, long sampleCount, int samplesPerStep, int chunks)
    {
        if (samplesPerStep < 1 || samplesPerStep > sampleCount)
        {
            throw new InvalidInputException(
                "CDL-0261", "coded.training.samples-per-step", samplesPerStep,
                $"1 .. {sampleCount} (the samples in the training data)",
                "Take fewer samples per step, or more training data.");
        }

        if (chunks < 1 || chunks > samplesPerStep)
        {
            throw new InvalidInputException(
                "CDL-0261", "coded.code.chunks", chunks,
                $"1 .. {samplesPerStep} (samples-per-step)",
                "Each chunk needs a sample: take fewer chunks or more samples per step.");
        }

        _seed = (ulong)seed;
        SampleCount = sampleCount;
        SamplesPerStep = samplesPerStep;
        Chunks = chunks;
    }

    /// <summary>Samples in the training data.</summary>
    public long SampleCount { get; }

    /// <summary>Samples of one step, over all its chunks.</summary>
    public int SamplesPerStep { get; }

    /// <summary>Chunks of one step.</summary>
    public int Chunks { get; }

    /// <summary>Samples in the largest chunk.</summary>
    public int ChunkSizeMax => (SamplesPerStep + Chunks - 1) / Chunks;

    /// <summary>Samples in <paramref name="chunk"/>; sizes differ by at most one.</summary>
    public int ChunkSize(int chunk) => Start(chunk + 1) - Start(chunk);

    /// <summary>Epoch of the first sample of <paramref name="step"/>, counted from 0.</summary>
    public long EpochOf(long step) => checked(step * SamplesPerStep) / SampleCount;

    /// <summary>Writes the chunk's sample indices; returns how many.</summary>
    /// <param name="step">Step, counted from 0.</param>
    /// <param name="chunk">Chunk of the step, counted from 0.</param>
    /// <param name="indices">Room for <see cref="ChunkSize"/> indices.</param>
    public int Read(long step, int chunk, Span<long> indices)
    {
        Contract.Require(step >= 0, "steps count from 0");
        Contract.Require(chunk >= 0 && chunk < Chunks, "the chunk belongs to the step");
        var size = ChunkSize(chunk);
        var position = checked((step * SamplesPerStep) + Start(chunk));
        for (var i = 0; i < size; i++, position++)
        {
            var epoch = position / SampleCount;
            indices[i] = Permutation(epoch)[position % SampleCount];
        }

        return size;
    }

    private int Start(int chunk) => (int)((long)chunk * SamplesPerStep / Chunks);

    private IndexPermutation Permutation(long epoch)
    {
        var newest = Volatile.Read(ref _newest);
        if (newest is not null && newest.Stream == (ulong)epoch)
        {
            return newest;
        }

        newest = new IndexPermutation(_seed, (ulong)epoch, SampleCount);
        Volatile.Write(ref _newest, newest);
        return newest;
    }
}
