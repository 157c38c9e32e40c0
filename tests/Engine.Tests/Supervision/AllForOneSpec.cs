using Akka.Actor;
using Akka.TestKit;

namespace AkkaCoded.Engine.Tests;

public sealed class AllForOneSpec : EngineSpec
{
    private static readonly Exception Boom = new InvalidOperationException("boom");

    [Fact]
    public void Restart_must_restart_every_child()
    {
        var children = StartFamily(_ => Directive.Restart);

        children[1].Ref.Tell(new Fail(Boom));

        foreach (var (child, hooks) in children)
        {
            Assert.Equal(
                ["PreRestart", "PostStop", "constructor", "PostRestart", "PreStart"],
                hooks.ReceiveN(5).Cast<Hook>().Select(hook => hook.Name));
            child.Tell("count");
            ExpectMsg(0);
        }
    }

    [Fact]
    public void Restart_must_give_siblings_the_cause_but_no_message()
    {
        var children = StartFamily(_ => Directive.Restart);
        var fail = new Fail(Boom);

        children[0].Ref.Tell(fail);

        children[0].Hooks.ExpectMsg(new Hook("PreRestart", 1, Boom, fail));
        children[1].Hooks.ExpectMsg(new Hook("PreRestart", 1, Boom));
        children[2].Hooks.ExpectMsg(new Hook("PreRestart", 1, Boom));
    }

    [Fact]
    public void Stop_must_stop_every_child()
    {
        var children = StartFamily(_ => Directive.Stop);
        var probes = children.Select(child => (child.Ref, Probe: CreateTestProbe())).ToList();
        probes.ForEach(pair => pair.Probe.Watch(pair.Ref));

        children[2].Ref.Tell(new Fail(Boom));

        probes.ForEach(pair => pair.Probe.ExpectTerminated(pair.Ref));
    }

    [Fact]
    public void Resume_must_leave_every_child_as_it_is()
    {
        var children = StartFamily(_ => Directive.Resume);
        foreach (var (child, _) in children)
        {
            child.Tell("one");
            ExpectMsg("one");
        }

        children[0].Ref.Tell(new Fail(Boom));

        foreach (var (child, hooks) in children)
        {
            child.Tell("count");
            ExpectMsg(1);
            hooks.ExpectNoMsg(TimeSpan.Zero);
        }
    }

    private List<(IActorRef Ref, TestProbe Hooks)> StartFamily(Func<Exception, Directive> decide)
    {
        var parent = Sys.ActorOf(Supervisor.Of(new AllForOneStrategy(decide)));
        var children = new List<(IActorRef, TestProbe)>();
        for (var i = 0; i < 3; i++)
        {
            var hooks = CreateTestProbe();
            parent.Tell(FaultyActor.Of(hooks.Ref));
            children.Add((ExpectMsg<IActorRef>(), hooks));
            hooks.ExpectMsg(new Hook("constructor", 1));
            hooks.ExpectMsg(new Hook("PreStart", 1));
        }

        return children;
    }
}
