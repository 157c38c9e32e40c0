using System.Collections.Immutable;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.WorkerNode.Cluster;

/// <summary>Which nodes this member of the cluster must place no partition on. Safe for several
/// threads.</summary>
internal sealed class PlacementBoard
{
    private volatile Rules _rules = new(0, []);

    /// <summary>Names of nodes that are drained or in quarantine.</summary>
    public ImmutableHashSet<string> Excluded => _rules.Names;

    /// <summary>Takes newer rules over; older ones are late.</summary>
    /// <returns>Whether they were newer.</returns>
    public bool Apply(PlacementRules rules)
    {
        var next = new Rules(rules.Version, [.. rules.ExcludedNodes]);
        while (_rules is var known && known.Version < next.Version)
        {
            if (Interlocked.CompareExchange(ref _rules, next, known) == known)
            {
                return true;
            }
        }

        return false;
    }

    private sealed record Rules(long Version, ImmutableHashSet<string> Names);
}
