using Akka.TestKit;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.Actors;
using AkkaCoded.WorkerNode.Computing;

namespace AkkaCoded.WorkerNode.Tests;

/// <summary>Injected delays and hangs. Delays last an hour here: a test that waits for the end of
/// one, where it should be ended, does not pass.</summary>
public sealed class DelaySpec : ComputeSpec
{
    private const string Delay = $"delay worker=3 law=\"{Options.HourLaw}\"";

    private static readonly CodeRow Two = CodeRow.SumOf([1, 2]);

    [Fact]
    public void Delay_must_be_ended_by_cancel_and_not_begin_again()
    {
        using var job = new TestJob();
        using var computed = new ManualResetEventSlim();
        var thread = Start(job, job.Publish(), Options.Faults(Delay), (_, done) =>
        {
            if (done == Two.Chunks.Length)
            {
                computed.Set();
            }
        });
        Post(thread, TestJob.Ask(TestJob.Key(5), Two));
        Assert.True(computed.Wait(Patience));
        thread.Cancel(TestJob.Key(5));

        Post(thread, TestJob.Ask(TestJob.Key(5, attempt: 1), Two));
        var ready = Next<Ready>(Coordinator);

        Assert.Equal(TestJob.Key(5, attempt: 1), ready.Key);
        Assert.Equal(job.Reference(5, Two), Values(ready));
    }

    [Fact]
    public void Delay_must_be_ended_by_a_newer_step()
    {
        using var job = new TestJob();
        var thread = Start(job, job.Publish(), Options.Faults(Delay.Replace("law", "step=5 law")));
        Post(thread, TestJob.Ask(TestJob.Key(5), Two));
        Coordinator.ExpectMsg<Progress>();

        Post(thread, TestJob.Ask(TestJob.Key(6), Two));

        Assert.Equal(TestJob.Key(6), Next<Ready>(Coordinator).Key);
    }

    [Fact]
    public void Delay_must_go_on_when_the_row_is_asked_again_without_a_cancel()
    {
        using var job = new TestJob();
        var thread = Start(job, job.Publish(), Options.Faults(Delay));
        Post(thread, TestJob.Ask(TestJob.Key(5), Two));
        Coordinator.ExpectMsg<Progress>();

        Post(thread, TestJob.Ask(TestJob.Key(5, attempt: 1), Two));

        Coordinator.ExpectNoMsg(Moment);
        thread.Cancel(TestJob.Key(5, attempt: 1));
        Post(thread, TestJob.Ask(TestJob.Key(5, attempt: 2), Two));
        Assert.Equal(TestJob.Key(5, attempt: 2), Next<Ready>(Coordinator).Key);
    }

    [Fact]
    public void Delay_must_be_ended_by_stopping_the_thread()
    {
        using var job = new TestJob();
        var thread = Start(job, job.Publish(), Options.Faults(Delay));
        Post(thread, TestJob.Ask(TestJob.Key(5), Two));
        Coordinator.ExpectMsg<Progress>();

        thread.Stop();

        Assert.True(thread.Join(Patience));
        Assert.Equal(0, Setups.Count);
        Worker.ExpectNoMsg(Moment);
    }

    [Fact]
    public void Short_delay_must_be_waited_for_and_told()
    {
        using var job = new TestJob();
        const string law = "delay worker=3 law=\"shifted-exponential(shift=0.002, rate=1000000, "
            + "load=additive)\"";
        var thread = Start(job, job.Publish(), Options.Faults(law));

        Post(thread, TestJob.Ask(TestJob.Key(5), Two));
        var ready = Next<Ready>(Coordinator);

        Assert.InRange(ready.Timings.DelaySeconds, 0.0015, 60);
        Assert.Equal(job.Reference(5, Two), Values(ready));
    }

    [Fact]
    public void Slow_worker_must_wait_as_a_multiple_of_its_computing()
    {
        using var job = new TestJob();
        var thread = Start(job, job.Publish(), Options.Faults("slow worker=3 factor=50"));

        Post(thread, TestJob.Ask(TestJob.Key(5), Two));
        var ready = Next<Ready>(Coordinator);

        var (compute, delay) = (ready.Timings.ComputeSeconds, ready.Timings.DelaySeconds);
        // What is shorter than half a millisecond is put off and may stay out.
        Assert.InRange(delay, (49 * compute) - 1e-3, double.MaxValue);
        Assert.Equal(job.Reference(5, Two), Values(ready));
    }

    [Fact]
    public void Slow_worker_must_be_free_at_once_when_cancelled()
    {
        using var job = new TestJob();
        var thread = Start(
            job, job.Publish(), Options.Faults("slow worker=3 factor=1000000 to=5"));
        Post(thread, TestJob.Ask(TestJob.Key(5), Two));
        // Uploads are served before the row and during the wait after its first chunk.
        for (var i = 0; i < 4; i++)
        {
            thread.Post(new UploadCommand(TestJob.Key(5, partition: 8), Coordinator.Ref));
            Next<AnswerMissing>(Coordinator);
        }

        thread.Cancel(TestJob.Key(5));
        Post(thread, TestJob.Ask(TestJob.Key(6), Two));

        Assert.Equal(TestJob.Key(6), Next<Ready>(Coordinator).Key);
    }

    [Fact]
    public void Hang_must_end_when_its_time_is_over()
    {
        using var job = new TestJob();
        var thread = Start(job, job.Publish(), Options.Faults("hang worker=3 step=5 for=20ms"));

        Post(thread, TestJob.Ask(TestJob.Key(5), Two));

        Assert.Equal(job.Reference(5, Two), Values(Next<Ready>(Coordinator)));
    }

    [Fact]
    public void Hang_must_be_deaf_to_cancel_and_not_hold_up_a_stop()
    {
        using var job = new TestJob();
        var exchange = new SlowExchange(job.Publish());
        var thread = Start(job, exchange, Options.Faults("hang worker=3 step=5"));
        Post(thread, TestJob.Ask(TestJob.Key(5), Two));
        AwaitCondition(() => exchange.LeasesTaken == 1, Patience);

        thread.Cancel(TestJob.Key(5));
        Post(thread, TestJob.Ask(TestJob.Key(6), Two));
        Coordinator.ExpectNoMsg(Moment);
        thread.Stop();

        // It hangs for ever, with its model; the node's end, after the test, wakes it up.
        Assert.False(thread.Join(Moment));
        Assert.Equal(1, Setups.Count);
        Coordinator.ExpectNoMsg(Moment);
    }

    [Theory]
    [InlineData("crash", typeof(InjectedCrash))]
    [InlineData("fail", typeof(InjectedFailure))]
    [InlineData("leave", typeof(InjectedLeave))]
    public void Fault_must_end_the_thread_and_not_strike_again(string kind, Type error)
    {
        using var job = new TestJob();
        var faults = Options.Faults($"{kind} worker=3 step=5");
        var thread = Start(job, job.Publish(), faults);
        Post(thread, TestJob.Ask(TestJob.Key(4), Two));
        Next<Ready>(Coordinator);
        Post(thread, TestJob.Ask(TestJob.Key(6), Two));

        var ended = Worker.ExpectMsg<ThreadEnded>();

        Assert.IsType(error, ended.Error);
        Assert.Equal(TestJob.Key(6), ended.Item!.Key);
        Assert.True(thread.Join(Patience));
        Coordinator.ExpectNoMsg(Moment);
        thread = Start(job, job.Publish(), faults);
        Post(thread, TestJob.Ask(TestJob.Key(6, attempt: 1), Two));
        Assert.Equal(job.Reference(6, Two), Values(Next<Ready>(Coordinator)));
    }
}
