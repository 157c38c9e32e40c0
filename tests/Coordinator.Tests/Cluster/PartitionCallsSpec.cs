using AkkaCoded.Coordinator.Cluster;

namespace AkkaCoded.Coordinator.Tests.Cluster;

/// <summary>When a job calls for its workers.</summary>
public sealed class PartitionCallsSpec
{
    private static readonly TimeSpan Gather = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Rehome = TimeSpan.FromSeconds(5);

    private readonly PartitionCalls _calls = new(4, Gather, Rehome);

    [Fact]
    public void Calls_must_wait_until_there_are_slots_for_all()
    {
        Assert.False(Due(0, at: 0, slots: 0));
        Assert.False(Due(0, at: 1, slots: 3));
        Assert.True(Due(0, at: 2, slots: 4));
        Assert.True(Due(1, at: 2, slots: 4));
    }

    [Fact]
    public void Calls_must_make_do_with_fewer_slots_when_the_time_to_gather_is_over()
    {
        Assert.False(Due(0, at: 0, slots: 1));
        Assert.False(Due(0, at: 9.9, slots: 1));
        Assert.True(Due(0, at: 10, slots: 1));
    }

    [Fact]
    public void Nobody_must_be_called_while_nobody_can_serve()
    {
        Assert.False(Due(0, at: 0, slots: 0));
        Assert.False(Due(0, at: 60, slots: 0));
        Assert.True(Due(0, at: 61, slots: 1));
        Assert.False(Due(0, at: 70, slots: 0));
        Assert.True(Due(0, at: 71, slots: 1));
    }

    [Fact]
    public void Gathering_must_not_begin_anew_when_slots_get_fewer()
    {
        Assert.True(Due(0, at: 0, slots: 4));
        Assert.True(Due(1, at: 1, slots: 2));
    }

    [Fact]
    public void Worker_must_be_called_once_a_second_at_most()
    {
        Assert.True(Due(0, at: 0));
        Assert.False(Due(0, at: 0.2));
        Assert.True(Due(1, at: 0.2));
        Assert.False(Due(0, at: 0.99));
        Assert.True(Due(0, at: 1));
    }

    [Fact]
    public void Worker_of_a_lost_node_must_wait_for_it_and_then_go_elsewhere()
    {
        _calls.Arrived(0, "w1");

        Assert.False(Due(0, at: 0, home: HomeState.Away));
        Assert.False(Due(0, at: 4.9, home: HomeState.Away));
        Assert.True(Due(0, at: 5, home: HomeState.Away));
        Assert.False(Due(0, at: 5.5, home: HomeState.Away));
        Assert.True(Due(0, at: 6, home: HomeState.Away));
    }

    [Fact]
    public void Worker_must_be_called_at_once_when_its_node_is_back()
    {
        _calls.Arrived(0, "w1");

        Assert.False(Due(0, at: 0, home: HomeState.Away));
        Assert.True(Due(0, at: 2, home: HomeState.Here));
    }

    [Fact]
    public void Node_that_is_lost_a_second_time_must_have_its_whole_time_again()
    {
        _calls.Arrived(0, "w1");
        Assert.False(Due(0, at: 0, home: HomeState.Away));
        Assert.True(Due(0, at: 4, home: HomeState.Here));

        Assert.False(Due(0, at: 6, home: HomeState.Away));
        Assert.False(Due(0, at: 10, home: HomeState.Away));
        Assert.True(Due(0, at: 11, home: HomeState.Away));
    }

    [Fact]
    public void Worker_that_arrives_must_forget_how_long_its_earlier_node_was_away()
    {
        Assert.False(Due(0, at: 0, home: HomeState.Away));
        _calls.Arrived(0, "w2");

        Assert.Equal("w2", _calls.HomeOf(0));
        Assert.False(Due(0, at: 5, home: HomeState.Away));
        Assert.True(Due(0, at: 10, home: HomeState.Away));
    }

    [Fact]
    public void Only_workers_that_were_called_must_count_as_called()
    {
        Assert.False(_calls.WasCalled(0));
        Due(0, at: 0, slots: 0);
        Assert.False(_calls.WasCalled(0));
        Due(0, at: 1);
        Assert.True(_calls.WasCalled(0));
        Assert.False(_calls.WasCalled(1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Calls_must_keep_their_promises_in_any_order_of_events(int seed)
    {
        var random = new Random(seed);
        var calls = new PartitionCalls(4, Gather, Rehome);
        var last = new double?[4];
        var away = new double?[4];
        bool isGathered = false;
        for (var now = 0.0; now < 2000; now += random.NextDouble())
        {
            var (worker, slots) = (random.Next(4), random.Next(6));
            var home = (HomeState)random.Next(3);
            if (random.Next(20) == 0)
            {
                calls.Arrived(worker, "w");
                away[worker] = null;
            }

            isGathered |= slots >= 4 || (slots > 0 && now >= 10);
            var mayAsk = isGathered && slots > 0;
            if (mayAsk)
            {
                away[worker] = home == HomeState.Away ? away[worker] ?? now : null;
            }

            var expected = mayAsk
                && !(away[worker] is { } since && now - since < 5)
                && !(last[worker] is { } before && now - before < 1);
            Assert.True(
                expected == calls.IsDue(worker, Seconds(now), slots, home),
                $"seed {seed}, {now:0.000} s, worker {worker}");
            last[worker] = expected ? now : last[worker];
        }
    }

    private bool Due(
        int worker, double at, int slots = 4, HomeState home = HomeState.None) =>
        _calls.IsDue(worker, Seconds(at), slots, home);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
