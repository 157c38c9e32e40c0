using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

public sealed class OneForOneSpec : EngineSpec
{
    [Fact]
    public void Resume_must_keep_the_state_and_skip_the_failing_message()
    {
        var (_, child, hooks) = StartFamily(_ => Directive.Resume);

        child.Tell("one");
        child.Tell(new Fail(new InvalidOperationException("boom")));
        child.Tell("two");
        child.Tell("count");

        ExpectMsg("one");
        ExpectMsg("two");
        ExpectMsg(2);
        hooks.ExpectNoMsg(Never);
    }

    [Fact]
    public void Restart_must_replace_the_instance()
    {
        var (_, child, hooks) = StartFamily(_ => Directive.Restart);

        child.Tell("one");
        child.Tell(new Fail(new InvalidOperationException("boom")));
        child.Tell("count");

        ExpectMsg("one");
        ExpectMsg(0);
        Assert.Equal(
            ["PreRestart", "PostStop", "constructor", "PostRestart", "PreStart"],
            hooks.ReceiveN(5).Cast<Hook>().Select(hook => hook.Name));
    }

    [Fact]
    public void Stop_must_end_the_failing_child_only()
    {
        var (parent, child, _) = StartFamily(_ => Directive.Stop);
        var sibling = AddChild(parent, CreateTestProbe().Ref);
        Watch(child);

        child.Tell(new Fail(new InvalidOperationException("boom")));

        ExpectTerminated(child);
        sibling.Tell("alive");
        ExpectMsg("alive");
    }

    [Fact]
    public void Decider_must_choose_by_the_type_of_the_failure()
    {
        var (parent, child, _) = StartFamily(cause => cause switch
        {
            TimeoutException => Directive.Resume,
            InvalidOperationException => Directive.Restart,
            _ => Directive.Stop,
        });
        child.Tell("one");
        child.Tell(new Fail(new TimeoutException()));
        child.Tell("count");
        ExpectMsg("one");
        ExpectMsg(1);

        child.Tell(new Fail(new InvalidOperationException()));
        child.Tell("count");
        ExpectMsg(0);

        Watch(child);
        child.Tell(new Fail(new ArgumentException("bad")));
        ExpectTerminated(child);
    }

    [Fact]
    public void Escalate_must_fail_the_supervisor_with_the_same_cause()
    {
        var causes = CreateTestProbe();
        var grandparent = Sys.ActorOf(Supervisor.Of(new OneForOneStrategy(cause =>
        {
            causes.Tell(cause);
            return Directive.Restart;
        })));
        var middle = Supervisor.Of(new OneForOneStrategy(_ => Directive.Escalate));
        grandparent.Tell(middle);
        var parent = ExpectMsg<IActorRef>();
        var child = AddChild(parent, CreateTestProbe().Ref);
        Watch(child);
        var boom = new InvalidOperationException("boom");

        child.Tell(new Fail(boom));

        Assert.Same(boom, causes.ExpectMsg<InvalidOperationException>());
        ExpectTerminated(child);
        AddChild(parent, CreateTestProbe().Ref).Tell("alive again");
        ExpectMsg("alive again");
    }

    [Fact]
    public void Decider_must_see_the_failing_child_as_sender()
    {
        var failing = CreateTestProbe();
        var parent = Sys.ActorOf(Props.Create(() => new SenderSeeing(failing.Ref)));
        var child = AddChild(parent, CreateTestProbe().Ref);

        child.Tell(new Fail(new InvalidOperationException("boom")));

        failing.ExpectMsg(child);
    }

    [Fact]
    public void Default_strategy_must_restart_after_an_exception()
    {
        var parent = Sys.ActorOf(Supervisor.Of(null));
        var child = AddChild(parent, CreateTestProbe().Ref);
        child.Tell("one");
        ExpectMsg("one");

        child.Tell(new Fail(new InvalidOperationException("boom")));
        child.Tell("count");

        ExpectMsg(0);
    }

    [Fact]
    public void Default_decider_must_stop_a_child_that_cannot_be_created_or_is_killed()
    {
        var decider = SupervisorStrategy.DefaultDecider;

        Assert.Equal(Directive.Stop, decider.Decide(new ActorKilledException("kill")));
        Assert.Equal(Directive.Stop, decider.Decide(new ActorInitializationException("init")));
        Assert.Equal(Directive.Restart, decider.Decide(new InvalidOperationException()));
    }

    [Fact]
    public void Decider_from_pairs_must_use_the_closest_type_and_then_the_default()
    {
        var decider = Decider.From(
            Directive.Escalate,
            new KeyValuePair<Type, Directive>(typeof(ArgumentException), Directive.Restart),
            new KeyValuePair<Type, Directive>(typeof(TimeoutException), Directive.Resume));

        Assert.Equal(Directive.Restart, decider.Decide(new ArgumentNullException("p")));
        Assert.Equal(Directive.Resume, decider.Decide(new TimeoutException()));
        Assert.Equal(Directive.Escalate, decider.Decide(new InvalidOperationException()));
    }

    private (IActorRef Parent, IActorRef Child, Akka.TestKit.TestProbe Hooks) StartFamily(
        Func<Exception, Directive> decide)
    {
        var hooks = CreateTestProbe();
        var parent = Sys.ActorOf(Supervisor.Of(new OneForOneStrategy(decide)));
        var child = AddChild(parent, hooks.Ref);
        hooks.ExpectMsg(new Hook("constructor", 1));
        hooks.ExpectMsg(new Hook("PreStart", 1));
        return (parent, child, hooks);
    }

    private IActorRef AddChild(IActorRef parent, IActorRef hooks)
    {
        parent.Tell(FaultyActor.Of(hooks));
        return ExpectMsg<IActorRef>();
    }

    private sealed class SenderSeeing : ReceiveActor
    {
        private readonly IActorRef _listener;

        public SenderSeeing(IActorRef listener)
        {
            _listener = listener;
            Receive<Props>(props => Sender.Tell(Context.ActorOf(props)));
        }

        protected override SupervisorStrategy SupervisorStrategy()
        {
            return new OneForOneStrategy(_ =>
            {
                _listener.Tell(Sender);
                return Directive.Resume;
            });
        }
    }
}
