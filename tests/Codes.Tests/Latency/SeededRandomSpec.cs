namespace AkkaCoded.Codes.Tests.Latency;

public sealed class SeededRandomSpec
{
    [Fact]
    public void Generator_must_give_the_published_sequence_when_seeded_with_zero()
    {
        // xoshiro256** with its state from SplitMix64(0), as in the authors' reference code.
        var random = new SeededRandom(0);
        Assert.Equal(0x99EC5F36CB75F2B4UL, random.NextUInt64());
        Assert.Equal(0xBF6E1F784956452AUL, random.NextUInt64());
        Assert.Equal(0x1A5F849D4933E6E0UL, random.NextUInt64());
    }

    [Fact]
    public void Generator_must_repeat_itself_when_the_seed_is_the_same()
    {
        var first = SeededRandom.Stream(7, 3);
        var second = SeededRandom.Stream(7, 3);
        var other = SeededRandom.Stream(7, 4);
        var values = Enumerable.Range(0, 100).Select(_ => first.NextGaussian()).ToList();
        Assert.Equal(values, Enumerable.Range(0, 100).Select(_ => second.NextGaussian()));
        Assert.NotEqual(values, Enumerable.Range(0, 100).Select(_ => other.NextGaussian()));
    }

    [Fact]
    public void Generator_must_match_the_moments_of_each_distribution()
    {
        const int draws = 400_000;
        var random = new SeededRandom(11);
        var uniform = Moments(draws, random.NextDouble);
        Assert.Equal(0.5, uniform.Mean, 0.002);
        Assert.Equal(1 / 12.0, uniform.Variance, 0.001);
        var gaussian = Moments(draws, random.NextGaussian);
        Assert.Equal(0, gaussian.Mean, 0.005);
        Assert.Equal(1, gaussian.Variance, 0.01);
        var exponential = Moments(draws, random.NextExponential);
        Assert.Equal(1, exponential.Mean, 0.006);
        Assert.Equal(1, exponential.Variance, 0.02);
    }

    [Fact]
    public void Integers_must_be_uniform_and_in_range()
    {
        var random = new SeededRandom(12);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
        {
            counts[random.NextInt(7)]++;
        }

        // Five standard deviations of a count around its expectation of 10,000.
        Assert.All(counts, count => Assert.InRange(count, 9_530, 10_470));
        Assert.Throws<InvalidOperationException>(() => random.NextInt(0));
    }

    [Fact]
    public void Shuffle_must_reach_every_order_equally_often()
    {
        var random = new SeededRandom(13);
        var seen = new Dictionary<string, int>();
        for (var i = 0; i < 24_000; i++)
        {
            var order = string.Concat(random.Permutation(4));
            seen[order] = seen.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, seen.Count);
        Assert.All(seen.Values, count => Assert.InRange(count, 845, 1_155));
    }

    private static (double Mean, double Variance) Moments(int draws, Func<double> next)
    {
        double sum = 0, squares = 0;
        for (var i = 0; i < draws; i++)
        {
            var value = next();
            sum += value;
            squares += value * value;
        }

        var mean = sum / draws;
        return (mean, (squares / draws) - (mean * mean));
    }
}
