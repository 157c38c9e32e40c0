using AkkaCoded.Messages.Cluster;
using AkkaCoded.WorkerNode.Cluster.Placement;

namespace AkkaCoded.Coordinator.Tests.Cluster;

/// <summary>On which node a row is placed.</summary>
public sealed class PlacementPlanSpec
{
    private static readonly HashSet<string> Nobody = [];

    [Fact]
    public void Spread_must_put_as_few_on_each_node_as_possible()
    {
        var nodes = Nodes(("a", 2), ("b", 2), ("c", 2));

        Assert.Equal("abcabc", PlaceAll(PlacementKind.Spread, nodes, 6));
    }

    [Fact]
    public void Pack_must_fill_a_node_before_it_uses_the_next()
    {
        var nodes = Nodes(("a", 2), ("b", 2), ("c", 2));

        Assert.Equal("aabbcc", PlaceAll(PlacementKind.Pack, nodes, 6));
    }

    [Theory]
    [InlineData(PlacementKind.Spread)]
    [InlineData(PlacementKind.Pack)]
    public void Beyond_all_slots_nodes_must_be_overloaded_in_proportion(PlacementKind kind)
    {
        var nodes = Nodes(("a", 1), ("b", 3));
        PlaceAll(kind, nodes, 12);

        Assert.Equal([3, 9], nodes.Select(node => node.Shards.Count));
    }

    [Fact]
    public void Spread_must_not_overload_a_small_node_while_a_large_one_has_slots()
    {
        var nodes = Nodes(("a", 1), ("b", 4));

        Assert.Equal("abbbb", PlaceAll(PlacementKind.Spread, nodes, 5));
    }

    [Fact]
    public void Nobody_must_be_named_when_nobody_can_take_a_row()
    {
        Candidate[] nodes =
        [
            Node("coordinator", 1) with { IsWorker = false },
            Node("away", 1) with { CanServe = false },
            Node("drained", 1),
            Node("?", 1) with { Name = null },
        ];

        Assert.Null(new PlacementPlan(PlacementKind.Spread)
            .Place(nodes, new HashSet<string> { "drained" }));
        Assert.Null(new PlacementPlan(PlacementKind.Pack).Place([], Nobody));
    }

    [Fact]
    public void Rows_must_leave_excluded_nodes_only()
    {
        Candidate[] nodes =
        [
            Node("a", 1, "0", "3", "5"), Node("b", 1, "1"),
            Node("c", 1, "2") with { CanServe = false },
        ];

        Assert.Equal(
            ["1"], PlacementPlan.Leaving(nodes, new HashSet<string> { "b", "z" }));
        Assert.Empty(PlacementPlan.Leaving(nodes, Nobody));
    }

    [Fact]
    public void Rows_must_stay_on_an_excluded_node_when_there_is_no_other()
    {
        Candidate[] nodes = [Node("a", 1, "0"), Node("b", 1) with { CanServe = false }];

        Assert.Empty(PlacementPlan.Leaving(nodes, new HashSet<string> { "a" }));
    }

    [Theory]
    [InlineData(PlacementKind.Spread, 21)]
    [InlineData(PlacementKind.Spread, 22)]
    [InlineData(PlacementKind.Pack, 23)]
    [InlineData(PlacementKind.Pack, 24)]
    public void Place_must_keep_the_rules_for_any_members(PlacementKind kind, int seed)
    {
        var random = new Random(seed);
        var plan = new PlacementPlan(kind);
        for (var round = 0; round < 3000; round++)
        {
            var nodes = Any(random);
            var excluded = nodes.Where(_ => random.Next(4) == 0)
                .Select(node => node.Name!).ToHashSet();
            var open = nodes.Where(node => node is { IsWorker: true, CanServe: true }
                && !excluded.Contains(node.Name!)).ToList();
            var shuffled = nodes.ToArray();
            random.Shuffle(shuffled);
            var place = plan.Place(nodes, excluded) is { } i ? nodes[i] : null;
            var again = plan.Place(shuffled, excluded) is { } j ? shuffled[j] : null;
            var where = $"seed {seed}, round {round}";
            Assert.True(ReferenceEquals(place, again), where);
            Assert.True((place is null) == (open.Count == 0), where);
            if (place is not null)
            {
                Assert.True(open.Contains(place), where);
                CheckBest(kind, place, open, where);
            }
        }
    }

    private static void CheckBest(
        PlacementKind kind, Candidate place, List<Candidate> open, string where)
    {
        var free = open.Where(node => node.Shards.Count < node.Slots).ToList();
        if (free.Count == 0)
        {
            Assert.True(open.All(node => Load(place) <= Load(node)), where);
            return;
        }

        Assert.True(free.Contains(place), where);
        var counts = free.Select(node => node.Shards.Count);
        Assert.True(
            place.Shards.Count == (kind == PlacementKind.Pack ? counts.Max() : counts.Min()),
            where);
    }

    private static double Load(Candidate node) => (double)node.Shards.Count / node.Slots;

    private static Candidate[] Any(Random random) =>
    [
        .. Enumerable.Range(0, random.Next(7)).Select(i => new Candidate(
            $"n{i}", random.Next(5) > 0, random.Next(5) > 0, random.Next(1, 4),
            [.. Enumerable.Range(0, random.Next(6)).Select(shard => $"{shard}")])),
    ];

    private static Candidate[] Nodes(params (string Name, int Slots)[] nodes) =>
        [.. nodes.Select(node => Node(node.Name, node.Slots))];

    private static Candidate Node(string name, int slots, params string[] shards) =>
        new(name, true, true, slots, shards);

    /// <summary>Places rows one after the other; the names of their nodes.</summary>
    private static string PlaceAll(PlacementKind kind, Candidate[] nodes, int rows)
    {
        var plan = new PlacementPlan(kind);
        var places = "";
        for (var row = 0; row < rows; row++)
        {
            var place = plan.Place(nodes, Nobody)!.Value;
            nodes[place] = nodes[place] with { Shards = [.. nodes[place].Shards, $"{row}"] };
            places += nodes[place].Name;
        }

        return places;
    }
}
