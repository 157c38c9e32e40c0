using AkkaCoded.Codes.Baselines;

namespace AkkaCoded.Codes.Tests.Sequential;

/// <summary>Chunk orders, and the step that ends when somebody has finished each chunk.</summary>
public sealed class PartialStragglerSpec
{
    [Theory]
    [InlineData("cyclic-mds", 9, 2)]
    [InlineData("reed-solomon", 12, 3)]
    [InlineData("fractional-repetition", 12, 3)]
    [InlineData("regular-graph", 10, 3)]
    public void Every_chunk_must_stand_once_at_every_place(string family, int n, int s)
    {
        var code = CodeFamilies.Build(family, new(n, s));
        var scheme = new PartialStragglerScheme(code);
        var seen = new HashSet<(int Chunk, int Place)>();
        for (var worker = 0; worker < n; worker++)
        {
            var order = scheme.OrderOf(worker).ToArray();
            Assert.Equal(code.Row(worker).Chunks, order.Order());
            for (var place = 0; place < order.Length; place++)
            {
                Assert.True(seen.Add((order[place], place)), $"{order[place]} twice at {place}");
            }
        }
    }

    [Fact]
    public void Two_equal_halves_must_take_half_the_time_of_the_whole()
    {
        // Two workers hold both chunks, in opposite order: each finishes one, and that is all.
        var code = CodeFamilies.Build("fractional-repetition", new(2, 1));
        var step = new PartialStragglerScheme(code).Step(0, new GivenTimes([0, 0], [10, 10]));
        Assert.Equal(5, step.Seconds, 1e-12);
        Assert.Equal(1, step.Work, 1e-12);
        Assert.Equal(2, step.Vectors);
        Assert.Equal(0, step.Wasted, 1e-12);
    }

    [Fact]
    public void Dead_worker_must_be_replaced_by_the_other_copy()
    {
        var code = CodeFamilies.Build("fractional-repetition", new(2, 1));
        var scheme = new PartialStragglerScheme(code);
        var step = scheme.Step(0, new GivenTimes([0, double.PositiveInfinity], [10, 10]));
        Assert.Equal(10, step.Seconds, 1e-12);
        Assert.Equal(1, step.Vectors);
        Assert.Equal([0, 0], scheme.WorkerOfChunk.ToArray());
    }

    /// <summary>Never later than the race of the same groups, and each chunk is credited to a
    /// worker that has finished it.</summary>
    [Fact]
    public void Using_partial_work_must_never_be_slower_than_the_race_of_repetition()
    {
        var random = new SeededRandom(21);
        var code = CodeFamilies.Build("fractional-repetition", new(12, 3));
        var (partial, race) = (new PartialStragglerScheme(code), new CodeRaceScheme(code));
        var gain = 0;
        for (var t = 0; t < 200; t++)
        {
            var start = Enumerable.Range(0, 12).Select(_ => random.NextExponential()).ToArray();
            var slope = Enumerable.Range(0, 12).Select(_ => 9 * random.NextExponential()).ToArray();
            var times = new GivenTimes(start, slope);
            var step = partial.Step(t, times);
            Assert.True(step.Seconds <= race.Step(t, times).Seconds + 1e-12, $"step {t}");
            gain += step.Seconds < race.Step(t, times).Seconds - 1e-9 ? 1 : 0;
            for (var chunk = 0; chunk < 12; chunk++)
            {
                var worker = partial.WorkerOfChunk[chunk];
                var place = partial.OrderOf(worker).IndexOf(chunk);
                var finished = times.Seconds(worker, (place + 1) / 12.0);
                Assert.True(finished <= step.Seconds + 1e-12, $"step {t}, chunk {chunk}");
            }
        }

        Assert.True(gain > 100, $"only {gain} of 200 steps gained");
    }

    [Fact]
    public void Chunk_without_a_worker_must_be_refused()
    {
        var code = CodeFamilies.Build("bernoulli", new(8, 1) { Degree = 1 });
        Assert.Equal("CDL-0074", Assert.Throws<InvalidInputException>(
            () => new PartialStragglerScheme(code)).Code);
    }
}
