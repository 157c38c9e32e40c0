using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Membership;
using static Akka.Cluster.Membership.MembershipAction;

namespace AkkaCoded.EngineCluster.Tests.Cores;

public sealed class SeedTableSpec
{
    private static readonly UniqueAddress Seed = Node("seed", 1);
    private static readonly UniqueAddress Worker = Node("worker", 2);

    private readonly SeedTable _table =
        new(Seed, ["boss"], TimeSpan.FromSeconds(5), JoinThreshold.None);

    public SeedTableSpec() => _table.Begin();

    [Fact]
    public void Begin_must_make_the_seed_the_first_member()
    {
        var fresh = new SeedTable(Seed, ["boss"], TimeSpan.Zero, JoinThreshold.None);
        Assert.Equal("joined seed, up seed", Changes(fresh.Begin()));
        Assert.Equal(Seed.Address, fresh.View.State.Leader);
        Assert.Equal(1, fresh.View.Find(Seed)!.UpNumber);
    }

    [Fact]
    public void Join_must_welcome_before_the_node_gets_up()
    {
        var actions = _table.Join(Worker, ["worker"]);
        Assert.Equal("joined worker, up worker", Changes(actions));
        var welcome = actions.ToList().FindIndex(action => action is Welcome);
        var up = actions.ToList().FindIndex(
            action => action is Broadcast { Change.Kind: ChangeKind.Up });
        Assert.True(welcome < up);
        Assert.Equal(2, _table.View.Find(Worker)!.UpNumber);
    }

    [Fact]
    public void Join_must_only_welcome_again_when_the_node_is_in()
    {
        _table.Join(Worker, []);
        Assert.Equal([new Welcome(Worker)], _table.Join(Worker, []));
    }

    [Fact]
    public void Join_must_replace_an_older_incarnation_at_the_same_address()
    {
        _table.Join(Worker, []);
        var next = Node("worker", 3);
        var actions = _table.Join(next, []);
        Assert.Equal(
            "downed worker, removed worker, joined worker, up worker", Changes(actions));
        Assert.Equal(Worker, Assert.Single(actions.OfType<Cut>()).Node);
        Assert.Null(_table.View.Find(Worker));
        Assert.NotNull(_table.View.Find(next));
    }

    [Fact]
    public void Join_must_be_refused_when_the_incarnation_was_removed()
    {
        _table.Join(Worker, []);
        _table.Over(Worker);
        Assert.IsType<Refuse>(Assert.Single(_table.Join(Worker, [])));
        Assert.Single(_table.View.Members);
    }

    [Fact]
    public void Join_must_be_refused_when_it_comes_from_the_seeds_own_address()
    {
        Assert.IsType<Refuse>(Assert.Single(_table.Join(Node("seed", 77), [])));
        Assert.Equal(MemberStatus.Up, _table.View.Find(Seed)!.Status);
    }

    [Fact]
    public void Join_must_wait_for_enough_members_of_a_role()
    {
        var threshold = new JoinThreshold(
            1, ImmutableDictionary<string, int>.Empty.Add("worker", 2));
        var table = new SeedTable(Seed, [], TimeSpan.Zero, threshold);
        Assert.Equal("joined seed", Changes(table.Begin()));
        Assert.Equal("joined worker", Changes(table.Join(Worker, ["worker"])));
        Assert.Equal(
            "joined other, up other, up seed, up worker",
            Changes(table.Join(Node("other", 4), ["worker"])));
    }

    [Fact]
    public void Leave_must_go_through_all_states_and_wait_for_the_node()
    {
        _table.Join(Worker, []);
        Assert.Equal("left worker, exited worker", Changes(_table.Leave(Worker.Address)));
        Assert.Empty(_table.Leave(Worker.Address));
        var actions = _table.ExitConfirmed(Worker);
        Assert.Equal("removed worker", Changes(actions));
        Assert.Empty(actions.OfType<Cut>());
    }

    [Fact]
    public void Exiting_node_must_be_removed_and_not_downed_when_its_session_ends()
    {
        _table.Join(Worker, []);
        _table.Leave(Worker.Address);
        Assert.Equal("removed worker", Changes(_table.Over(Worker)));
    }

    [Fact]
    public void Silent_node_must_be_downed_when_it_stays_so()
    {
        _table.Join(Worker, []);
        Assert.Equal("unreachable worker", Changes(_table.Silent(Worker, At(10))));
        Assert.Empty(_table.Silent(Worker, At(12)));
        Assert.Equal(At(15), _table.NextTick);
        Assert.Empty(_table.Tick(At(14.9)));
        var actions = _table.Tick(At(15));
        Assert.Equal("downed worker, removed worker", Changes(actions));
        Assert.Equal(Worker, Assert.Single(actions.OfType<Cut>()).Node);
        Assert.Null(_table.NextTick);
        Assert.Empty(_table.View.State.Unreachable);
    }

    [Fact]
    public void Silence_must_be_forgotten_when_the_node_is_back()
    {
        _table.Join(Worker, []);
        _table.Silent(Worker, At(10));
        Assert.Equal("reachable worker", Changes(_table.Back(Worker)));
        Assert.Empty(_table.Tick(At(100)));
        Assert.Empty(_table.Back(Worker));
    }

    [Fact]
    public void Signals_of_strangers_must_change_nothing()
    {
        var stranger = Node("worker", 99);
        _table.Join(Worker, []);
        Assert.Empty(_table.Silent(stranger, At(1)));
        Assert.Empty(_table.Back(stranger));
        Assert.Empty(_table.Over(stranger));
        Assert.Empty(_table.ExitConfirmed(stranger));
        Assert.Empty(_table.Down(Node("nobody", 1).Address));
    }

    [Fact]
    public void Seed_must_end_when_it_has_left()
    {
        var leaving = _table.Leave(Seed.Address);
        Assert.Equal("left seed, exited seed", Changes(leaving));
        Assert.IsType<BeginExit>(leaving[^1]);
        Assert.Empty(_table.Join(Worker, []));
        Assert.IsType<End>(_table.ExitConfirmed(Seed)[^1]);
    }

    [Fact]
    public void Versions_must_have_no_gap()
    {
        var actions = _table.Join(Worker, [])
            .Concat(_table.Silent(Worker, At(1))).Concat(_table.Back(Worker))
            .Concat(_table.Down(Worker.Address));
        var versions = actions.OfType<Broadcast>().Select(one => one.Change.Version).ToList();
        Assert.Equal(Enumerable.Range(3, versions.Count).Select(one => (long)one), versions);
    }

    internal static UniqueAddress Node(string host, int uid) =>
        new(new Address("akka.tcp", "world", host, 1), uid);

    internal static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    internal static string Changes(IEnumerable<MembershipAction> actions) =>
        string.Join(", ", actions.OfType<Broadcast>().Select(
            one => $"{one.Change.Kind} {one.Change.Member.Address.Host}".ToLowerInvariant()));
}
