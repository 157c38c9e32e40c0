using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

public sealed class ReceiveTimeoutSpec : EngineSpec
{
    [Fact]
    public void ReceiveTimeout_must_arrive_when_no_message_comes()
    {
        StartIdle(TimeSpan.FromMilliseconds(20));

        ExpectMsg<ReceiveTimeout>();
    }

    [Fact]
    public void ReceiveTimeout_must_arrive_again_as_long_as_nothing_else_does()
    {
        StartIdle(TimeSpan.FromMilliseconds(20));

        ExpectMsg<ReceiveTimeout>();
        ExpectMsg<ReceiveTimeout>();
    }

    [Fact]
    public void ReceiveTimeout_must_arrive_after_other_messages_have_been_handled()
    {
        var actor = StartIdle(TimeSpan.FromMilliseconds(200));

        actor.Tell("work");

        ExpectMsg("work");
        ExpectMsg<ReceiveTimeout>();
    }

    [Fact]
    public void ReceiveTimeout_must_stop_when_it_is_set_to_null()
    {
        var actor = StartIdle(TimeSpan.FromMilliseconds(20));
        ExpectMsg<ReceiveTimeout>();

        actor.Tell("off");
        FishForMessage(message => message is "is off");

        ExpectNoMsg(TimeSpan.FromMilliseconds(150));
    }

    [Fact]
    public void ReceiveTimeout_must_not_be_set_when_the_actor_starts()
    {
        var actor = Start((_, context) => TestActor.Tell(context.ReceiveTimeout ?? TimeSpan.Zero));

        actor.Tell("?");

        ExpectMsg(TimeSpan.Zero);
    }

    [Fact]
    public void ReceiveTimeout_must_not_be_delayed_by_messages_that_do_not_influence_it()
    {
        var actor = StartIdle(TimeSpan.FromMilliseconds(100));
        using var stop = new Cancelable(Sys.Scheduler);
        var step = TimeSpan.FromMilliseconds(10);
        Sys.Scheduler.ScheduleTellRepeatedly(step, step, actor, new Transparent(), actor, stop);

        ExpectMsg<ReceiveTimeout>();
    }

    private IActorRef StartIdle(TimeSpan timeout)
    {
        return Sys.ActorOf(Props.Create(() => new Idle(timeout, TestActor)));
    }

    private sealed record Transparent : INotInfluenceReceiveTimeout;

    private sealed class Idle : ReceiveActor
    {
        public Idle(TimeSpan timeout, IActorRef listener)
        {
            SetReceiveTimeout(timeout);
            Receive<Transparent>(_ => { });
            Receive<string>(text => text == "off", _ =>
            {
                SetReceiveTimeout(null);
                listener.Tell("is off");
            });
            ReceiveAny(listener.Tell);
        }
    }
}
