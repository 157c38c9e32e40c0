using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

public sealed class ActorRefSpec : EngineSpec
{
    [Fact]
    public void Tell_must_pass_message_and_sender()
    {
        var probe = CreateTestProbe();
        var actor = Start((message, context) => context.Sender.Tell(message, context.Self));

        actor.Tell("hello", probe.Ref);

        probe.ExpectMsg("hello");
        Assert.Equal(actor, probe.Sender);
    }

    [Fact]
    public void Tell_must_use_the_running_actor_as_sender_when_none_is_given()
    {
        var receiver = Start((_, context) => TestActor.Tell(context.Sender));
        var sender = Start((message, _) => receiver.Tell(message));

        sender.Tell("go");

        ExpectMsg(sender);
    }

    [Fact]
    public void Tell_must_show_dead_letters_as_sender_when_there_is_none()
    {
        var actor = Start((_, context) => TestActor.Tell(context.Sender));

        actor.Tell("go", ActorRefs.NoSender);

        ExpectMsg(Sys.DeadLetters);
    }

    [Fact]
    public void Forward_must_keep_the_original_sender()
    {
        var echo = Start((message, context) => context.Sender.Tell(message));
        var relay = Start((message, _) => echo.Forward(message));

        relay.Tell("hello");

        ExpectMsg("hello");
        Assert.Equal(echo, LastSender);
    }

    [Fact]
    public void Tell_must_keep_the_order_between_two_actors()
    {
        var actor = Start((message, _) => TestActor.Tell(message));

        for (var i = 0; i < 1000; i++)
        {
            actor.Tell(i);
        }

        Assert.Equal(Enumerable.Range(0, 1000).Cast<object>(), ReceiveN(1000));
    }

    [Fact]
    public void References_must_be_equal_when_they_mean_the_same_incarnation()
    {
        var actor = Start((_, context) => context.Sender.Tell(context.Self), "one");
        var other = Start((_, _) => { }, "two");

        actor.Tell("self");
        var self = ExpectMsg<IActorRef>();

        Assert.Equal(actor, self);
        Assert.Equal(actor.GetHashCode(), self.GetHashCode());
        Assert.NotEqual(actor, other);
        Assert.Equal(0, actor.CompareTo(self));
        Assert.Equal(-Math.Sign(actor.CompareTo(other)), Math.Sign(other.CompareTo(actor)));
    }

    [Fact]
    public void Nobody_must_swallow_every_message()
    {
        ActorRefs.Nobody.Tell("into the void");

        Assert.True(ActorRefs.Nobody.IsNobody());
        Assert.False(TestActor.IsNobody());
    }

    [Fact]
    public void Context_must_show_self_parent_children_and_system()
    {
        var child = FunctionActor.Of((_, context) => context.Sender.Tell(context.Parent));
        var parent = Start((message, context) =>
        {
            var made = context.ActorOf(child, (string)message);
            Assert.Equal(made, context.Child((string)message));
            Assert.Equal([made], context.GetChildren());
            Assert.True(context.Child("nobody").IsNobody());
            Assert.Same(Sys, context.System);
            made.Forward("parent?");
        });

        parent.Tell("kid");

        ExpectMsg(parent);
    }

    [Fact]
    public void Stopped_child_must_leave_the_list_of_children()
    {
        var parent = Start((message, context) =>
        {
            switch (message)
            {
                case "make":
                    context.Watch(context.ActorOf(FunctionActor.Of((_, _) => { }), "kid"));
                    context.Stop(context.Child("kid"));
                    break;
                case Terminated ended:
                    Assert.Equal("kid", ended.ActorRef.Path.Name);
                    TestActor.Tell(context.GetChildren().Count());
                    context.ActorOf(FunctionActor.Of((_, _) => { }), "kid");
                    TestActor.Tell("name is free");
                    break;
            }
        });

        parent.Tell("make");

        ExpectMsg(0);
        ExpectMsg("name is free");
    }
}
