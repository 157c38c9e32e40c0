using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Configs;

namespace AkkaCoded.Engine.Tests;

public sealed class TestSchedulerSpec : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public TestSchedulerSpec()
        : base(TestConfigs.TestSchedulerConfig)
    {
    }

    private TestScheduler Clock => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Message_must_arrive_only_when_time_is_advanced_far_enough()
    {
        Sys.Scheduler.ScheduleTellOnce(Second, TestActor, "due", ActorRefs.NoSender);

        Clock.Advance(Second / 2);
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Clock.Advance(Second / 2);

        ExpectMsg("due");
    }

    [Fact]
    public void Repeated_message_must_arrive_once_per_interval()
    {
        using var cancel = new Cancelable(Sys.Scheduler);
        Sys.Scheduler.ScheduleTellRepeatedly(
            Second, Second * 2, TestActor, "tick", ActorRefs.NoSender, cancel);
        for (var i = 0; i < 3; i++)
        {
            Clock.Advance(i == 0 ? Second : Second * 2);
            ExpectMsg("tick");
        }

        cancel.Cancel();
        Clock.Advance(Second * 10);

        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void AdvanceTo_must_move_to_a_point_in_time()
    {
        var ran = false;
        Sys.Scheduler.Advanced.ScheduleOnce(Second, () => ran = true);
        var now = Clock.Now;

        Clock.AdvanceTo(now + Second);

        Assert.True(ran);
        Assert.Equal(Second, Clock.Now - now);
        Assert.Throws<InvalidOperationException>(() => Clock.AdvanceTo(now));
    }
}
