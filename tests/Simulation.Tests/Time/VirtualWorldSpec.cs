using Akka.Actor;
using AkkaCoded.Simulation.Time;

namespace AkkaCoded.Simulation.Tests.Time;

public sealed class VirtualWorldSpec
{
    [Fact]
    public void World_must_move_time_to_what_is_due_and_keep_the_order()
    {
        using var world = VirtualWorld.Start("virtual");
        var heard = new List<string>();
        world.System.ActorOf(Props.Create(() => new Timed(world, heard)), "timed");

        Assert.False(world.Run(null, TimeSpan.FromHours(1)));

        Assert.Equal(
            ["0:start", "1:first", "1:second", "3600:hour"], heard);
        Assert.Equal(TimeSpan.FromHours(1), world.Now);
    }

    [Fact]
    public void World_must_stop_as_soon_as_it_is_done()
    {
        using var world = VirtualWorld.Start("virtual");
        var rounds = 0;
        Action count = () => rounds++;
        var ping = world.System.ActorOf(Props.Create(() => new Pinger(count)), "ping");
        ping.Tell("go");

        Assert.True(world.Run(() => rounds == 1000, TimeSpan.FromDays(1)));

        Assert.Equal(1000, rounds);
        Assert.Equal(TimeSpan.FromMilliseconds(999), world.Now);
    }

    [Fact]
    public void Cancelled_timer_must_not_move_the_clock()
    {
        using var world = VirtualWorld.Start("virtual");
        var cancelled = world.System.Scheduler.ScheduleTellOnceCancelable(
            TimeSpan.FromSeconds(5), ActorRefs.Nobody, "x", ActorRefs.NoSender);
        cancelled.Cancel();
        var fired = false;
        world.At(TimeSpan.FromSeconds(1), () => fired = true);

        world.Run(() => false, TimeSpan.MaxValue);

        Assert.True(fired);
        Assert.Equal(TimeSpan.FromSeconds(1), world.Now);
    }

    private sealed class Timed : ReceiveActor, IWithTimers
    {
        public Timed(VirtualWorld world, List<string> heard)
        {
            Receive<string>(text =>
            {
                heard.Add($"{world.Now.TotalSeconds:0}:{text}");
            });
            Self.Tell("start");
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart()
        {
            Timers.StartSingleTimer("a", "first", TimeSpan.FromSeconds(1));
            Timers.StartSingleTimer("b", "second", TimeSpan.FromSeconds(1));
            Timers.StartSingleTimer("c", "hour", TimeSpan.FromHours(1));
        }
    }

    private sealed class Pinger : ReceiveActor
    {
        public Pinger(Action onPing)
        {
            Receive<string>(text =>
            {
                onPing();
                Context.System.Scheduler.ScheduleTellOnce(
                    TimeSpan.FromMilliseconds(1), Self, text, Self);
            });
        }
    }
}
