using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Configs;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.Actors;

namespace AkkaCoded.WorkerNode.Tests;

/// <summary>What the node does with workers that fail, die, hang, leave. Time stands still until a
/// test moves it.</summary>
public sealed class SupervisionSpec : NodeSpec
{
    public SupervisionSpec()
        : base(
            """
            akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
            """)
    {
    }

    private TestScheduler Clock => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Failed_computation_must_be_told_and_the_same_worker_start_clean()
    {
        StartNode(faults: Options.Faults("fail worker=0 step=5"));
        var worker = JoinAndOpen();
        Ask(worker, TestJob.Key(5));

        var failed = Coordinator.ExpectMsg<ComputeFailed>();
        // Asked again at once, before the worker has said that it is back.
        Ask(worker, TestJob.Key(5, attempt: 1));

        Assert.Equal(TestJob.Key(5), failed.Key);
        Assert.Contains("step 5", failed.Error, StringComparison.Ordinal);
        Assert.Equal(2, Coordinator.ExpectMsg<WorkerJoined>().Incarnation);
        Assert.Equal(worker, Coordinator.LastSender);
        Coordinator.ExpectMsg<JobOpened>();
        ExpectRight(TestJob.Key(5, attempt: 1));
    }

    [Fact]
    public void Too_many_failures_must_stop_the_worker_and_start_another_after_a_pause()
    {
        var faults = Options.Faults(
            "fail worker=0 step=5", "fail worker=0 step=6", "fail worker=0 step=7");
        var node = StartNode(faults: faults);
        var worker = JoinAndOpen();
        Coordinator.Watch(worker);
        for (var step = 5; step < 8; step++)
        {
            Ask(worker, TestJob.Key(step));
            Assert.Equal(TestJob.Key(step), Next<ComputeFailed>(Coordinator).Key);
        }

        Next<Terminated>(Coordinator);
        AwaitState(node, WorkerState.Pausing);
        Clock.Advance(TimeSpan.FromSeconds(0.2));
        var again = JoinAndOpen();
        Assert.NotEqual(worker, again);
        Ask(again, TestJob.Key(8));
        ExpectRight(TestJob.Key(8));
    }

    [Fact]
    public void Crashed_worker_must_end_without_a_word_and_start_after_its_pause()
    {
        var node = StartNode(faults: Options.Faults("crash worker=0 step=5"));
        var worker = JoinAndOpen();
        Coordinator.Watch(worker);
        Ask(worker, TestJob.Key(5));

        Coordinator.ExpectTerminated(worker);
        AwaitState(node, WorkerState.Pausing);
        Assert.Equal(0, Setups.Count);
        Clock.Advance(TimeSpan.FromSeconds(0.199));
        Coordinator.ExpectNoMsg(Moment);
        Clock.Advance(TimeSpan.FromSeconds(0.001));
        var (again, joined) = Join();

        Assert.Equal(2, joined.Incarnation);
        Assert.Equal(worker.Path, again.Path);
        Tell(again, Job.Open());
        Next<JobOpened>(Coordinator);
        Ask(again, TestJob.Key(5, attempt: 1));
        ExpectRight(TestJob.Key(5, attempt: 1));
    }

    [Fact]
    public void Worker_that_dies_too_often_must_be_quarantined_and_then_start_fresh()
    {
        var faults = Enumerable.Range(0, 4).Select(i => $"crash worker=0 step={i}").ToArray();
        var node = StartNode(faults: Options.Faults(faults), restartsMax: 2);
        foreach (var (step, pause) in new[] { (0, 0.2), (1, 0.4), (2, 300), (3, 0.2) })
        {
            var worker = JoinAndOpen();
            Coordinator.Watch(worker);
            Ask(worker, TestJob.Key(step));
            Next<Terminated>(Coordinator);
            if (step == 2)
            {
                var quarantined = Next<WorkerQuarantined>(Coordinator);
                Assert.Equal((0, 300.0),
                    (quarantined.Worker.Number, quarantined.CoolDownSeconds));
                Assert.Equal(node, Coordinator.LastSender);
            }

            AwaitState(node, step == 2 ? WorkerState.Quarantined : WorkerState.Pausing);
            Clock.Advance(TimeSpan.FromSeconds(pause - 0.1));
            Coordinator.ExpectNoMsg(Moment);
            Clock.Advance(TimeSpan.FromSeconds(0.1));
        }

        Assert.Equal(5, Join().Joined.Incarnation);
    }

    [Fact]
    public void Hanging_worker_must_be_replaced_when_its_restart_is_asked_for()
    {
        var exchange = new SlowExchange(Job.Publish());
        var node = StartNode(faults: Options.Faults("hang worker=0 step=5"), exchange: exchange);
        var worker = JoinAndOpen();
        Coordinator.Watch(worker);
        Ask(worker, TestJob.Key(5));
        AwaitCondition(() => exchange.LeasesTaken == 1, Patience);
        Tell(worker, new Cancel(TestJob.Key(5)));
        Coordinator.ExpectNoMsg(Moment);

        node.Tell(new RestartWorker(new WorkerId(0), "no progress"), Coordinator.Ref);
        Coordinator.ExpectTerminated(worker);
        AwaitState(node, WorkerState.Pausing);
        Clock.Advance(TimeSpan.FromSeconds(0.2));
        var again = JoinAndOpen();

        Ask(again, TestJob.Key(5, attempt: 1));
        ExpectRight(TestJob.Key(5, attempt: 1));
        // The thread that hangs still holds the job; the end of the node releases it.
        Assert.Equal(1, Setups.Count);
        Watch(node);
        Sys.Stop(node);
        ExpectTerminated(node);
        AwaitCondition(() => Setups.Count == 0, Patience);
    }

