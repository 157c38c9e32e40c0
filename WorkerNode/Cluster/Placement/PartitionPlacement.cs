using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using AkkaCoded.Messages.Cluster;

namespace AkkaCoded.WorkerNode.Cluster.Placement;

/// <summary>
/// Places the partitions of jobs on the nodes of the cluster as <see cref="PlacementPlan"/>
/// decides. Every member has one, as any of them may come to place; the shard coordinator calls
/// that of its own process, one call at a time.
/// </summary>
/// <param name="system">The member.</param>
/// <param name="kind">As configured, alike everywhere.</param>
/// <param name="board">Nodes that take nothing.</param>
internal sealed class PartitionPlacement(
    ActorSystem system, PlacementKind kind, PlacementBoard board) : IShardAllocationStrategy
{
    private readonly PlacementPlan _plan = new(kind);
    private readonly RegionWait _wait = new(RegionWait.Patience);

    /// <summary>Where a row goes. Where nobody can take it the task fails, and the cluster asks
    /// again.</summary>
    public Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId,
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations)
    {
        var cluster = Akka.Cluster.Cluster.Get(system);
        var state = cluster.State;
        var regions = currentShardAllocations.Keys.ToList();
        var candidates = CandidatesOf(regions, currentShardAllocations, cluster, state);
        candidates.AddRange(Coming(regions, cluster, state));
        return _plan.Place(candidates, board.Excluded) switch
        {
            null => Refuse(shardId, Describe(candidates)),
            { } place when place >= regions.Count =>
                Refuse(shardId, $"node {candidates[place].Name} is about to take it"),
            { } place => Task.FromResult(regions[place]),
        };
    }

    /// <summary>Rows leave excluded nodes, and no others: data would have to be read again.
    /// </summary>
    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations,
        IImmutableSet<string> rebalanceInProgress)
    {
        var cluster = Akka.Cluster.Cluster.Get(system);
        var candidates = CandidatesOf(
            [.. currentShardAllocations.Keys], currentShardAllocations, cluster, cluster.State);
        var leaving = PlacementPlan.Leaving(candidates, board.Excluded);
        return Task.FromResult<IImmutableSet<string>>(
            leaving.Except(rebalanceInProgress).ToImmutableHashSet());
    }

    /// <summary>Workers whose region is about to announce itself.</summary>
    private IEnumerable<Candidate> Coming(
        List<IActorRef> regions, Akka.Cluster.Cluster cluster,
        ClusterEvent.CurrentClusterState state)
    {
        var known = regions.Select(region => AddressOf(region, cluster)).ToHashSet();
        var missing = state.Members
            .Where(member => member.Status == MemberStatus.Up
                && member.HasRole(NodeRoles.Worker) && !known.Contains(member.Address))
            .ToDictionary(member => member.UniqueAddress);
        var waited = _wait.For(missing.Keys.ToHashSet(), system.Scheduler.MonotonicClock);
        return waited.Select(member => CandidateOf(missing[member], state, []));
    }

    private static Task<IActorRef> Refuse(string shardId, string reason) =>
        Task.FromException<IActorRef>(new InvalidOperationException(
            $"no node can take row {shardId} now: {reason}; it is tried again"));

    private static List<Candidate> CandidatesOf(
        List<IActorRef> regions,
        IImmutableDictionary<IActorRef, IImmutableList<string>> allocations,
        Akka.Cluster.Cluster cluster, ClusterEvent.CurrentClusterState state)
    {
        var members = state.Members.Where(member => member.Status == MemberStatus.Up)
            .ToDictionary(member => member.Address);
        return [.. regions.Select(region => CandidateOf(
            members.GetValueOrDefault(AddressOf(region, cluster)), state, allocations[region]))];
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
