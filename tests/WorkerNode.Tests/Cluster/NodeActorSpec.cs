using Akka.Actor;
using Akka.TestKit;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Training;
using AkkaCoded.WorkerNode.Cluster;

namespace AkkaCoded.WorkerNode.Tests.Cluster;

/// <summary>The node's actor; the spec stands for partitions and jobs.</summary>
public sealed class NodeActorSpec : WorkerSpec
{
    private static readonly JobId Digits = new("digits");
    private static readonly string Whole = WholeJob();

    private readonly PlacementBoard _board = new();
    private readonly List<FakeChannel> _channels = [];
    private readonly TestProbe _job;
    private readonly IActorRef _node;

    public NodeActorSpec()
    {
        _job = CreateTestProbe("job");
        _node = Sys.ActorOf(NodeActor.Of(_board, Open), "node");
    }

    [Fact]
    public void Partition_must_be_served_by_a_worker_under_the_name_of_its_job()
    {
        Serve(Call(3, incarnation: 5));

        var joined = Next<WorkerJoined>(_job);

        Assert.Equal((3, 5L, "cpu"), (joined.Worker.Number, joined.Incarnation, joined.Device));
        Assert.Equal(
            "/user/node/digits/worker-3", _job.LastSender.Path.ToStringWithoutAddress());
        Assert.Equal(new Uri("http://10.0.0.5:7400"), Assert.Single(_channels).Address);
    }

    [Fact]
    public void Partitions_of_a_job_must_share_one_channel()
    {
        Serve(Call(0));
        Serve(Call(1));
        Serve(Call(0, incarnation: 1));

        var joined = Enumerable.Range(0, 3).Select(_ => Next<WorkerJoined>(_job)).ToList();

        Assert.Equal([0, 0, 1], joined.Select(one => one.Worker.Number).Order());
        Assert.Single(_channels);
    }

    [Fact]
    public void Higher_reign_must_replace_the_workers_of_the_one_before()
    {
        Serve(Call(0));
        Serve(Call(1));
        Next<WorkerJoined>(_job);
        Next<WorkerJoined>(_job);
        var next = CreateTestProbe("next");

        _node.Tell(Call(0, epoch: 2), next.Ref);

        var joined = Next<WorkerJoined>(next);
        Assert.Equal(0, joined.Worker.Number);
        Assert.True(joined.Incarnation > 1);
        Assert.Equal([true, false], _channels.Select(channel => channel.IsDisposed));
        _node.Tell(Call(1, epoch: 1), _job.Ref);
        _node.Tell(Call(1, epoch: 2), next.Ref);
        Assert.Equal(1, Next<WorkerJoined>(next).Worker.Number);
        Assert.Equal(2, _channels.Count);
    }

    [Fact]
    public void Same_reign_of_another_coordinator_must_replace_the_workers()
    {
        Serve(Call(0));
        Next<WorkerJoined>(_job);
        var other = CreateTestProbe("other");

        _node.Tell(Call(0), other.Ref);

        Assert.Equal(0, Next<WorkerJoined>(other).Worker.Number);
        Assert.Equal([true, false], _channels.Select(channel => channel.IsDisposed));
    }

    [Fact]
    public void Released_partition_must_take_its_worker_along_and_the_last_one_the_job()
    {
        Serve(Call(0));
        Serve(Call(1));
        Next<WorkerJoined>(_job);
        var first = _job.LastSender;
        Next<WorkerJoined>(_job);
        var second = _job.LastSender;
        _job.Watch(first);
        _job.Watch(second);

        _node.Tell(new ReleasePartition(Digits, 1, NumberOf(first)));
        _job.ExpectTerminated(first);
        _job.ExpectNoMsg(Moment);
        Assert.False(_channels[0].IsDisposed);
        _node.Tell(new ReleasePartition(Digits, 1, NumberOf(second)));

        _job.ExpectTerminated(second);
        AwaitCondition(() => _channels[0].IsDisposed, Patience);
    }