    [Fact]
    public void Restart_must_be_ignored_for_workers_that_do_not_run()
    {
        var node = StartNode(faults: Options.Faults("crash worker=0 step=0"));
        var worker = JoinAndOpen();
        Ask(worker, TestJob.Key(0));
        AwaitState(node, WorkerState.Pausing);

        node.Tell(new RestartWorker(new WorkerId(0), "no progress"), Coordinator.Ref);
        node.Tell(new RestartWorker(new WorkerId(7), "no progress"), Coordinator.Ref);

        Assert.Equal(WorkerState.Pausing, Describe(node).State);
        Clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(2, Join().Joined.Incarnation);
    }

    [Fact]
    public void Leaving_worker_must_say_goodbye_and_not_come_back()
    {
        var node = StartNode(workers: 2, faults: Options.Faults("leave worker=1 step=0"));
        var workers = new[] { Join(), Join() }.ToDictionary(w => w.Joined.Worker.Number);
        var worker = workers[1].Worker;
        Coordinator.Watch(worker);
        Tell(worker, Job.Open());
        Next<JobOpened>(Coordinator);

        Ask(worker, TestJob.Key(0));

        Assert.Equal(new WorkerId(1), Coordinator.ExpectMsg<Goodbye>().Worker);
        Assert.Equal(worker, Coordinator.LastSender);
        Coordinator.ExpectTerminated(worker);
        AwaitCondition(() => Numbers(node).SequenceEqual([0]), Patience);
        Clock.Advance(TimeSpan.FromHours(1));
        Coordinator.ExpectNoMsg(Moment);
    }

    [Fact]
    public async Task Workers_must_come_and_go_while_the_node_runs()
    {
        var node = StartNode(workers: 1);
        Join();
        var added = await node.Ask<Status>(new AddWorker());
        Assert.Equal(new WorkerId(1), Assert.IsType<Status.Success>(added).Status);
        var (worker, joined) = Join();
        Assert.Equal((1, 1L), (joined.Worker.Number, joined.Incarnation));
        await Refused(node, new AddWorker(new WorkerId(0)), "CDL-0402");
        await Refused(node, new RemoveWorker(new WorkerId(5), "test"), "CDL-0403");

        Coordinator.Watch(worker);
        Assert.IsType<Status.Success>(
            await node.Ask<Status>(new RemoveWorker(new WorkerId(1), "the user says so")));

        Assert.Equal(
            new Goodbye(new WorkerId(1), "the user says so"), Coordinator.ExpectMsg<Goodbye>());
        Coordinator.ExpectTerminated(worker);
        AwaitCondition(() => Numbers(node).SequenceEqual([0]), Patience);
        await node.Ask<Status>(new AddWorker(new WorkerId(1)));
        Assert.Equal(2, Join().Joined.Incarnation);
    }

    [Fact]
    public async Task Worker_that_pauses_must_be_removable()
    {
        var node = StartNode(faults: Options.Faults("crash worker=0 step=0"));
        Ask(JoinAndOpen(), TestJob.Key(0));
        AwaitState(node, WorkerState.Pausing);

        await node.Ask<Status>(new RemoveWorker(new WorkerId(0), "test"));

        Coordinator.ExpectMsg<Goodbye>();
        Clock.Advance(TimeSpan.FromHours(1));
        Coordinator.ExpectNoMsg(Moment);
        Assert.Empty(Numbers(node));
    }

    [Fact]
    public async Task Injected_fault_must_strike_in_the_next_step()
    {
        var node = StartNode(faults: Options.Faults());
        var worker = JoinAndOpen();
        Ask(worker, TestJob.Key(5));
        ExpectRight(TestJob.Key(5));

        var answer = await node.Ask<Status>(new InjectFault("fail worker=0"));
        Assert.IsType<Status.Success>(answer);
        Ask(worker, TestJob.Key(6));

        Assert.Equal(TestJob.Key(6), Next<ComputeFailed>(Coordinator).Key);
        await Refused(node, new InjectFault("explode worker=0"), "CDL-0147");
    }

    [Fact]
    public async Task Injected_fault_must_be_refused_unless_chaos_is_enabled()
    {
        var node = StartNode();
        Join();

        await Refused(node, new InjectFault("fail worker=0"), "CDL-0156");
    }

    private static async Task Refused(IActorRef node, object request, string code)
    {
        var answer = await node.Ask<Status>(request);
        var failure = Assert.IsType<Status.Failure>(answer);
        Assert.Equal(code, Assert.IsType<InvalidInputException>(failure.Cause).Code);
    }

    private static List<int> Numbers(IActorRef node) =>
    [
        .. node.Ask<NodeDescription>(new DescribeNode()).GetAwaiter().GetResult().Workers
            .Select(worker => worker.Worker.Number),
    ];
}
