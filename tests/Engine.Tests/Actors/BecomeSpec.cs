using Akka.Actor;
using Akka.Event;

namespace AkkaCoded.Engine.Tests;

public sealed class BecomeSpec : EngineSpec
{
    [Fact]
    public void Become_must_replace_the_behaviour_when_called_in_a_ReceiveActor()
    {
        var actor = Sys.ActorOf<Light>();

        Assert.Equal("off", Ask(actor));
        actor.Tell("switch");
        Assert.Equal("on", Ask(actor));
        actor.Tell("switch");
        Assert.Equal("off", Ask(actor));
    }

    [Fact]
    public void Become_must_drop_handlers_of_the_old_behaviour()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        var actor = Sys.ActorOf<Light>();

        actor.Tell(1);
        ExpectMsg(1);
        actor.Tell("switch");
        actor.Tell(2);

        Assert.Equal(2, ExpectMsg<UnhandledMessage>().Message);
    }

    [Fact]
    public void BecomeStacked_must_return_to_the_behaviour_below_when_unbecoming()
    {
        var actor = Sys.ActorOf<Layered>();

        Assert.Equal("depth 0", Ask(actor));
        actor.Tell("push");
        actor.Tell("push");
        Assert.Equal("depth 2", Ask(actor));
        actor.Tell("pop");
        Assert.Equal("depth 1", Ask(actor));
        actor.Tell("pop");
        Assert.Equal("depth 0", Ask(actor));
    }

    [Fact]
    public void UnbecomeStacked_must_keep_the_first_behaviour_when_nothing_is_stacked()
    {
        var actor = Sys.ActorOf<Layered>();

        actor.Tell("pop");
        actor.Tell("pop");

        Assert.Equal("depth 0", Ask(actor));
    }

    [Fact]
    public void Become_must_replace_the_behaviour_when_called_in_an_UntypedActor()
    {
        var actor = Sys.ActorOf<Toggle>();

        Assert.Equal("first", Ask(actor));
        actor.Tell("become");
        Assert.Equal("second", Ask(actor));
        actor.Tell("stack");
        Assert.Equal("third", Ask(actor));
        actor.Tell("unbecome");
        Assert.Equal("second", Ask(actor));
    }

    [Fact]
    public void Behaviour_must_be_the_first_one_again_after_a_restart()
    {
        var actor = Sys.ActorOf<Light>();
        actor.Tell("switch");
        Assert.Equal("on", Ask(actor));

        actor.Tell(new Fail(new InvalidOperationException("boom")));

        Assert.Equal("off", Ask(actor));
    }

    private string Ask(IActorRef actor)
    {
        actor.Tell("state");
        return ExpectMsg<string>();
    }

    private sealed class Light : ReceiveActor
    {
        public Light() => Off();

        private void Off()
        {
            Receive<string>(text => text == "switch", _ => Become(On));
            Receive<string>(text => text == "state", _ => Sender.Tell("off"));
            Receive<int>(number => Sender.Tell(number));
        }

        private void On()
        {
            Receive<string>(text => text == "switch", _ => Become(Off));
            Receive<string>(text => text == "state", _ => Sender.Tell("on"));
            Receive<Fail>(fail => throw fail.Cause);
        }
    }

    private sealed class Layered : ReceiveActor
    {
        public Layered() => Depth(0);

        private void Depth(int depth)
        {
            Receive<string>(text => text == "push", _ => BecomeStacked(() => Depth(depth + 1)));
            Receive<string>(text => text == "pop", _ => UnbecomeStacked());
            Receive<string>(_ => Sender.Tell($"depth {depth}"));
        }
    }

    private sealed class Toggle : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is "become")
            {
                Become(Second);
            }
            else
            {
                Sender.Tell("first");
            }
        }

        private void Second(object message)
        {
            if (message is "stack")
            {
                BecomeStacked(Third);
            }
            else
            {
                Sender.Tell("second");
            }
        }

        private void Third(object message)
        {
            if (message is "unbecome")
            {
                UnbecomeStacked();
            }
            else
            {
                Sender.Tell("third");
            }
        }
    }
}
