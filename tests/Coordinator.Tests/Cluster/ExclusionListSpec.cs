using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.Tests.DataPlane;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.Cluster;

namespace AkkaCoded.Coordinator.Tests.Cluster;

/// <summary>Which nodes get no partitions, and for how long.</summary>
public sealed class ExclusionListSpec : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly PlacementBoard _board = new();
    private readonly List<PlacementRules> _told = [];
    private readonly ExclusionList _list;

    public ExclusionListSpec() => _list = new ExclusionList(_board, _time, _told.Add);

    public void Dispose() => _list.Dispose();

    [Fact]
    public void Exclusion_must_hold_until_it_is_taken_back()
    {
        _list.Exclude("w2", ExclusionKind.Drain, null);
        _list.Exclude("w1", ExclusionKind.Quarantine, null);

        Assert.Equal<string>(["w1", "w2"], _told[^1].ExcludedNodes);
        Assert.Equal(ExclusionKind.Drain, _list.Kinds()["w2"]);
        Assert.Equal(["w1", "w2"], _board.Excluded.Order());
        Assert.True(_list.Include("w2"));
        Assert.False(_list.Include("w2"));
        Assert.Equal(["w1"], _board.Excluded);
        Assert.Equal(3, _told.Count);
    }

    [Fact]
    public void Exclusion_must_end_with_its_cool_down()
    {
        _list.Exclude("w1", ExclusionKind.Quarantine, TimeSpan.FromSeconds(60));
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(["w1"], _board.Excluded);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(_board.Excluded);
        Assert.Empty(_told[^1].ExcludedNodes);
    }

    [Fact]
    public void Later_exclusion_must_not_end_with_the_cool_down_of_an_earlier_one()
    {
        _list.Exclude("w1", ExclusionKind.Quarantine, TimeSpan.FromSeconds(60));
        _list.Exclude("w1", ExclusionKind.Drain, null);

        _time.Advance(TimeSpan.FromSeconds(100));

        Assert.Equal(ExclusionKind.Drain, _list.Kinds()["w1"]);
    }

    [Fact]
    public void Versions_must_grow_and_begin_above_those_of_an_earlier_coordinator()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        using var list = new ExclusionList(_board, TimeProvider.System, _told.Add);
        list.Exclude("w1", ExclusionKind.Drain, null);
        list.Include("w1");

        Assert.True(_told[0].Version >= before);
        Assert.True(_told[1].Version > _told[0].Version);
    }

    [Fact]
    public void Newer_rules_of_another_coordinator_must_be_taken_over_and_older_ones_not()
    {
        _list.Exclude("w1", ExclusionKind.Quarantine, TimeSpan.FromSeconds(60));
        var version = _list.Rules.Version;

        _list.Absorb(new PlacementRules(version, ["w7"]));
        Assert.Equal(["w1"], _board.Excluded);
        _list.Absorb(new PlacementRules(version + 1, ["w7"]));

        Assert.Equal(["w7"], _board.Excluded);
        Assert.Equal(["w7"], _list.Kinds().Keys);
        Assert.Single(_told);
        _time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(["w7"], _board.Excluded);
    }
}
