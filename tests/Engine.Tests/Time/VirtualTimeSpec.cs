using System.Globalization;
using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

/// <summary>
/// What a simulation in virtual time relies on: a scheduler class named in the configuration
/// drives timers, time-outs and scheduled messages, and on the calling-thread dispatcher the
/// whole run is a function of its seed.
/// </summary>
public sealed class VirtualTimeSpec : EngineSpec
{
    private const string CallingThread = StepRace.CallingThread;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public VirtualTimeSpec()
        : base(
            "akka.scheduler.implementation = "
            + $"\"{typeof(VirtualTimeScheduler).AssemblyQualifiedName}\"")
    {
    }

    private VirtualTimeScheduler Clock => (VirtualTimeScheduler)Sys.Scheduler;

    [Fact]
    public void Scheduler_named_in_the_configuration_must_be_the_one_of_system_and_context()
    {
        Assert.IsType<VirtualTimeScheduler>(Sys.Scheduler);
        var actor = Start((_, context) =>
            context.Sender.Tell(ReferenceEquals(context.System.Scheduler, Clock)));

        actor.Tell("?");

        ExpectMsg(true);
    }

    [Fact]
    public void Now_must_be_virtual()
    {
        var before = Sys.Scheduler.Now;

        Clock.RunFor(TimeSpan.FromDays(3));

        Assert.Equal(TimeSpan.FromDays(3), Sys.Scheduler.Now - before);
        Assert.Equal(TimeSpan.FromDays(3), Sys.Scheduler.MonotonicClock);
    }

    [Fact]
    public void Scheduled_messages_must_arrive_at_their_virtual_times_in_order()
    {
        var trace = new List<string>();
        var actor = StartTracing(trace);
        Sys.Scheduler.ScheduleTellOnce(Second * 3, actor, "c", ActorRefs.NoSender);
        Sys.Scheduler.ScheduleTellOnce(Second, actor, "a", ActorRefs.NoSender);
        Sys.Scheduler.ScheduleTellOnce(Second * 2, actor, "b", ActorRefs.NoSender);

        Clock.RunFor(Second * 2);
        Assert.Equal(["1 a", "2 b"], trace);
        Clock.RunFor(Second * 2);

        Assert.Equal(["1 a", "2 b", "3 c"], trace);
    }

    [Fact]
    public void Repeated_message_must_arrive_until_cancelled()
    {
        var trace = new List<string>();
        var actor = StartTracing(trace);
        var cancel = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(
            Second, Second * 2, actor, "tick", ActorRefs.NoSender);

        Clock.RunFor(Second * 6);
        cancel.Cancel();
        Clock.RunFor(Second * 6);

        Assert.Equal(["1 tick", "3 tick", "5 tick"], trace);
    }

    [Fact]
    public void Scheduled_actions_must_run_at_their_virtual_times()
    {
        var ran = 0;
        using var cancel = new Cancelable(Sys.Scheduler);
        Sys.Scheduler.Advanced.ScheduleOnce(Second, () => ran++);
        Sys.Scheduler.Advanced.ScheduleRepeatedly(Second, Second, () => ran += 10, cancel);

        Clock.RunFor(Second * 3);
        Assert.Equal(31, ran);
        cancel.Cancel();
        Clock.RunFor(Second * 3);

        Assert.Equal(31, ran);
    }

    [Fact]
    public void Scheduler_must_refuse_a_negative_delay_and_an_interval_that_is_not_positive()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Sys.Scheduler.ScheduleTellOnce(
            -Second, TestActor, "x", ActorRefs.NoSender));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sys.Scheduler.ScheduleTellRepeatedly(
            Second, TimeSpan.Zero, TestActor, "x", ActorRefs.NoSender));
    }

    [Fact]
    public void Timers_and_receive_timeout_must_follow_virtual_time()
    {
        var trace = new List<string>();
        var actor = Sys.ActorOf(
            Props.Create(() => new Timed(trace)).WithDispatcher(CallingThread));
        Fence(actor);
        actor.Tell("begin");

        Clock.RunFor(Second * 10);

        Assert.Equal(["2 tick", "4 tick", "7 idle", "10 idle"], trace);
    }

    [Fact]
    public void Cancelable_with_a_delay_must_be_cancelled_in_virtual_time()
    {
        using var cancelable = new Cancelable(Sys.Scheduler, Second);

        Assert.False(cancelable.IsCancellationRequested);
        Clock.RunFor(Second);

        Assert.True(cancelable.IsCancellationRequested);
    }

    [Fact]
    public void Simulation_must_be_a_function_of_its_seed()
    {
        var first = Simulate(17);
        var again = Simulate(17);
        var other = Simulate(18);

        Assert.Equal(200, first.Count);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    private List<string> Simulate(int seed)
    {
        var trace = new List<string>();
        var race = Sys.ActorOf(
            Props.Create(() => new StepRace(40, 30, 200, seed, trace))
                .WithDispatcher(CallingThread));
        Fence(race);
        race.Tell("start");
        Clock.RunFor(TimeSpan.FromHours(1));
        Sys.Stop(race);
        return trace;
    }

    private IActorRef StartTracing(List<string> trace)
    {
        var actor = Sys.ActorOf(FunctionActor.Of((message, context) =>
        {
            var now = context.System.Scheduler.MonotonicClock.TotalSeconds;
            trace.Add(string.Create(CultureInfo.InvariantCulture, $"{now} {message}"));
        }).WithDispatcher(CallingThread));
        Fence(actor);
        trace.Clear();
        return actor;
    }

    private sealed class Timed : ReceiveActor, IWithTimers
    {
        private readonly List<string> _trace;
        private int _ticks;

        public Timed(List<string> trace)
        {
            _trace = trace;
            Receive<string>(text => text == "begin", _ =>
            {
                SetReceiveTimeout(Second * 3);
                Timers.StartPeriodicTimer("tick", "tick", Second * 2);
            });
            Receive<string>(_ =>
            {
                Note("tick");
                if (++_ticks == 2)
                {
                    Timers.CancelAll();
                }
            });
            Receive<ReceiveTimeout>(_ => Note("idle"));
        }

        public ITimerScheduler Timers { get; set; } = null!;

        private void Note(string what)
        {
            var now = Context.System.Scheduler.MonotonicClock.TotalSeconds;
            _trace.Add(string.Create(CultureInfo.InvariantCulture, $"{now} {what}"));
        }
    }
}
