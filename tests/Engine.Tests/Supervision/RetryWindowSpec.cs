using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

public sealed class RetryWindowSpec : EngineSpec
{
    private static readonly Fail Fault = new(new InvalidOperationException("boom"));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Child_must_be_stopped_when_it_fails_more_often_than_the_limit(int limit)
    {
        var strategy = new OneForOneStrategy(limit, (TimeSpan?)null, _ => Directive.Restart);
        var child = StartChild(strategy);
        Watch(child);
        for (var i = 0; i < limit; i++)
        {
            child.Tell(Fault);
            child.Tell("alive");
            ExpectMsg("alive");
        }

        child.Tell(Fault);

        ExpectTerminated(child);
    }

    [Fact]
    public void Child_must_be_restarted_for_ever_when_there_is_no_limit()
    {
        var child = StartChild(new OneForOneStrategy(-1, -1, _ => Directive.Restart));

        for (var i = 0; i < 50; i++)
        {
            child.Tell(Fault);
        }

        child.Tell("alive");
        ExpectMsg("alive");
    }

    [Fact]
    public void Child_must_be_stopped_when_it_fails_too_often_within_the_window()
    {
        var window = TimeSpan.FromMinutes(10);
        var child = StartChild(new OneForOneStrategy(2, window, _ => Directive.Restart));
        Watch(child);
        child.Tell(Fault);
        child.Tell(Fault);
        child.Tell("alive");
        ExpectMsg("alive");

        child.Tell(Fault);

        ExpectTerminated(child);
    }

    [Fact]
    public void Failures_must_be_forgotten_when_the_window_has_passed()
    {
        // Every failure waits until the window of the one before has surely passed, so the limit
        // of one restart within a window is never exceeded.
        var window = TimeSpan.FromMilliseconds(20);
        var child = StartChild(new OneForOneStrategy(1, window, _ => Directive.Restart));

        for (var i = 0; i < 5; i++)
        {
            child.Tell(Fault);
            child.Tell("alive");
            ExpectMsg("alive");
            ExpectNoMsg(window * 3);
        }
    }

    [Fact]
    public void Resumed_failures_must_not_count()
    {
        var child = StartChild(new OneForOneStrategy(
            1, (TimeSpan?)null, _ => Directive.Resume));

        for (var i = 0; i < 20; i++)
        {
            child.Tell(Fault);
        }

        child.Tell("alive");
        ExpectMsg("alive");
    }

    [Fact]
    public void All_children_must_be_stopped_when_one_exceeds_the_limit_of_AllForOne()
    {
        var parent = Sys.ActorOf(Supervisor.Of(
            new AllForOneStrategy(1, TimeSpan.FromMinutes(10), _ => Directive.Restart)));
        var first = AddChild(parent);
        var second = AddChild(parent);
        var probe = CreateTestProbe();
        probe.Watch(second);
        first.Tell(Fault);
        first.Tell("alive");
        ExpectMsg("alive");

        first.Tell(Fault);

        probe.ExpectTerminated(second);
    }

    private IActorRef StartChild(SupervisorStrategy strategy)
    {
        return AddChild(Sys.ActorOf(Supervisor.Of(strategy)));
    }

    private IActorRef AddChild(IActorRef parent)
    {
        parent.Tell(FaultyActor.Of(ActorRefs.Nobody));
        return ExpectMsg<IActorRef>();
    }
}
