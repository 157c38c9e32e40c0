using Akka.Cluster.Sharding;
using Action = Akka.Cluster.Sharding.ShardTableAction<string>;

namespace AkkaCoded.EngineCluster.Tests.Cores;

public sealed class ShardTableSpec
{
    private readonly ShardTable<string> _table = new(At(20), At(2));

    [Fact]
    public void Home_must_be_told_to_all_who_asked_when_it_is_found()
    {
        _table.Register("seed", false);
        _table.Register("one", true);
        Assert.Equal("allocate s for seed", Text(_table.GetHome("seed", "s")));
        Assert.Equal("", Text(_table.GetHome("one", "s")));
        Assert.Equal(
            "host s at one, home of s is one to seed, home of s is one to one",
            Text(Allocate("s", "one")));
        Assert.Equal("home of s is one to seed", Text(_table.GetHome("seed", "s")));
        Assert.Equal(["s"], _table.Allocations["one"]);
    }

    [Fact]
    public void Question_must_wait_when_there_is_no_region()
    {
        _table.Register("seed", false);
        Assert.Equal("", Text(_table.GetHome("seed", "s")));
        Assert.Equal("allocate s for seed", Text(_table.Register("one", true)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("stranger")]
    public void Allocation_must_be_asked_for_again_when_it_names_no_region(string? region)
    {
        _table.Register("one", true);
        var number = Number(_table.GetHome("one", "s"));
        Assert.False(_table.Allocated("s", number, region!, At(10), out var actions));
        Assert.Equal("", Text(actions));
        Assert.Equal("", Text(_table.GetHome("one", "s")));
        Assert.Equal(At(12), _table.NextTick);
        Assert.Equal("", Text(_table.Tick(At(11))));
        Assert.Equal("allocate s for one", Text(_table.Tick(At(12))));
    }

    [Fact]
    public void Late_answer_must_be_dropped_when_another_attempt_runs()
    {
        _table.Register("one", true);
        var first = Number(_table.GetHome("one", "s"));
        _table.Allocated("s", first, null!, At(0), out _);
        _table.Tick(At(2));
        Assert.True(_table.Allocated("s", first, "one", At(2), out var actions));
        Assert.Equal("", Text(actions));
    }

    [Fact]
    public void Shard_must_move_in_three_steps()
    {
        _table.Register("seed", false);
        Host("s", "one", "two");
        Assert.Equal(
            "begin s at one, begin s at two, begin s at seed",
            Text(_table.Rebalance(["s", "unknown"], At(0))));
        Assert.Equal(["s"], _table.Moving);
        Assert.Equal("", Text(_table.Rebalance(["s"], At(0))));
        Assert.Equal("", Text(_table.HandOffBegun("one", "s")));
        Assert.Equal("", Text(_table.HandOffBegun("one", "s")));
        Assert.Equal("", Text(_table.GetHome("seed", "s")));
        Assert.Equal("", Text(_table.HandOffBegun("seed", "s")));
        Assert.Equal("hand off s at one", Text(_table.HandOffBegun("two", "s")));
        Assert.Equal("", Text(_table.Stopped("two", "s")));
        Assert.Equal("allocate s for seed", Text(_table.Stopped("one", "s")));
        Assert.Empty(_table.Moving);
        Assert.Empty(_table.Allocations["one"]);
    }

    [Fact]
    public void Moving_shard_must_not_be_given_away_when_a_region_comes()
    {
        Host("s", "one", "two");
        _table.Rebalance(["s"], At(0));
        _table.GetHome("two", "s");
        Assert.Equal("", Text(_table.Register("three", true)));
    }

    [Fact]
    public void Shard_must_wait_for_a_question_when_nobody_asks()
    {
        Host("s", "one");
        _table.Rebalance(["s"], At(0));
        _table.HandOffBegun("one", "s");
        Assert.Equal("", Text(_table.Stopped("one", "s")));
        Assert.Equal("allocate s for one", Text(_table.GetHome("one", "s")));
    }

    [Fact]
    public void Move_must_go_on_without_those_who_do_not_answer()
    {
        Host("s", "one", "two");
        _table.Rebalance(["s"], At(0));
        _table.HandOffBegun("one", "s");
        Assert.Equal(At(20), _table.NextTick);
        Assert.Equal("hand off s at one", Text(_table.Tick(At(20))));
        Assert.Equal("", Text(_table.Tick(At(99))));
        Assert.Null(_table.NextTick);
    }

    [Fact]
    public void Move_must_go_on_when_a_region_dies_meanwhile()
    {
        Host("s", "one", "two");
        _table.Rebalance(["s"], At(0));
        _table.HandOffBegun("one", "s");
        Assert.Equal("hand off s at one", Text(_table.Gone("two")));
    }

    [Fact]
    public void Shards_must_be_free_at_once_when_their_region_dies()
    {
        Host("s", "one", "two");
        _table.Rebalance(["s"], At(0));
        _table.GetHome("two", "s");
        Assert.Equal("allocate s for two", Text(_table.Gone("one")));
        Assert.Equal("host s at two, home of s is two to two", Text(Allocate("s", "two")));
        Assert.Equal("", Text(_table.Stopped("one", "s")));
    }

    [Fact]
    public void Region_that_died_while_it_was_chosen_must_get_nothing()
    {
        _table.Register("one", true);
        _table.Register("two", true);
        var number = Number(_table.GetHome("two", "s"));
        _table.Gone("one");
        Assert.False(_table.Allocated("s", number, "one", At(0), out var actions));
        Assert.Equal("", Text(actions));
    }

    [Fact]
    public void Leaving_region_must_lose_its_shards_and_get_none()
    {
        Host("s", "one", "two");
        Assert.Equal("begin s at one, begin s at two", Text(_table.Leave("one", At(0))));
        Assert.Equal("", Text(_table.Leave("one", At(0))));
        Assert.False(_table.Allocations.ContainsKey("one"));
        Assert.Equal("one may go", Text(_table.Stopped("one", "s")));
        Assert.Equal("one may go", Text(_table.Leave("one", At(0))));
        var number = Number(_table.GetHome("two", "other"));
        Assert.False(_table.Allocated("other", number, "one", At(0), out _));
    }

    [Fact]
    public void Last_region_that_leaves_must_make_questions_wait()
    {
        Host("s", "one");
        _table.Leave("one", At(0));
        Assert.Equal("hand off s at one", Text(_table.HandOffBegun("one", "s")));
        _table.GetHome("one", "s");
        Assert.Equal("one may go", Text(_table.Stopped("one", "s")));
        Assert.Equal("allocate s for one", Text(_table.Register("two", true)));
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private static long Number(IEnumerable<Action> actions) =>
        actions.OfType<Action.Allocate>().Single().Attempt;

    private static string Text(IEnumerable<Action> actions) =>
        string.Join(", ", actions.Select(action => action switch
        {
            Action.TellHome home => $"home of {home.Shard} is {home.Home} to {home.To}",
            Action.TellHost host => $"host {host.Shard} at {host.To}",
            Action.TellBeginHandOff begin => $"begin {begin.Shard} at {begin.To}",
            Action.TellHandOff handOff => $"hand off {handOff.Shard} at {handOff.To}",
            Action.TellLeft left => $"{left.To} may go",
            Action.Allocate allocate => $"allocate {allocate.Shard} for {allocate.Requester}",
            _ => action.ToString(),
        }));

    /// <summary>With the number of the attempt under way, which only the table knows.</summary>
    private IReadOnlyList<Action> Allocate(string shard, string region)
    {
        for (var number = 1; number < 10; number++)
        {
            _table.Allocated(shard, number, region, At(0), out var actions);
            if (actions.Count > 0)
            {
                return actions;
            }
        }

        return [];
    }

    private void Host(string shard, string region, params string[] others)
    {
        foreach (var one in others.Prepend(region))
        {
            _table.Register(one, true);
        }

        _table.GetHome(region, shard);
        Assert.NotEmpty(Allocate(shard, region));
    }
}
