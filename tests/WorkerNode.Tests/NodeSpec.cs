using Akka.Actor;
using Akka.TestKit;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Chaos;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Training;
using AkkaCoded.WorkerNode.Actors;

namespace AkkaCoded.WorkerNode.Tests;

/// <summary>A node with its workers; the spec stands for coordinator and job.</summary>
public abstract class NodeSpec : WorkerSpec
{
    private protected static readonly CodeRow Two = CodeRow.SumOf([1, 2]);

    private readonly TestJob _job = new();
    private IActorRef? _node;

    protected NodeSpec(string config = "")
        : base(config) => Coordinator = CreateTestProbe();

    protected TestProbe Coordinator { get; }

    private protected JobSetups Setups { get; } = new();

    private protected TestJob Job => _job;

    private protected IActorRef StartNode(
        int workers = 1,
        FaultLedger? faults = null,
        int restartsMax = 5,
        ITensorExchange? exchange = null)
    {
        return _node = Sys.ActorOf(
            WorkerNodeActor.Create(
                Options.Node(workers, restartsMax), Coordinator.Ref, exchange ?? _job.Publish(),
                faults ?? Options.NoFaults(), Setups),
            "node");
    }

    /// <summary>The next worker that joins.</summary>
    private protected (IActorRef Worker, WorkerJoined Joined) Join()
    {
        var joined = Next<WorkerJoined>(Coordinator);
        return (Coordinator.LastSender, joined);
    }

    /// <summary>The next worker that joins, with the job opened on it.</summary>
    private protected IActorRef JoinAndOpen()
    {
        var (worker, _) = Join();
        Tell(worker, _job.Open());
        Next<JobOpened>(Coordinator);
        return worker;
    }

    private protected void Tell(IActorRef worker, object message) =>
        worker.Tell(message, Coordinator.Ref);

    private protected void Ask(IActorRef worker, AnswerKey key) =>
        Tell(worker, TestJob.Ask(key, Two));

    private protected Ready ExpectRight(AnswerKey key)
    {
        var ready = Next<Ready>(Coordinator);
        Assert.Equal(key, ready.Key);
        Assert.Equal(
            ContentHash.Of(_job.Reference(key.Step.Step, Two)),
            ready.Hash);
        return ready;
    }

    private protected WorkerDescription Describe(IActorRef node, int worker = 0) =>
        node.Ask<NodeDescription>(new DescribeNode()).GetAwaiter().GetResult().Workers
            .Single(found => found.Worker.Number == worker);

    private protected void AwaitState(IActorRef node, WorkerState state) =>
        AwaitCondition(() => Describe(node).State == state, Patience);

    protected override void AfterAll()
    {
        if (_node is not null)
        {
            Sys.Stop(_node);
        }

        // The last user closes the job: every thread has ended, hanging ones too.
        Assert.True(SpinWait.SpinUntil(() => Setups.Count == 0, Patience));
        _job.Dispose();
        base.AfterAll();
    }
}

public sealed class WorkerActorSpec : NodeSpec
{
    [Fact]
    public void Workers_must_join_with_their_numbers_and_answer_under_their_own_name()
    {
        StartNode(workers: 3);
        var joined = Enumerable.Range(0, 3).Select(_ => Join()).ToList();

        Assert.Equal([0, 1, 2], joined.Select(worker => worker.Joined.Worker.Number).Order());
        foreach (var (worker, message) in joined)
        {
            Assert.Equal($"/user/node/worker-{message.Worker.Number}",
                worker.Path.ToStringWithoutAddress());
            Assert.Equal((1L, 1, "cpu"),
                (message.Incarnation, message.ProtocolVersion, message.Device));
            Tell(worker, Job.Open());
            var opened = Next<JobOpened>(Coordinator);
            Assert.Equal(message.Worker, opened.Worker);
            Assert.Equal(worker, Coordinator.LastSender);
        }

        Assert.Equal(1, Setups.Count);
        joined.ForEach(worker =>
        {
            Ask(worker.Worker, TestJob.Key(0, worker.Joined.Worker.Number));
            ExpectRight(TestJob.Key(0, worker.Joined.Worker.Number));
        });
    }

    [Fact]
    public void Setup_of_the_process_must_be_used_in_place_of_the_text()
    {
        var setup = new GivenSetup(Job.Setup);
        var node = Sys.ActorOf(WorkerNodeActor.Create(
            Options.Node(1), Coordinator.Ref, Job.Publish(), Options.NoFaults(), setup));
        var (worker, _) = Join();
        Tell(worker, new OpenJob(TestJob.Id, 1, "coded.model.name = nonsense"));
        Next<JobOpened>(Coordinator);
        Ask(worker, TestJob.Key(0));
        ExpectRight(TestJob.Key(0));
        Watch(node);
        Sys.Stop(node);
        ExpectTerminated(node);
        AwaitCondition(() => setup is { Opened: 1, Closed: 1 }, Patience);
    }

