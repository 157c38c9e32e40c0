using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.TestKit;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.Cluster;

namespace AkkaCoded.WorkerNode.Tests.Cluster;

/// <summary>A partition; the spec stands for its shard, its node and its job.</summary>
public sealed class PartitionEntitySpec : WorkerSpec
{
    private static readonly JobId Digits = new("digits");
    private static readonly WorkerId Three = new(3);

    private readonly TestProbe _node;
    private readonly TestProbe _job;
    private readonly TestProbe _shard;
    private readonly IActorRef _entity;

    public PartitionEntitySpec()
    {
        (_node, _job, _shard) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        _entity = _shard.ChildActorOf(PartitionEntity.Of(_node.Ref), "digits-3");
    }

    [Fact]
    public void Call_must_reach_the_node_as_from_the_job()
    {
        _entity.Tell(Call(1), _job.Ref);

        Assert.Equal(Call(1), _node.ExpectMsg<ServePartition>());
        Assert.Equal(_job.Ref, _node.LastSender);
    }

    [Fact]
    public void Order_to_stop_must_release_the_worker_and_passivate()
    {
        _entity.Tell(Call(1), _job.Ref);
        _node.ExpectMsg<ServePartition>();

        _entity.Tell(new StopPartition(Digits, 1, Three), _job.Ref);

        Assert.Equal(
            new ReleasePartition(Digits, 1, Three), _node.ExpectMsg<ReleasePartition>());
        Assert.IsType<PoisonPill>(_shard.ExpectMsg<Passivate>().StopMessage);
    }

    [Fact]
    public void End_of_the_partition_must_release_the_worker_once()
    {
        _entity.Tell(Call(1), _job.Ref);
        _entity.Tell(new StopPartition(Digits, 1, Three), _job.Ref);
        _entity.Tell(Call(2), _job.Ref);
        _entity.Tell(PoisonPill.Instance);

        _node.ExpectMsg<ServePartition>();
        _node.ExpectMsg<ReleasePartition>();
        _node.ExpectMsg<ServePartition>();
        Assert.Equal(2, _node.ExpectMsg<ReleasePartition>().JobEpoch);
        _node.ExpectNoMsg(Moment);
    }

    [Fact]
    public void Earlier_reign_must_neither_serve_nor_stop()
    {
        _entity.Tell(Call(2), _job.Ref);
        _node.ExpectMsg<ServePartition>();

        _entity.Tell(Call(1), _job.Ref);
        _entity.Tell(new StopPartition(Digits, 1, Three), _job.Ref);

        _node.ExpectNoMsg(Moment);
        _shard.ExpectNoMsg(Moment);
    }

    [Fact]
    public void Partition_must_be_named_by_job_and_worker_and_its_shard_by_the_worker()
    {
        var extractor = new PartitionExtractor();
        var stop = new StopPartition(Digits, 1, Three);

        Assert.Equal("digits/3", extractor.EntityId(Call(1)));
        Assert.Equal("digits/3", extractor.EntityId(stop));
        Assert.Null(extractor.EntityId(new PlacementRules(1, [])));
        Assert.Equal("3", extractor.ShardId("digits/3", stop));
        Assert.Equal("4095", extractor.ShardId("other/4095"));
        Assert.Same(stop, extractor.EntityMessage(stop));
    }

    private static ServePartition Call(long epoch) => new(
        Digits, epoch, Three, 0, 0, "http://10.0.0.5:7400", "coded.job.name = digits");
}
