using AkkaCoded.Coordinator.Supervision;

namespace AkkaCoded.Coordinator.Tests.Supervision;

public sealed class LearnedDeadlineSpec
{
    [Fact]
    public void Deadline_must_be_that_of_the_start_when_nothing_is_learned()
    {
        var deadline = Deadline();
        Assert.False(deadline.HasLearned);
        Assert.Equal(TimeSpan.FromSeconds(60), deadline.For(1));
        Assert.Equal(TimeSpan.FromSeconds(60), deadline.For(1000));
    }

    [Theory]
    [InlineData(2, 1.0, 2, 10.0)]
    [InlineData(2, 1.0, 6, 30.0)]
    [InlineData(4, 1.0, 1, 2.5)]
    [InlineData(4, 0.1, 1, 2.0)]
    [InlineData(4, 0.1, 0, 2.0)]
    public void Deadline_must_follow_the_load_but_not_fall_below_the_least(
        int load, double seconds, int ofLoad, double expected)
    {
        var deadline = Deadline();
        deadline.Observe(load, seconds);
        Assert.Equal(expected, deadline.For(ofLoad).TotalSeconds, 9);
    }

    [Theory]
    [InlineData(4, 1, 1, 10.0)]
    [InlineData(8, 2, 1, 5.0)]
    [InlineData(8, 2, 2, 10.0)]
    [InlineData(4, 2, 2, 20.0)]
    [InlineData(16, 2, 2, 10.0)]
    public void Deadline_must_grow_with_the_row_but_not_shrink_when_chunks_change(
        int chunks, int load, int ofLoad, double expected)
    {
        var deadline = Deadline();
        deadline.Measure(4, 1);
        deadline.Observe(1, 1);
        deadline.Observe(1, 1);

        deadline.Measure(4, 4);
        deadline.Measure(chunks, load);

        Assert.Equal(expected, deadline.For(ofLoad).TotalSeconds, 9);
        deadline.Observe(load, 1e-3);
    }

    [Fact]
    public void First_row_of_a_life_must_get_the_time_of_a_start()
    {
        var deadline = Deadline();
        deadline.Observe(1, 0.01);
        Assert.Equal(TimeSpan.FromSeconds(60), deadline.For(1, isFirst: true));
        deadline.Observe(1, 100);
        Assert.Equal(TimeSpan.FromSeconds(1000), deadline.For(1, isFirst: true));
    }

    [Fact]
    public void Outliers_must_not_set_the_measure_when_they_are_few()
    {
        var deadline = Deadline();
        for (var i = 0; i < 100; i++)
        {
            deadline.Observe(1, i % 11 == 5 ? 1e9 : 1);
        }

        Assert.Equal(1, deadline.SecondsPerChunk);
    }

    [Fact]
    public void Slow_rows_must_count_when_they_are_common()
    {
        // A quarter of the rows takes long: that is how long a row takes, not a sign of hanging.
        var deadline = Deadline();
        for (var i = 0; i < 100; i++)
        {
            deadline.Observe(1, i % 4 == 0 ? 8 : 1);
        }

        Assert.Equal(8, deadline.SecondsPerChunk);
    }

    [Fact]
    public void Quantile_must_be_that_of_the_recent_rows_whatever_came_before()
    {
        const int window = 50;
        var deadline = new LearnedDeadline(SupervisionExamples.Options, window);
        var random = new Random(11);
        var recent = new Queue<double>();
        for (var i = 0; i < 2000; i++)
        {
            var (load, seconds) = (random.Next(1, 9), Math.Round(random.NextDouble(), 2) * i);
            deadline.Observe(load, seconds);
            recent.Enqueue(seconds / load);
            if (recent.Count > window)
            {
                recent.Dequeue();
            }

            var sorted = recent.Order().ToList();
            var atMost = sorted.Count(value => value <= deadline.SecondsPerChunk);
            var below = sorted.Count(value => value < deadline.SecondsPerChunk);
            Assert.True(
                atMost >= 0.9 * sorted.Count && below < 0.9 * sorted.Count, $"seed 11, row {i}");
        }
    }

    private static LearnedDeadline Deadline() => new(SupervisionExamples.Options);
}
