using System.Collections.Immutable;
using Akka.Cluster;
using Akka.Cluster.Membership;
using static Akka.Cluster.ClusterEvent;
using static Akka.Cluster.Membership.MembershipAction;

namespace AkkaCoded.EngineCluster.Tests.Cores;

public sealed class WorkerTableSpec
{
    private static readonly UniqueAddress Seed = SeedTableSpec.Node("seed", 1);
    private static readonly UniqueAddress Me = SeedTableSpec.Node("me", 2);
    private static readonly UniqueAddress Other = SeedTableSpec.Node("other", 3);

    private readonly SeedTable _seed =
        new(Seed, ["boss"], TimeSpan.FromSeconds(5), JoinThreshold.None);

    private readonly WorkerTable _table = new(Me, Seed.Address, TimeSpan.FromSeconds(5));

    public WorkerTableSpec() => _seed.Begin();

    [Fact]
    public void Worker_must_ask_until_it_is_in()
    {
        Assert.Equal([new AskToJoin(Seed.Address)], _table.AskToJoin());
        Join();
        Assert.Empty(_table.AskToJoin());
        Assert.True(_table.IsMember);
    }

    [Fact]
    public void Worker_must_tell_the_same_events_as_the_seed()
    {
        Join();
        var there = new List<string>();
        var here = new List<string>();
        var steps = _seed.Join(Other, ["worker"]).Concat(_seed.Silent(Other, At(1)))
            .Concat(_seed.Back(Other)).Concat(_seed.Leave(Other.Address))
            .Concat(_seed.ExitConfirmed(Other));
        foreach (var step in steps)
        {
            there.AddRange(Events([step]));
            here.AddRange(step is Broadcast { Change: var change }
                ? Events(_table.Changed(change)) : []);
        }

        Assert.Equal(there, here);
        Assert.Equal(7, here.Count);
        Assert.Equal(_seed.View.State.Members, _table.View.State.Members);
    }

    [Fact]
    public void Worker_must_ask_for_the_whole_table_when_a_step_is_missing()
    {
        Join();
        var changes = _seed.Join(Other, []).OfType<Broadcast>().ToList();
        Assert.Equal([new AskToJoin(Seed.Address)], _table.Changed(changes[1].Change));
        Assert.Null(_table.View.Find(Other));
        Assert.Equal("MemberUp other", string.Join(", ", Events(Welcome())));
        Assert.Equal(_seed.View.Version, _table.View.Version);
        Assert.Empty(_table.Changed(changes[0].Change));
    }

    [Fact]
    public void Missed_removal_must_be_told_when_the_table_comes_anew()
    {
        _seed.Join(Other, []);
        Join();
        var lost = _seed.Down(Other.Address).OfType<Broadcast>().ToList();
        var next = _seed.Join(SeedTableSpec.Node("third", 4), []).OfType<Broadcast>().First();
        Assert.NotEmpty(lost);
        _table.Changed(next.Change);
        Assert.Equal(
            "MemberRemoved other, MemberUp third", string.Join(", ", Events(Welcome())));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Worker_must_end_when_the_seed_downs_it_or_leaves(bool downed)
    {
        Join();
        var steps = downed ? _seed.Down(Me.Address)
            : [.. _seed.Leave(Seed.Address), .. _seed.ExitConfirmed(Seed)];
        var actions = steps.OfType<Broadcast>()
            .SelectMany(one => _table.Changed(one.Change)).ToList();
        Assert.True(Assert.Single(actions.OfType<End>()).Downed);
        Assert.False(_table.IsMember);
    }

    [Fact]
    public void Worker_must_begin_its_exit_when_the_seed_lets_it_go()
    {
        Join();
        var actions = _seed.Leave(Me.Address).OfType<Broadcast>()
            .SelectMany(one => _table.Changed(one.Change)).ToList();
        Assert.Single(actions.OfType<BeginExit>());
        var end = _table.ExitCompleted();
        Assert.Equal(
            [new ConfirmExit(Seed.Address), new End("left the cluster", false)], end);
        Assert.Empty(_table.ExitCompleted());
    }

    [Fact]
    public void Worker_must_end_when_the_seed_stays_silent()
    {
        Join();
        Assert.Equal(["UnreachableMember seed"], Events(_table.SeedSilent(Seed, At(10))));
        Assert.Empty(_table.SeedSilent(Other, At(10)));
        Assert.Equal(At(15), _table.NextTick);
        Assert.Empty(_table.Tick(At(14)));
        Assert.True(Assert.IsType<End>(_table.Tick(At(15))[^1]).Downed);
        Assert.Empty(_table.Tick(At(99)));
    }

    [Fact]
    public void Silence_of_the_seed_must_be_forgotten_when_it_is_back()
    {
        Join();
        _table.SeedSilent(Seed, At(10));
        Assert.Equal(["ReachableMember seed"], Events(_table.SeedBack(Seed)));
        Assert.Empty(_table.Tick(At(99)));
    }

    [Fact]
    public void Worker_must_end_when_the_seed_is_another_incarnation()
    {
        Join();
        var anew = new SeedTable(
            SeedTableSpec.Node("seed", 9), [], TimeSpan.Zero, JoinThreshold.None);
        anew.Begin();
        Assert.IsType<End>(_table.Welcomed(anew.View.Snapshot())[^1]);
    }

    [Fact]
    public void Worker_must_end_when_it_is_refused()
    {
        Assert.IsType<End>(_table.Refused("it was removed before")[^1]);
        Assert.Empty(_table.AskToJoin());
        Assert.Empty(Welcome());
    }

    private static TimeSpan At(double seconds) => SeedTableSpec.At(seconds);

    private static List<string> Events(IEnumerable<MembershipAction> actions) =>
        [.. actions.OfType<Publish>().Select(one => one.Event switch
        {
            IMemberEvent member =>
                $"{member.GetType().Name} {member.Member.Address.Host}",
            ReachabilityEvent reach => $"{reach.GetType().Name} {reach.Member.Address.Host}",
            var other => other.GetType().Name,
        })];

    private void Join()
    {
        _seed.Join(Me, ["worker"]);
        Welcome();
    }

    private IReadOnlyList<MembershipAction> Welcome() =>
        _table.Welcomed(_seed.View.Snapshot());
}