    [Fact]
    public void Release_of_an_earlier_reign_must_be_dropped()
    {
        Serve(Call(0, epoch: 2));
        Next<WorkerJoined>(_job);
        _job.Watch(_job.LastSender);

        _node.Tell(new ReleasePartition(Digits, 1, new WorkerId(0)));

        _job.ExpectNoMsg(Moment);
    }

    [Fact]
    public void Workers_must_go_when_their_job_has_died()
    {
        Serve(Call(0));
        Next<WorkerJoined>(_job);
        Watch(_job.LastSender);
        var worker = _job.LastSender;

        Sys.Stop(_job.Ref);

        ExpectTerminated(worker);
        AwaitCondition(() => _channels[0].IsDisposed, Patience);
    }

    [Theory]
    [InlineData("coded.code.workers = many", "http://10.0.0.5:7400")]
    [InlineData("coded.chaos.faults = [\"crash worker=99 step=1\"]", "http://10.0.0.5:7400")]
    [InlineData("", "ftp://10.0.0.5")]
    public void Node_must_go_on_when_a_job_cannot_be_read(string damage, string dataPlane)
    {
        var bad = Call(0) with
        {
            Configuration = Whole + "\n" + damage,
            DataPlane = dataPlane,
        };
        Serve(bad);
        _job.ExpectNoMsg(Moment);

        Serve(Call(0));

        Next<WorkerJoined>(_job);
    }

    [Fact]
    public void Fault_of_run_time_must_be_taken_in_beside_those_of_the_call()
    {
        Serve(Call(0) with
        {
            Configuration = Whole + "\ncoded.chaos.faults = [\"crash worker=1 step=9\"]",
        });
        Next<WorkerJoined>(_job);

        var node = _job.LastSender.Path.Parent;
        Sys.ActorSelection(node).Tell(new InjectFault("crash worker=0 step=7"), _job.Ref);

        Assert.IsType<Status.Success>(_job.ExpectMsg<Status>());
    }

    [Fact]
    public void Rules_of_placement_must_reach_the_board_unless_they_are_old()
    {
        _node.Tell(new PlacementRules(2, ["w3"]));
        _node.Tell(new PlacementRules(1, []));

        AwaitCondition(() => _board.Excluded.Contains("w3"), Patience);
        Assert.Single(_board.Excluded);
    }

    private static WorkerId NumberOf(IActorRef worker) =>
        new(int.Parse(worker.Path.Name.Split('-')[1]));

    private static ServePartition Call(int worker, long epoch = 1, long incarnation = 1) => new(
        Digits, epoch, new WorkerId(worker), incarnation, 0, "http://10.0.0.5:7400", Whole);

    private static string WholeJob()
    {
        var config = new ConfigLayers()
            .Module(typeof(TrainingJobOptions).Assembly)
            .CommandLine(["job.name=digits", "chaos.enabled=on"])
            .Build();
        return string.Join('\n', config.Entries
            .Where(entry => entry.Key.StartsWith("coded.", StringComparison.Ordinal))
            .Select(entry => $"{entry.Key} = {entry.Value}"));
    }

    private void Serve(ServePartition call) => _node.Tell(call, _job.Ref);

    private INodeChannel Open(Uri address)
    {
        if (address.Scheme != Uri.UriSchemeHttp)
        {
            throw new Codes.InvalidInputException("CDL-0423", "coordinator", address, "http", "");
        }

        var channel = new FakeChannel(address);
        _channels.Add(channel);
        return channel;
    }

    private sealed class FakeChannel(Uri address) : INodeChannel
    {
        private volatile bool _isDisposed;

        public Uri Address => address;

        public bool IsDisposed => _isDisposed;

        public ITensorExchange Exchange { get; } = new InMemoryExchange();

        public IJobSetups Setups { get; } = new JobSetups();

        public void Dispose() => _isDisposed = true;
    }
}
