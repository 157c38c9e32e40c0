using AkkaCoded.WorkerNode.Cluster;

namespace AkkaCoded.WorkerNode.Tests.Cluster;

public sealed class NodeLifeSpec
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Node_must_ask_with_growing_pauses_when_no_coordinator_answers()
    {
        var life = new NodeLife(1);

        var pauses = Enumerable.Range(0, 6).Select(_ => life.NotFound().TotalSeconds);

        Assert.Equal([0.2, 0.4, 0.8, 1.6, 2, 2], pauses);
        life.Started(Second);
        Assert.Equal(0.2, life.NotFound().TotalSeconds);
    }

    [Fact]
    public void Node_must_be_a_member_when_a_coordinator_says_so()
    {
        var life = Started(1);

        Assert.Equal(NodeStep.Stay, life.Look(Membership.No, false, Second));
        Assert.Equal(NodeStep.Stay, life.Look(Membership.Unknown, false, 2 * Second));
        Assert.Equal(NodeState.Joining, life.State);
        Assert.Equal(NodeStep.Joined, life.Look(Membership.Yes, false, 3 * Second));
        Assert.Equal(NodeStep.Stay, life.Look(Membership.Yes, false, 4 * Second));
        Assert.Equal(NodeState.Member, life.State);
        Assert.True(life.LookPause > Started(1).LookPause);
    }

    [Theory]
    [InlineData("No")]
    [InlineData("Unknown")]
    public void Node_must_begin_anew_when_it_is_not_let_in(string word)
    {
        var said = Enum.Parse<Membership>(word);
        var life = Started(1);

        Assert.Equal(NodeStep.Stay, life.Look(said, false, NodeLife.JoinPatience - Second));
        Assert.Equal(NodeStep.Rejoin, life.Look(said, false, NodeLife.JoinPatience));
        Assert.Equal(NodeState.Seeking, life.State);
        Assert.Contains("did not let", life.Reason);
    }

    [Fact]
    public void Member_must_begin_anew_at_once_when_the_only_coordinator_does_not_know_it()
    {
        var life = Member(1);

        Assert.Equal(NodeStep.Rejoin, life.Look(Membership.No, false, 9 * Second));
        Assert.Contains("does not know", life.Reason);
    }

    [Fact]
    public void Member_must_begin_anew_after_a_while_when_several_coordinators_do_not_know_it()
    {
        var life = Member(2);

        Assert.Equal(NodeStep.Stay, life.Look(Membership.No, false, 9 * Second));
        Assert.Equal(NodeStep.Stay, life.Look(Membership.No, false, 13 * Second));
        Assert.Equal(NodeStep.Stay, life.Look(Membership.Yes, false, 13.5 * Second));
        Assert.Equal(NodeStep.Stay, life.Look(Membership.No, false, 15 * Second));
        Assert.Equal(NodeStep.Rejoin, life.Look(Membership.No, false, 20 * Second));
    }

    [Fact]
    public void Member_must_stay_when_nobody_can_be_asked()
    {
        var life = Member(1);

        Assert.Equal(NodeStep.Stay, life.Look(Membership.Unknown, false, 999 * Second));
        Assert.Equal(NodeState.Member, life.State);
    }

    [Theory]
    [InlineData("Yes")]
    [InlineData("Unknown")]
    public void Node_must_begin_anew_when_its_actor_system_has_ended(string word)
    {
        var said = Enum.Parse<Membership>(word);
        Assert.Equal(NodeStep.Rejoin, Started(1).Look(said, true, Second));
        Assert.Equal(NodeStep.Rejoin, Member(1).Look(said, true, Second));
    }

    private static NodeLife Started(int coordinators)
    {
        var life = new NodeLife(coordinators);
        life.Started(TimeSpan.Zero);
        return life;
    }

    private static NodeLife Member(int coordinators)
    {
        var life = Started(coordinators);
        life.Look(Membership.Yes, false, Second);
        return life;
    }
}
