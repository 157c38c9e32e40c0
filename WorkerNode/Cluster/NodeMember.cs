using Akka.Actor;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Security;
using AkkaCoded.WorkerNode.Cluster.Placement;

namespace AkkaCoded.WorkerNode.Cluster;

/// <summary>
/// One life of a node as a member of a cluster: its actor system, with the node's actor and the
/// region of partitions. It is never used again: who is removed from a cluster comes back under
/// another address.
/// </summary>
internal sealed class NodeMember
{
    private readonly ActorSystem _system;

    private NodeMember(ActorSystem system, Akka.Cluster.Cluster cluster, PlacementBoard board)
    {
        _system = system;
        Uid = cluster.SelfUniqueAddress.Uid;
        Board = board;
    }

    /// <summary>What tells this member from earlier ones of the same address.</summary>
    public long Uid { get; }

    /// <summary>Nodes that take no partitions, as this member was told.</summary>
    public PlacementBoard Board { get; }

    /// <summary>Its actor system.</summary>
    public ActorSystem System => _system;

    /// <summary>Ends with the actor system.</summary>
    public Task Ended => _system.WhenTerminated;

    /// <summary>Starts it and has it join.</summary>
    public static NodeMember Start(NodeHostSettings settings, JoinInfo info)
    {
        var system = ActorSystem.Create(
            ClusterNames.System,
            ControlPlaneSetup.Of(
                ConfigOf(settings, info.Seeds).ToConfig(), settings.Identity));
        var board = new PlacementBoard();
        var node = settings.Node;
        var channels = new HttpChannels(
            settings.Identity, settings.Token, node.Cache, node.FileMax, settings.Time);
        var actor = system.ActorOf(NodeActor.Of(board, channels.Open), ClusterNames.Node);
        var cluster = Akka.Cluster.Cluster.Get(system);
        PartitionRegion.Start(
            system, actor, new PartitionPlacement(system, settings.Cluster.Placement, board));
        cluster.JoinSeedNodes([.. info.Seeds.Select(Address.Parse)]);
        return new NodeMember(system, cluster, board);
    }

    /// <summary>Leaves the cluster in order: partitions go elsewhere first.</summary>
    /// <param name="patience">After that it ends all the same.</param>
    public async Task LeaveAsync(TimeSpan patience)
    {
        var leaving = CoordinatedShutdown.Get(_system)
            .Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
        await Task.WhenAny(leaving, Task.Delay(patience)).ConfigureAwait(false);
        await EndAsync().ConfigureAwait(false);
    }

    /// <summary>Ends it without a word: the cluster has let go of it, or is not there.</summary>
    public async Task EndAsync()
    {
        await _system.Terminate().ConfigureAwait(false);
    }

    private static ClusterSystem ConfigOf(
        NodeHostSettings settings, IReadOnlyList<string> seeds) => new()
    {
        Roles = NodeRoles.OfWorker(settings.Node.Name, settings.Node.Slots),
        Host = settings.Node.ControlHost,
        Port = settings.Node.ControlPort,
        Token = settings.Token,
        Certificates = settings.Cluster.Certificates,
        Seeds = seeds,
        Logging = settings.Logging,
        Settings = settings.Engine,
    };
}
