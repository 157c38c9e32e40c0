using Akka.Actor;
using Akka.TestKit;

namespace AkkaCoded.Engine.Tests;

public sealed class ProbeSpec : EngineSpec
{
    [Fact]
    public void TestActor_must_be_the_implicit_sender_of_a_spec()
    {
        var echo = Start((message, context) => context.Sender.Tell(message));

        echo.Tell("hello");

        ExpectMsg("hello");
        Assert.Equal(echo, LastSender);
        Assert.Equal("hello", LastMessage);
    }

    [Fact]
    public async Task TestActor_must_stay_the_implicit_sender_after_an_await()
    {
        var echo = Start((message, context) => context.Sender.Tell(message));
        await Task.Yield();

        echo.Tell("hello");

        await ExpectMsgAsync("hello");
    }

    [Fact]
    public void Probe_must_receive_reply_send_and_forward()
    {
        var probe = CreateTestProbe("named");
        var other = CreateTestProbe();
        Assert.Contains("named", probe.Ref.Path.Name, StringComparison.Ordinal);

        probe.Send(other.Ref, "hello");
        other.ExpectMsg("hello");
        Assert.Equal(probe.Ref, other.Sender);
        other.Reply("answer");
        probe.ExpectMsg("answer");
        Assert.Equal(other.Ref, probe.LastSender);

        probe.Forward(other.Ref);
        other.ExpectMsg("answer");
        Assert.Equal(other.Ref, other.LastSender);
        probe.Forward(other.Ref, "explicit");
        other.ExpectMsg("explicit");
    }

    [Fact]
    public void Probe_must_be_usable_as_an_actor_reference()
    {
        var probe = CreateTestProbe();
        IActorRef reference = probe;

        reference.Tell("direct");
        probe.ExpectMsg("direct");
        var echo = Start((message, context) => context.Sender.Tell(message));
        echo.Tell("via", probe);
        probe.ExpectMsg("via");
        Assert.Equal(probe.Ref.Path, reference.Path);
        Assert.True(probe.Equals(probe.Ref));
    }

    [Fact]
    public void Probe_must_watch_and_unwatch()
    {
        var probe = CreateTestProbe();
        var first = Start((_, _) => { });
        var second = Start((_, _) => { });
        probe.Watch(first);
        probe.Watch(second);
        probe.Unwatch(first);

        Sys.Stop(first);
        Sys.Stop(second);

        Assert.Equal(second, probe.ExpectTerminated(second).ActorRef);
        probe.ExpectNoMsg(Never);
    }

    [Fact]
    public void AutoPilot_must_answer_for_the_probe_until_it_is_told_to_stop()
    {
        var probe = CreateTestProbe();
        probe.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            sender.Tell($"auto {message}", ActorRefs.NoSender);
            return message is "last" ? AutoPilot.NoAutoPilot : AutoPilot.KeepRunning;
        }));

        probe.Ref.Tell("one", TestActor);
        probe.Ref.Tell("last", TestActor);
        probe.Ref.Tell("ignored", TestActor);

        ExpectMsg("auto one");
        ExpectMsg("auto last");
        Assert.Equal(["one", "last", "ignored"], probe.ReceiveN(3));
        ExpectNoMsg(Never);
    }

    [Fact]
    public void AutoPilot_of_an_own_class_must_follow_its_next_state()
    {
        var probe = CreateTestProbe();
        probe.SetAutoPilot(new Countdown(2));

        for (var i = 0; i < 4; i++)
        {
            probe.Ref.Tell("x", TestActor);
        }

        ExpectMsg(2);
        ExpectMsg(1);
        ExpectMsg(0);
        ExpectNoMsg(Never);
    }

    [Fact]
    public void IgnoreMessages_must_drop_what_the_predicate_names()
    {
        IgnoreMessages(message => message is int);
        TestActor.Tell(1);
        TestActor.Tell("text");
        ExpectMsg("text");

        IgnoreNoMessages();
        TestActor.Tell(2);
        ExpectMsg(2);

        IgnoreMessages<string>(text => text.StartsWith('#'));
        TestActor.Tell("#");
        TestActor.Tell("x");
        ExpectMsg("x");
    }

    [Fact]
    public void ChildActorOf_must_make_the_probe_the_parent()
    {
        var probe = CreateTestProbe();
        var props = FunctionActor.Of((message, context) => context.Parent.Tell(message));

        var child = probe.ChildActorOf(props, "kid");
        child.Tell("up");

        probe.ExpectMsg("up");
        Assert.Equal(probe.Ref.Path, child.Path.Parent);
        Assert.Equal("kid", child.Path.Name);
    }

    [Fact]
    public async Task ChildActorOfAsync_must_make_the_test_actor_the_parent()
    {
        var child = await ChildActorOfAsync(
            FunctionActor.Of((message, context) => context.Parent.Tell(message)));

        child.Tell("up");

        await ExpectMsgAsync("up");
        Assert.Equal(TestActor.Path, child.Path.Parent);
    }

    [Fact]
    public void CreateTestActor_must_deliver_to_the_same_queue()
    {
        var second = CreateTestActor("second");

        second.Tell("via second");

        ExpectMsg("via second");
        Assert.NotEqual(TestActor, second);
    }

    [Fact]
    public void Probe_must_hold_its_messages_apart_from_other_probes()
    {
        var first = CreateTestProbe();
        var second = CreateTestProbe();

        first.Tell("one");
        second.Tell("two");

        Assert.NotEqual(first.Ref, second.Ref);
        first.ExpectMsg("one");
        second.ExpectMsg("two");
        Assert.False(HasMessages);
    }

    private sealed class Countdown(int left) : AutoPilot
    {
        public override AutoPilot Run(IActorRef sender, object message)
        {
            sender.Tell(left, ActorRefs.NoSender);
            return left == 0 ? NoAutoPilot : new Countdown(left - 1);
        }
    }
}
