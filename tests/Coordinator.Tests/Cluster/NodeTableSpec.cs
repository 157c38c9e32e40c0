using Akka.Actor;
using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Coordinator.Jobs;

namespace AkkaCoded.Coordinator.Tests.Cluster;

/// <summary>What presence and the cluster say of nodes, put together.</summary>
public sealed class NodeTableSpec
{
    private static readonly Address A = At(1);
    private static readonly Address B = At(2);

    private readonly NodeTable _table = new(TimeSpan.FromSeconds(5));

    [Fact]
    public void Node_must_be_up_when_it_is_present_and_a_member()
    {
        Present("w1", 1, at: 1);
        Assert.Equal(NodeState.Joining, State("w1"));

        Member("w1", A, 7, MemberPhase.Joining, at: 2);
        Assert.Equal(NodeState.Joining, State("w1"));
        Member("w1", A, 7, MemberPhase.Up, at: 3, slots: 2);

        var node = Assert.Single(Snapshot(9).Nodes);
        Assert.Equal((NodeState.Up, Seconds(3), 2), (node.State, node.Since, node.Slots));
        Assert.Equal((A, 7), (node.Address, node.Uid));
        Assert.Equal("w1", Snapshot(9).NameOf(A));
        Assert.Equal(2, Snapshot(9).SlotsWithout(new HashSet<string>()));
        Assert.Equal(0, Snapshot(9).SlotsWithout(new HashSet<string> { "w1" }));
    }

    [Theory]
    [InlineData(PresenceChangeText.Gone, "has gone")]
    [InlineData(PresenceChangeText.Silent, "is silent")]
    public void Lost_presence_must_lose_the_address_at_once(string change, string reason)
    {
        Up("w1", A, 7);
        Up("w2", B, 8);

        var lost = Assert.Single(Presence("w1", 1, change, at: 5));

        Assert.Equal(new NodeLost(A, "w1", reason), lost);
        Assert.Equal(NodeState.Up, State("w2"));
    }

    [Fact]
    public void Address_that_is_known_only_after_the_loss_must_be_lost_then()
    {
        Present("w1", 1, at: 0);
        Assert.Empty(Presence("w1", 1, PresenceChangeText.Gone, at: 1));

        var lost = Assert.Single(Member("w1", A, 7, MemberPhase.Up, at: 2));

        Assert.Equal(A, lost.Address);
    }

    [Fact]
    public void Nodes_that_went_first_must_be_forgotten_when_there_are_many()
    {
        Up("w1", A, 7);
        for (var ghost = 0; ghost < 1000; ghost++)
        {
            Present($"ghost-{ghost}", 1, at: 10 + ghost);
            Presence($"ghost-{ghost}", 1, PresenceChangeText.Gone, at: 10 + ghost);
        }

        var names = Snapshot(2000).Nodes.Select(node => node.Name).ToHashSet();

        Assert.Equal(257, names.Count);
        Assert.Superset(new HashSet<string> { "w1", "ghost-744", "ghost-999" }, names);
    }

    [Fact]
    public void Node_that_stays_away_must_be_told_overdue_once()
    {
        Up("w1", A, 7);
        Presence("w1", 1, PresenceChangeText.Gone, at: 10);

        Assert.Empty(_table.TakeOverdue(Seconds(14.9)));
        Assert.Equal(7, Assert.Single(_table.TakeOverdue(Seconds(15))).Uid);
        Assert.Empty(_table.TakeOverdue(Seconds(20)));
    }

    [Fact]
    public void Node_that_is_back_in_time_must_not_be_told_overdue()
    {
        Up("w1", A, 7);
        Presence("w1", 1, PresenceChangeText.Silent, at: 10);
        Presence("w1", 1, PresenceChangeText.Back, at: 12);

        Assert.Empty(_table.TakeOverdue(Seconds(100)));
        Assert.Equal(NodeState.Up, State("w1"));
        Presence("w1", 1, PresenceChangeText.Silent, at: 100);
        Assert.Empty(_table.TakeOverdue(Seconds(104)));
        Assert.Single(_table.TakeOverdue(Seconds(105)));
    }

    [Fact]
    public void Silence_that_becomes_a_closed_connection_must_not_begin_the_wait_anew_for_the_job()
    {
        Up("w1", A, 7);
        Presence("w1", 1, PresenceChangeText.Silent, at: 10);
        Assert.Single(_table.TakeOverdue(Seconds(16)));
        Assert.Single(Presence("w1", 1, PresenceChangeText.Gone, at: 17));

        Assert.Empty(_table.TakeOverdue(Seconds(40)));
    }

