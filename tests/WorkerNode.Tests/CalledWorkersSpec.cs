using Akka.Actor;
using Akka.TestKit;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.Actors;

namespace AkkaCoded.WorkerNode.Tests;

/// <summary>Workers that a node starts only when it is told to. Time stands still until a test
/// moves it.</summary>
public sealed class CalledWorkersSpec : NodeSpec
{
    public CalledWorkersSpec()
        : base(
            """
            akka.scheduler.implementation = "Akka.TestKit.TestScheduler, Akka.TestKit"
            """)
    {
    }

    private TestScheduler Clock => (TestScheduler)Sys.Scheduler;

    [Fact]
    public void Node_without_workers_must_start_one_when_it_is_called()
    {
        var node = StartNode(workers: 0);
        Assert.Equal(0, CountOf(node));

        node.Tell(new EnsureWorker(new WorkerId(7), 12, 0));

        var (worker, joined) = Join();
        Assert.Equal((7, 12L), (joined.Worker.Number, joined.Incarnation));
        Assert.Equal("/user/node/worker-7", worker.Path.ToStringWithoutAddress());
    }

    [Fact]
    public void Running_worker_must_join_again_with_its_incarnation_when_it_is_called()
    {
        var node = StartNode(workers: 0);
        node.Tell(new EnsureWorker(new WorkerId(1), 3, 0));
        var (worker, _) = Join();

        node.Tell(new EnsureWorker(new WorkerId(1), 4, 0));

        var (again, joined) = Join();
        Assert.Equal(3, joined.Incarnation);
        Assert.Equal(worker, again);
    }

    [Fact]
    public void Running_worker_must_rise_when_it_ran_elsewhere_meanwhile()
    {
        var node = StartNode(workers: 0);
        node.Tell(new EnsureWorker(new WorkerId(1), 3, 0));
        Join();

        node.Tell(new EnsureWorker(new WorkerId(1), 6, 0));

        Assert.Equal(6, Join().Joined.Incarnation);
        Assert.Equal(6, Describe(node, 1).Incarnation);
    }

    [Fact]
    public void Pausing_worker_must_not_be_started_early_when_it_is_called()
    {
        var node = StartNode(workers: 0, faults: Options.Faults("crash worker=0 step=5"));
        node.Tell(new EnsureWorker(new WorkerId(0), 1, 0));
        var worker = JoinAndOpen();
        Ask(worker, TestJob.Key(5));
        AwaitState(node, WorkerState.Pausing);

        node.Tell(new EnsureWorker(new WorkerId(0), 2, 6));

        Coordinator.ExpectNoMsg(Moment);
        Clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(2, Join().Joined.Incarnation);
    }

    [Fact]
    public void Fault_of_an_earlier_step_must_not_strike_when_the_worker_comes_from_elsewhere()
    {
        var faults = Options.Faults("crash worker=0 step=5", "crash worker=0 step=9");
        var node = StartNode(workers: 0, faults: faults);
        node.Tell(new EnsureWorker(new WorkerId(0), 1, 6));
        var worker = JoinAndOpen();

        Ask(worker, TestJob.Key(6));
        ExpectRight(TestJob.Key(6));

        Assert.Equal(9, faults.Take(9, 0)!.FromStep);
    }

    [Fact]
    public void Stopped_worker_must_go_without_a_word_and_may_be_called_again()
    {
        var node = StartNode(workers: 0);
        node.Tell(new EnsureWorker(new WorkerId(0), 1, 0));
        var (worker, _) = Join();
        Coordinator.Watch(worker);

        node.Tell(new StopWorker(new WorkerId(0)));

        Coordinator.ExpectTerminated(worker);
        AwaitCondition(() => CountOf(node) == 0, Patience);
        node.Tell(new EnsureWorker(new WorkerId(0), 1, 0));
        Assert.Equal(2, Join().Joined.Incarnation);
    }

    [Fact]
    public void Stopped_worker_must_stay_away_when_it_was_in_a_pause()
    {
        var node = StartNode(workers: 0, faults: Options.Faults("crash worker=0 step=5"));
        node.Tell(new EnsureWorker(new WorkerId(0), 1, 0));
        Ask(JoinAndOpen(), TestJob.Key(5));
        AwaitState(node, WorkerState.Pausing);

        node.Tell(new StopWorker(new WorkerId(0)));
        Clock.Advance(TimeSpan.FromMinutes(1));

        Coordinator.ExpectNoMsg(Moment);
    }

    private static int CountOf(IActorRef node) =>
        node.Ask<NodeDescription>(new DescribeNode()).GetAwaiter().GetResult().Workers.Length;
}
