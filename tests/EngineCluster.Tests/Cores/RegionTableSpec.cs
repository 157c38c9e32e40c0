using Akka.Cluster.Sharding;
using Action = Akka.Cluster.Sharding.RegionAction<string, int>;

namespace AkkaCoded.EngineCluster.Tests.Cores;

public sealed class RegionTableSpec
{
    private readonly RegionTable<string, int> _table = new("me", bufferMax: 4);

    [Fact]
    public void Messages_must_wait_in_order_and_ask_once()
    {
        Assert.Equal("ask s", Text(_table.Deliver("s", 1)));
        Assert.Equal("", Text(_table.Deliver("s", 2)));
        Assert.Equal("1 to other, 2 to other", Text(_table.HomeIs("s", "other")));
        Assert.Equal("3 to other", Text(_table.Deliver("s", 3)));
        Assert.Equal(0, _table.Kept);
    }

    [Fact]
    public void Shard_must_be_here_when_it_is_its_own_home()
    {
        _table.Deliver("s", 1);
        Assert.Equal("1 in s", Text(_table.HomeIs("s", "me")));
        Assert.Equal(["s"], _table.Here);
        Assert.Equal("", Text(_table.HomeIs("s", "me")));
    }

    [Fact]
    public void Messages_must_be_dropped_when_too_many_wait_in_all()
    {
        _table.Deliver("s", 1);
        _table.Deliver("s", 2);
        _table.Deliver("t", 3);
        _table.Deliver("t", 4);
        Assert.Equal("drop 5", Text(_table.Deliver("s", 5)));
        _table.HomeIs("t", "other");
        Assert.Equal("", Text(_table.Deliver("s", 6)));
    }

    [Fact]
    public void Messages_must_wait_while_the_shard_moves()
    {
        _table.HomeIs("s", "other");
        Assert.Equal("begun s", Text(_table.BeginHandOff("s")));
        Assert.Equal("ask s", Text(_table.Deliver("s", 1)));
        Assert.Equal("1 to third", Text(_table.HomeIs("s", "third")));
    }

    [Fact]
    public void Shard_must_get_what_comes_until_it_is_handed_off()
    {
        _table.HomeIs("s", "me");
        Assert.Equal("begun s", Text(_table.BeginHandOff("s")));
        Assert.Equal("0 in s", Text(_table.Deliver("s", 0)));
        Assert.Equal("stop s", Text(_table.HandOff("s")));
        Assert.Equal("ask s", Text(_table.Deliver("s", 1)));
        Assert.Equal("stopped s, ask s", Text(_table.Stopped("s", [])));
        Assert.Equal("1 to other", Text(_table.HomeIs("s", "other")));
        Assert.Empty(_table.Here);
    }

    [Fact]
    public void What_a_shard_had_left_must_go_before_what_came_later()
    {
        _table.HomeIs("s", "me");
        _table.BeginHandOff("s");
        _table.HandOff("s");
        _table.Deliver("s", 3);
        Assert.Equal("stopped s, ask s", Text(_table.Stopped("s", [1, 2])));
        Assert.Equal(
            "1 to other, 2 to other, 3 to other", Text(_table.HomeIs("s", "other")));
        Assert.Equal(0, _table.Kept);
    }

    [Fact]
    public void Hand_off_of_a_shard_that_is_not_here_must_be_answered_at_once()
    {
        Assert.Equal("stopped s", Text(_table.HandOff("s")));
    }

    [Fact]
    public void Home_on_a_dead_region_must_be_forgotten()
    {
        _table.HomeIs("s", "other");
        _table.HomeIs("t", "third");
        _table.Gone("other");
        Assert.Equal("ask s", Text(_table.Deliver("s", 1)));
        Assert.Equal("2 to third", Text(_table.Deliver("t", 2)));
        Assert.Equal("ask s", Text(_table.AskAgain()));
    }

    [Fact]
    public void Leaving_region_must_wait_for_the_coordinator_that_knows_it()
    {
        Assert.Equal("", Text(_table.Leave(isRegistered: true)));
        _table.HomeIs("s", "me");
        Assert.Equal("stop s", Text(_table.HandOff("s")));
        Assert.Equal("stopped s", Text(_table.Stopped("s", [])));
    }

    [Fact]
    public void Region_that_no_coordinator_knows_must_stop_at_once_when_it_leaves()
    {
        _table.Deliver("s", 1);
        Assert.Equal("end", Text(_table.Leave(isRegistered: false)));
        Assert.Equal([1], _table.Drain());
    }

    private static string Text(IEnumerable<Action> actions) =>
        string.Join(", ", actions.Select(action => action switch
        {
            Action.ToShard to => $"{to.Item} in {to.Shard}",
            Action.ToRegion to => $"{to.Item} to {to.Region}",
            Action.AskHome ask => $"ask {ask.Shard}",
            Action.StopShard stop => $"stop {stop.Shard}",
            Action.TellBegun begun => $"begun {begun.Shard}",
            Action.TellStopped stopped => $"stopped {stopped.Shard}",
            Action.Drop drop => $"drop {drop.Item}",
            Action.Stop => "end",
            _ => action.ToString(),
        }));
}
