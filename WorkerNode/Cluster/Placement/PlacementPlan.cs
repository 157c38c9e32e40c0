using AkkaCoded.Codes;
using AkkaCoded.Messages.Cluster;

namespace AkkaCoded.WorkerNode.Cluster.Placement;

/// <summary>A member of the cluster that has a region of partitions.</summary>
/// <param name="Name">The node's name; null: it says none.</param>
/// <param name="IsWorker">Whether it has the role.</param>
/// <param name="CanServe">Whether it is up and reachable.</param>
/// <param name="Slots">Partitions that it computes side by side.</param>
/// <param name="Shards">Rows that it has.</param>
internal sealed record Candidate(
    string? Name, bool IsWorker, bool CanServe, int Slots, IReadOnlyList<string> Shards);

/// <summary>
/// Where a row goes: never to a member that is no worker, that is excluded or cannot be reached. As
/// long as somebody has a free slot, nobody gets more than that; beyond it everybody is overloaded
/// alike. The same members give the same place, in whatever order they come.
/// </summary>
internal sealed class PlacementPlan(PlacementKind kind)
{
    /// <summary>Who takes one more row, as an index into the candidates; null: nobody can.
    /// </summary>
    public int? Place(
        IReadOnlyList<Candidate> candidates, IReadOnlySet<string> excluded)
    {
        int? best = null;
        for (var i = 0; i < candidates.Count; i++)
        {
            if (IsOpen(candidates[i], excluded)
                && (best is not { } known || Compare(candidates[i], candidates[known]) < 0))
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>Rows that have to leave: those on excluded nodes, as long as another can take them.
    /// A node that only is full, or slow to answer, keeps its own.</summary>
    public static IReadOnlyList<string> Leaving(
        IReadOnlyList<Candidate> candidates, IReadOnlySet<string> excluded)
    {
        return candidates.Any(candidate => IsOpen(candidate, excluded))
            ? [.. candidates
                .Where(candidate => candidate.Name is { } name && excluded.Contains(name))
                .SelectMany(candidate => candidate.Shards)]
            : [];
    }

    private static bool IsOpen(Candidate candidate, IReadOnlySet<string> excluded) =>
        candidate is { IsWorker: true, CanServe: true, Name: { } name }
        && !excluded.Contains(name);

    /// <summary>Less than 0: the first is the better place.</summary>
    private int Compare(Candidate one, Candidate other)
    {
        Contract.Require(one.Slots > 0 && other.Slots > 0, "a node has at least one slot");
        var (oneIsFull, otherIsFull) = (IsFull(one), IsFull(other));
        var order = oneIsFull.CompareTo(otherIsFull);
        if (order == 0)
        {
            order = oneIsFull ? ByLoad(one, other) : ByKind(one, other);
        }

        return order != 0 ? order : string.CompareOrdinal(one.Name, other.Name);
    }

    private static bool IsFull(Candidate candidate) => candidate.Shards.Count >= candidate.Slots;

    private static int ByLoad(Candidate one, Candidate other) =>
        ((long)one.Shards.Count * other.Slots).CompareTo((long)other.Shards.Count * one.Slots);

    private int ByKind(Candidate one, Candidate other) => kind == PlacementKind.Pack
        ? other.Shards.Count.CompareTo(one.Shards.Count)
        : one.Shards.Count.CompareTo(other.Shards.Count);
}
