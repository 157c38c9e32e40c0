using Akka.Cluster;
using AkkaCoded.WorkerNode.Cluster.Placement;

namespace AkkaCoded.Coordinator.Tests.Cluster;

/// <summary>Members that are up before their region is known.</summary>
public sealed class RegionWaitSpec
{
    private static readonly UniqueAddress A = new(NodeTableSpec.At(1), 1);
    private static readonly UniqueAddress B = new(NodeTableSpec.At(2), 2);

    private readonly RegionWait _wait = new(TimeSpan.FromSeconds(5));

    [Fact]
    public void Each_member_must_be_waited_for_from_its_own_beginning_and_not_for_ever()
    {
        Assert.Equal([A], For(0, A));
        Assert.Equal([A, B], For(3, A, B));
        Assert.Equal([B], For(5, A, B));
        Assert.Empty(For(8, A, B));
    }

    [Fact]
    public void Member_whose_region_came_must_be_waited_for_anew_when_it_is_missing_again()
    {
        Assert.Equal([A], For(0, A));
        Assert.Empty(For(1));
        Assert.Equal([A], For(9, A));
    }

    private IEnumerable<UniqueAddress> For(double seconds, params UniqueAddress[] members) =>
        _wait.For(members.ToHashSet(), TimeSpan.FromSeconds(seconds))
            .OrderBy(member => member.Uid);
}
