using Akka.Actor;
using Akka.TestKit;

namespace AkkaCoded.Engine.Tests;

public sealed class TimersSpec : EngineSpec
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public TimersSpec()
        : base("akka.scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\"")
    {
    }

    private TestScheduler Clock => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Single_timer_must_fire_once()
    {
        var actor = StartTimed(timers => timers.StartSingleTimer("key", "tick", Second));

        ExpectNoMsg(Never);
        Clock.Advance(Second);
        ExpectMsg("tick");
        Clock.Advance(Second * 10);

        Fence(actor);
        ExpectNoMsg(Never);
    }

    [Fact]
    public void Single_timer_must_no_longer_be_active_when_its_message_is_handled()
    {
        var actor = StartTimed(timers => timers.StartSingleTimer("key", "active?", Second));

        Clock.Advance(Second);

        ExpectMsg(false);
        actor.Tell("active?");
        ExpectMsg(false);
    }

    [Fact]
    public void Periodic_timer_must_fire_until_it_is_cancelled()
    {
        var actor = StartTimed(timers => timers.StartPeriodicTimer("key", "tick", Second));
        for (var i = 0; i < 5; i++)
        {
            Clock.Advance(Second);
            ExpectMsg("tick");
        }

        Command(actor, timers => timers.Cancel("key"));
        Clock.Advance(Second * 3);

        Fence(actor);
        ExpectNoMsg(Never);
    }

    [Fact]
    public void Periodic_timer_must_wait_for_its_initial_delay_first()
    {
        StartTimed(timers => timers.StartPeriodicTimer("key", "tick", Second * 5, Second));

        Clock.Advance(Second * 4);
        ExpectNoMsg(Never);
        Clock.Advance(Second);
        ExpectMsg("tick");
        Clock.Advance(Second);
        ExpectMsg("tick");
    }

    [Fact]
    public void Timer_must_replace_the_one_with_the_same_key()
    {
        var actor = StartTimed(timers =>
        {
            timers.StartSingleTimer("key", "old", Second);
            timers.StartSingleTimer("key", "new", Second * 2);
        });

        Clock.Advance(Second * 3);

        ExpectMsg("new");
        Fence(actor);
        ExpectNoMsg(Never);
    }

    [Fact]
    public void Cancelled_timer_must_not_deliver_a_message_that_is_already_in_the_mailbox()
    {
        var gate = new ManualResetEventSlim();
        var actor = StartTimed(timers => timers.StartSingleTimer("key", "tick", Second));
        actor.Tell(new Action<ITimerScheduler>(timers =>
        {
            TestActor.Tell("inside");
            gate.Wait(TimeSpan.FromSeconds(10));
            timers.Cancel("key");
        }));
        ExpectMsg("inside");

        Clock.Advance(Second);
        gate.Set();

        Fence(actor);
        ExpectNoMsg(Never);
    }

    [Fact]
    public void Active_timers_must_be_listed_and_cancelled_together()
    {
        var actor = StartTimed(timers =>
        {
            timers.StartSingleTimer("one", "tick", Second);
            timers.StartPeriodicTimer("two", "tock", Second);
        });

        Command(actor, timers =>
        {
            TestActor.Tell(timers.ActiveTimers.Cast<string>().Order().ToArray());
            timers.CancelAll();
            TestActor.Tell(timers.IsTimerActive("one") || timers.IsTimerActive("two"));
        });

        Assert.Equal(["one", "two"], ExpectMsg<string[]>());
        ExpectMsg(false);
        Clock.Advance(Second * 3);
        Fence(actor);
        ExpectNoMsg(Never);
    }

    [Fact]
    public void Timers_must_be_cancelled_when_the_actor_restarts()
    {
        var actor = StartTimed(timers => timers.StartPeriodicTimer("key", "tick", Second));
        actor.Tell(new Fail(new InvalidOperationException("boom")));
        Fence(actor);

        Clock.Advance(Second * 3);

        Fence(actor);
        ExpectNoMsg(Never);
    }

    [Fact]
    public void Timers_must_be_cancelled_when_the_actor_stops()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Akka.Event.DeadLetter));
        var actor = StartTimed(timers => timers.StartPeriodicTimer("key", "tick", Second));
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);

        Clock.Advance(Second * 3);

        ExpectNoMsg(Never);
    }

    [Fact]
    public void Timer_message_must_have_a_sender_only_when_one_is_given()
    {
        var probe = CreateTestProbe();
        StartTimed(timers =>
        {
            timers.StartSingleTimer("none", "sender?", Second);
            timers.StartSingleTimer("given", "sender?", Second * 2, probe.Ref);
        });

        Clock.Advance(Second);
        ExpectMsg(Sys.DeadLetters);
        Clock.Advance(Second);
        ExpectMsg(probe.Ref);
    }

    private IActorRef StartTimed(Action<ITimerScheduler> begin)
    {
        var actor = Sys.ActorOf(Props.Create(() => new Timed(TestActor)));
        Command(actor, begin);
        return actor;
    }

    private void Command(IActorRef actor, Action<ITimerScheduler> command)
    {
        actor.Tell(command);
        Fence(actor);
    }

    private sealed class Timed : ReceiveActor, IWithTimers
    {
        public Timed(IActorRef listener)
        {
            Receive<Action<ITimerScheduler>>(command => command(Timers));
            Receive<Fail>(fail => throw fail.Cause);
            Receive<string>(text => text == "active?", _ =>
                listener.Tell(Timers.IsTimerActive("key")));
            Receive<string>(text => text == "sender?", _ => listener.Tell(Sender));
            ReceiveAny(listener.Tell);
        }

        public ITimerScheduler Timers { get; set; } = null!;
    }
}
