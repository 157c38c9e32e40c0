using Akka.Actor;

namespace AkkaCoded.Engine.Tests;

/// <summary>The scheduler that runs by the clock. What is checked is order and count, no times.
/// </summary>
public sealed class SchedulerSpec : EngineSpec
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public void Message_must_arrive_with_its_sender()
    {
        var sender = CreateTestProbe();

        Sys.Scheduler.ScheduleTellOnce(Short, TestActor, "due", sender.Ref);

        ExpectMsg("due");
        Assert.Equal(sender.Ref, LastSender);
    }

    [Fact]
    public void Messages_must_arrive_in_the_order_of_their_delays()
    {
        Sys.Scheduler.ScheduleTellOnce(Short * 20, TestActor, "late", ActorRefs.NoSender);
        Sys.Scheduler.ScheduleTellOnce(Short, TestActor, "early", ActorRefs.NoSender);

        ExpectMsg("early");
        ExpectMsg("late");
    }

    [Fact]
    public void Repeated_message_must_arrive_until_it_is_cancelled()
    {
        var cancel = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(
            TimeSpan.Zero, Short, TestActor, "tick", ActorRefs.NoSender);
        ReceiveN(5);

        cancel.Cancel();

        // A tick may be under way when the cancellation comes; after a pause there is none.
        ReceiveWhile<object>(Short * 10, message => message);
        ExpectNoMsg(Short * 5);
    }

    [Fact]
    public void Cancelled_message_must_not_arrive()
    {
        var cancel = Sys.Scheduler.ScheduleTellOnceCancelable(
            Short * 5, TestActor, "never", ActorRefs.NoSender);
        cancel.Cancel();

        Sys.Scheduler.ScheduleTellOnce(Short * 10, TestActor, "after", ActorRefs.NoSender);

        ExpectMsg("after");
    }

    [Fact]
    public async Task Action_must_run_once_and_repeatedly()
    {
        var once = new TaskCompletionSource();
        var thrice = new CountdownEvent(3);
        using var cancel = new Cancelable(Sys.Scheduler);

        Sys.Scheduler.Advanced.ScheduleOnce(Short, once.SetResult);
        Sys.Scheduler.Advanced.ScheduleRepeatedly(
            TimeSpan.Zero, Short, () => thrice.Signal(thrice.IsSet ? 0 : 1), cancel);

        await once.Task.WaitAsync(Long);
        Assert.True(thrice.Wait(Long));
    }

    [Fact]
    public void Clock_must_go_forward()
    {
        var before = Sys.Scheduler.MonotonicClock;
        var now = Sys.Scheduler.Now;

        Sys.Scheduler.ScheduleTellOnce(Short, TestActor, "due", ActorRefs.NoSender);
        ExpectMsg("due");

        Assert.True(Sys.Scheduler.MonotonicClock > before);
        Assert.True(Sys.Scheduler.Now >= now);
    }
}
