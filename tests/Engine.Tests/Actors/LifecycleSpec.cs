using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

public sealed class LifecycleSpec : EngineSpec
{
    private static readonly Exception Boom = new InvalidOperationException("boom");

    [Fact]
    public void Start_and_stop_must_run_constructor_PreStart_and_PostStop_in_order()
    {
        var actor = Sys.ActorOf(FaultyActor.Of(TestActor));
        Sys.Stop(actor);

        ExpectMsg(new Hook("constructor", 1));
        ExpectMsg(new Hook("PreStart", 1));
        ExpectMsg(new Hook("PostStop", 1));
        ExpectNoMsg(Never);
    }

    [Fact]
    public void Restart_must_run_the_hooks_in_order_with_their_arguments()
    {
        var actor = Sys.ActorOf(FaultyActor.Of(TestActor));
        ExpectMsg(new Hook("constructor", 1));
        ExpectMsg(new Hook("PreStart", 1));
        var fail = new Fail(Boom);

        actor.Tell(fail);

        ExpectMsg(new Hook("PreRestart", 1, Boom, fail));
        ExpectMsg(new Hook("PostStop", 1));
        ExpectMsg(new Hook("constructor", 2));
        ExpectMsg(new Hook("PostRestart", 2, Boom));
        ExpectMsg(new Hook("PreStart", 2));
        ExpectNoMsg(Never);
    }

    [Fact]
    public void Restart_must_keep_reference_and_mailbox_and_drop_state_and_failing_message()
    {
        var actor = Sys.ActorOf(FaultyActor.Of(CreateTestProbe().Ref));

        actor.Tell("one");
        actor.Tell(new Fail(Boom));
        actor.Tell("two");
        actor.Tell("three");
        actor.Tell("count");

        ExpectMsg("one");
        ExpectMsg("two");
        ExpectMsg("three");
        ExpectMsg(2);
    }

    [Fact]
    public void PostStop_must_be_called_once_when_an_actor_is_stopped_several_times()
    {
        var actor = Sys.ActorOf(FaultyActor.Of(TestActor));
        Sys.Stop(actor);
        Sys.Stop(actor);
        actor.Tell(PoisonPill.Instance);

        Assert.Equal(
            ["constructor", "PreStart", "PostStop"],
            ReceiveN(3).Cast<Hook>().Select(hook => hook.Name));
        ExpectNoMsg(Never);
    }

    [Fact]
    public void Actor_must_be_stopped_when_PreStart_throws()
    {
        var actor = Sys.ActorOf<BadStart>();

        Watch(actor);

        ExpectTerminated(actor);
    }

    [Fact]
    public void Messages_told_before_the_start_must_be_handled_after_PreStart()
    {
        var actor = Sys.ActorOf(FaultyActor.Of(TestActor));

        actor.Tell("early");

        ExpectMsg(new Hook("constructor", 1));
        ExpectMsg(new Hook("PreStart", 1));
        ExpectMsg("early");
    }

    [Fact]
    public void Self_stop_must_end_the_actor_after_the_current_message()
    {
        var actor = Start((message, context) =>
        {
            context.Stop(context.Self);
            TestActor.Tell(message);
        });
        Watch(actor);

        actor.Tell("first");
        actor.Tell("second");

        ExpectMsg("first");
        ExpectTerminated(actor);
        ExpectNoMsg(Never);
    }

    [Fact]
    public void PostStop_must_still_have_self_context_and_a_working_tell()
    {
        var actor = Sys.ActorOf(Props.Create(() => new LastWords(TestActor)), "talker");

        Sys.Stop(actor);

        ExpectMsg("bye from talker");
        Assert.Equal(actor, LastSender);
    }

    [Fact]
    public void PreRestart_that_throws_must_not_keep_the_actor_from_being_handled()
    {
        var actor = Sys.ActorOf(Props.Create(() => new BadRestart(TestActor)));

        actor.Tell("fail");
        actor.Tell("after");

        ExpectMsg("restarted");
        ExpectMsg("after");
    }

    private sealed class BadStart : ReceiveActor
    {
        protected override void PreStart() => throw new InvalidOperationException("PreStart");
    }

    private sealed class LastWords(IActorRef listener) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }

        protected override void PostStop() => listener.Tell($"bye from {Self.Path.Name}");
    }

    private sealed class BadRestart(IActorRef listener) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is "fail")
            {
                throw new InvalidOperationException("boom");
            }

            listener.Tell(message);
        }

        protected override void PreRestart(Exception reason, object message)
        {
            throw new InvalidOperationException("PreRestart");
        }

        protected override void PostRestart(Exception reason) => listener.Tell("restarted");
    }
}