    [Fact]
    public void Earlier_self_under_another_address_must_be_told_overdue_at_once()
    {
        Up("w1", A, 7);
        Presence("w1", 1, PresenceChangeText.Gone, at: 10);
        Present("w1", 2, at: 11);
        Assert.Empty(_table.TakeOverdue(Seconds(11)));
        Member("w1", B, 8, MemberPhase.Joining, at: 12);

        Assert.Equal(7, Assert.Single(_table.TakeOverdue(Seconds(12))).Uid);
        Assert.Empty(_table.TakeOverdue(Seconds(30)));
        Assert.Equal("w1", Snapshot(30).NameOf(A));
    }

    [Fact]
    public void Earlier_self_under_the_same_address_must_be_left_to_the_cluster()
    {
        Up("w1", A, 7);
        Presence("w1", 1, PresenceChangeText.Gone, at: 10);
        Present("w1", 2, at: 11);
        Member("w1", A, 8, MemberPhase.Joining, at: 12);

        Assert.Empty(_table.TakeOverdue(Seconds(30)));
    }

    [Fact]
    public void Event_of_an_earlier_start_must_be_dropped()
    {
        Up("w1", A, 7, incarnation: 5);

        Assert.Empty(Presence("w1", 4, PresenceChangeText.Gone, at: 10));
        Assert.Equal(NodeState.Up, State("w1"));
    }

    [Fact]
    public void Node_that_left_in_order_must_be_forgotten_and_a_lost_one_shown_for_a_while()
    {
        Up("w1", A, 7);
        Up("w2", B, 8);
        Member("w1", A, 7, MemberPhase.Leaving, at: 10);
        Member("w1", A, 7, MemberPhase.Left, at: 11);
        Assert.Equal(NodeState.Gone, State("w1"));
        Presence("w1", 1, PresenceChangeText.Gone, at: 11);
        Presence("w2", 1, PresenceChangeText.Gone, at: 11);
        Member("w2", B, 8, MemberPhase.Removed, at: 17);

        Assert.Equal("w2", Assert.Single(Snapshot(20).Nodes).Name);
        Assert.Empty(Snapshot(4000).Nodes);
    }

    [Fact]
    public void Home_must_be_waited_for_only_where_it_may_come_back()
    {
        Up("w1", A, 7);
        var none = new HashSet<string>();
        Assert.Equal(HomeState.Here, Snapshot(9).HomeOf("w1", none));
        Assert.Equal(HomeState.None, Snapshot(9).HomeOf("w1", new HashSet<string> { "w1" }));
        Assert.Equal(HomeState.None, Snapshot(9).HomeOf("w9", none));
        Assert.Equal(HomeState.None, Snapshot(9).HomeOf(null, none));

        Presence("w1", 1, PresenceChangeText.Gone, at: 10);

        Assert.Equal(HomeState.Away, Snapshot(11).HomeOf("w1", none));
    }

    private void Up(string name, Address address, int uid, long incarnation = 1)
    {
        Present(name, incarnation, at: 0);
        Member(name, address, uid, MemberPhase.Up, at: 0);
    }

    private void Present(string name, long incarnation, double at) =>
        Presence(name, incarnation, nameof(PresenceChange.Appeared), at);

    private IReadOnlyList<NodeLost> Presence(
        string name, long incarnation, string change, double at) => _table.On(
            new PresenceEvent(
                name, incarnation, Enum.Parse<PresenceChange>(change), TimeSpan.Zero),
            Seconds(at));

    private IReadOnlyList<NodeLost> Member(
        string name, Address address, int uid, MemberPhase phase, double at, int slots = 1) =>
        _table.On(new MemberFact(name, address, uid, slots, phase), Seconds(at));

    private NodeState State(string name) =>
        Snapshot(0).Nodes.Single(node => node.Name == name).State;

    private NodeSnapshot Snapshot(double at) => _table.Snapshot(Seconds(at));

    internal static Address At(int port) => new("akka.tcp", "akkacoded", "127.0.0.1", port);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    /// <summary>Internal enumerations cannot stand in a public test's arguments.</summary>
    private static class PresenceChangeText
    {
        public const string Gone = nameof(PresenceChange.Gone);
        public const string Silent = nameof(PresenceChange.Silent);
        public const string Back = nameof(PresenceChange.Back);
    }
}