    [Fact]
    public void Job_that_cannot_be_opened_must_be_refused()
    {
        StartNode();
        var (worker, _) = Join();
        Tell(worker, new OpenJob(TestJob.Id, 1, "coded.model.name = nonsense"));
        Assert.Contains("CDL-0220", Next<JobRefused>(Coordinator).Error, StringComparison.Ordinal);

        // It is free for another job, or for the same one when it is mended.
        Tell(worker, new OpenJob(new JobId("other"), 1, Job.Text));
        Assert.Equal(new JobId("other"), Next<JobOpened>(Coordinator).Job);
    }

    [Fact]
    public void Second_job_must_be_refused_until_the_first_is_closed()
    {
        StartNode();
        var worker = JoinAndOpen();
        var other = new OpenJob(new JobId("other"), 1, Job.Text);
        Tell(worker, other);
        Assert.Contains("job test", Next<JobRefused>(Coordinator).Error, StringComparison.Ordinal);

        Tell(worker, new CloseJob(TestJob.Id, 1));
        Tell(worker, other);

        Assert.Equal(new JobId("other"), Next<JobOpened>(Coordinator).Job);
    }

    [Fact]
    public void Job_must_be_closed_when_its_coordinator_dies()
    {
        StartNode();
        var (worker, _) = Join();
        var first = CreateTestProbe();
        worker.Tell(Job.Open(), first.Ref);
        first.ExpectMsg<JobOpened>();

        Sys.Stop(first.Ref);

        AwaitCondition(() => Setups.Count == 0, Patience);
        Tell(worker, new OpenJob(new JobId("other"), 1, Job.Text));
        Next<JobOpened>(Coordinator);
    }

    [Fact]
    public void Job_that_is_open_must_be_told_so_again_without_ending_what_is_computed()
    {
        StartNode(faults: Options.Faults($"delay worker=0 law=\"{Options.HourLaw}\" to=5"));
        var worker = JoinAndOpen();
        Ask(worker, TestJob.Key(5));
        Coordinator.ExpectMsg<Progress>();

        Tell(worker, Job.Open());

        Coordinator.ExpectMsg<JobOpened>();
        Tell(worker, new Cancel(TestJob.Key(5)));
        Ask(worker, TestJob.Key(5, attempt: 1));
        ExpectRight(TestJob.Key(5, attempt: 1));
    }

    [Fact]
    public void Messages_out_of_date_must_be_dropped_and_counted()
    {
        var node = StartNode();
        var worker = JoinAndOpen();
        Ask(worker, TestJob.Key(5));
        ExpectRight(TestJob.Key(5));
        Ask(worker, TestJob.Key(5));
        Ask(worker, TestJob.Key(4));
        Ask(worker, TestJob.Key(6, epoch: 2));
        Tell(worker, new Cancel(TestJob.Key(4)));
        Tell(worker, new Upload(TestJob.Key(4)));
        Tell(worker, new StepClosed(TestJob.Step(9, epoch: 2)));
        Tell(worker, new CloseJob(new JobId("other"), 1));
        Tell(worker, new StepClosed(TestJob.Step(5)));
        Ask(worker, TestJob.Key(5, attempt: 1));

        Ask(worker, TestJob.Key(6));

        ExpectRight(TestJob.Key(6));
        Assert.Equal(8, Describe(node).StaleDropped);
    }

    [Fact]
    public void Higher_reign_must_replace_the_job()
    {
        var node = StartNode();
        var worker = JoinAndOpen();
        Ask(worker, TestJob.Key(5));
        ExpectRight(TestJob.Key(5));

        Tell(worker, Job.Open(epoch: 2));
        Assert.Equal(2, Next<JobOpened>(Coordinator).JobEpoch);
        Ask(worker, TestJob.Key(6));
        Tell(worker, Job.Open(epoch: 1));
        Ask(worker, TestJob.Key(0, epoch: 2));

        // Version 0 is published for the first reign only.
        Assert.Equal(TestJob.Key(0, epoch: 2), Next<ComputeFailed>(Coordinator).Key);
        Assert.Equal(2, Describe(node).StaleDropped);
        Assert.Equal(1, Setups.Count);
    }
}

/// <summary>Hands out one job whatever is asked for, and counts.</summary>
internal sealed class GivenSetup(TrainingSetup setup) : IJobSetups, IJobSetup
{
    private int _opened;
    private int _closed;

    public TrainingSetup Setup => setup;

    public int Opened => Volatile.Read(ref _opened);

    public int Closed => Volatile.Read(ref _closed);

    public IJobSetup Open(JobId job, long epoch, string configuration)
    {
        Interlocked.Increment(ref _opened);
        return this;
    }

    public void Dispose() => Interlocked.Increment(ref _closed);
}
