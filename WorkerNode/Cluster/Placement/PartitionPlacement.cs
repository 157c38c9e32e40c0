using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using AkkaCoded.Messages.Cluster;

namespace AkkaCoded.WorkerNode.Cluster.Placement;

/// <summary>
/// Places the partitions of jobs on the nodes of the cluster as <see cref="PlacementPlan"/> decides.
/// Every member has one, as any of them may come to place; the shard coordinator calls that of its
/// own process, one call at a time.
/// </summary>
/// <param name="system">The member.</param>
/// <param name="kind">As configured, alike everywhere.</param>
/// <param name="board">Nodes that take nothing.</param>
internal sealed class PartitionPlacement(
    ActorSystem system, PlacementKind kind, PlacementBoard board) : IShardAllocationStrategy
{
    private readonly PlacementPlan _plan = new(kind);

    /// <summary>Where a row goes. Where nobody can take it the task fails, and the cluster asks
    /// again.</summary>
    public Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId,
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations)
    {
        var regions = currentShardAllocations.Keys.ToList();
        var candidates = CandidatesOf(regions, currentShardAllocations);
        return _plan.Place(candidates, board.Excluded) is { } place
            ? Task.FromResult(regions[place])
            : Task.FromException<IActorRef>(new InvalidOperationException(
                $"no node can take row {shardId} now: {Describe(candidates)}"));
    }

    /// <summary>Rows leave excluded nodes, and no others: data would have to be read again.
    /// </summary>
    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations,
        IImmutableSet<string> rebalanceInProgress)
    {
        var candidates = CandidatesOf(
            [.. currentShardAllocations.Keys], currentShardAllocations);
        var leaving = PlacementPlan.Leaving(candidates, board.Excluded);
        return Task.FromResult<IImmutableSet<string>>(
            leaving.Except(rebalanceInProgress).ToImmutableHashSet());
    }

    private List<Candidate> CandidatesOf(
        List<IActorRef> regions,
        IImmutableDictionary<IActorRef, IImmutableList<string>> allocations)
    {
        var cluster = Akka.Cluster.Cluster.Get(system);
        var state = cluster.State;
        var members = state.Members.ToLookup(member => member.Address);
        return [.. regions.Select(region => CandidateOf(
            members[AddressOf(region, cluster)]
                .FirstOrDefault(member => member.Status == MemberStatus.Up),
            state, allocations[region]))];
    }

    /// <summary>The region of this process has no address of its own.</summary>
    private static Address AddressOf(IActorRef region, Akka.Cluster.Cluster cluster) =>
        region.Path.Address.HasLocalScope ? cluster.SelfAddress : region.Path.Address;

    private static Candidate CandidateOf(
        Member? member, ClusterEvent.CurrentClusterState state, IReadOnlyList<string> shards) =>
        member is null
            ? new Candidate(null, false, false, 1, shards)
            : new Candidate(
                NodeRoles.NameOf(member.Roles), member.HasRole(NodeRoles.Worker),
                !state.Unreachable.Contains(member), NodeRoles.SlotsOf(member.Roles), shards);

    private string Describe(List<Candidate> candidates)
    {
        var workers = candidates.Where(candidate => candidate.IsWorker).ToList();
        var away = workers.Count(worker => !worker.CanServe);
        var excluded = workers.Count(
            worker => worker.Name is { } name && board.Excluded.Contains(name));
        return $"{workers.Count} worker nodes, {away} of them unreachable, {excluded} excluded";
    }
}
