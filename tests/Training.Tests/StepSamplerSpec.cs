using AkkaCoded.Codes;
using AkkaCoded.Training.Data;

namespace AkkaCoded.Training.Tests;

public sealed class StepSamplerSpec
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(1000)]
    [InlineData(65537)]
    public void IndexPermutation_must_hit_each_index_once(long count)
    {
        for (ulong stream = 0; stream < 3; stream++)
        {
            var permutation = new IndexPermutation(7, stream, count);
            var hit = new bool[count];
            for (long i = 0; i < count; i++)
            {
                var target = permutation[i];
                Assert.False(hit[target], $"{target} twice, seed 7, stream {stream}");
                hit[target] = true;
            }
        }
    }

    [Fact]
    public void IndexPermutation_must_differ_between_epochs_and_seeds()
    {
        long[] Order(ulong seed, ulong stream)
        {
            var permutation = new IndexPermutation(seed, stream, 500);
            return [.. Enumerable.Range(0, 500).Select(i => permutation[i])];
        }

        Assert.NotEqual(Order(1, 0), Order(1, 1));
        Assert.NotEqual(Order(1, 0), Order(2, 0));
        Assert.Equal(Order(1, 5), Order(1, 5));
        // A random permutation has one fixed point on average; the identity would have 500.
        Assert.InRange(Order(1, 0).Where((target, i) => target == i).Count(), 0, 8);
    }

    [Fact]
    public void IndexPermutation_must_work_when_the_set_is_larger_than_memory()
    {
        const long count = 5_000_000_000_000;
        var permutation = new IndexPermutation(3, 0, count);
        var targets = Enumerable.Range(0, 1000).Select(i => permutation[i * 4_999_999_999L]);
        Assert.Equal(1000, targets.Where(target => target is >= 0 and < count).Distinct().Count());
    }

    [Theory]
    [InlineData(100, 10, 5)]
    [InlineData(103, 10, 3)]
    [InlineData(96, 96, 7)]
    [InlineData(50, 7, 7)]
    public void StepSampler_must_visit_each_sample_once_per_epoch(
        long samples, int perStep, int chunks)
    {
        var sampler = new StepSampler(11, samples, perStep, chunks);
        var room = new long[sampler.ChunkSizeMax];
        var drawn = new List<long>();
        for (long step = 0; drawn.Count < 3 * samples; step++)
        {
            for (var chunk = 0; chunk < chunks; chunk++)
            {
                var count = sampler.Read(step, chunk, room);
                Assert.Equal(sampler.ChunkSize(chunk), count);
                drawn.AddRange(room[..count]);
            }
        }

        for (var epoch = 0; epoch < 3; epoch++)
        {
            var one = drawn.Skip((int)(epoch * samples)).Take((int)samples);
            Assert.Equal(Enumerable.Range(0, (int)samples).Select(i => (long)i), one.Order());
        }
    }

    [Fact]
    public void StepSampler_must_give_a_late_chunk_when_earlier_steps_were_never_drawn()
    {
        var (walked, fresh) = (new StepSampler(5, 1000, 64, 8), new StepSampler(5, 1000, 64, 8));
        var (one, other) = (new long[8], new long[8]);
        for (long step = 0; step <= 300; step++)
        {
            walked.Read(step, 3, one);
        }

        fresh.Read(300, 3, other);
        Assert.Equal(one, other);
        Assert.Equal(300L * 64 / 1000, fresh.EpochOf(300));
    }

    [Fact]
    public void StepSampler_must_keep_a_steps_samples_when_the_number_of_chunks_changes()
    {
        long[] Step(int chunks)
        {
            var sampler = new StepSampler(5, 1000, 60, chunks);
            var room = new long[sampler.ChunkSizeMax];
            return
            [
                .. Enumerable.Range(0, chunks).SelectMany(
                    chunk => room[..sampler.Read(17, chunk, room)].ToArray()),
            ];
        }

        Assert.Equal(Step(1), Step(7));
        Assert.Equal(Step(1), Step(60));
    }

    [Theory]
    [InlineData(10, 11, 1, "samples-per-step")]
    [InlineData(10, 0, 1, "samples-per-step")]
    [InlineData(10, 5, 6, "chunks")]
    [InlineData(10, 5, 0, "chunks")]
    public void StepSampler_must_name_the_key_when_sizes_do_not_fit(
        long samples, int perStep, int chunks, string key)
    {
        var error = Assert.Throws<InvalidInputException>(
            () => new StepSampler(1, samples, perStep, chunks));
        Assert.Equal("CDL-0261", error.Code);
        Assert.Contains(key, error.Key, StringComparison.Ordinal);
    }
}
