using Akka.Cluster;

namespace AkkaCoded.WorkerNode.Cluster.Placement;

/// <summary>
/// Members whose region is not known yet, though they are up: it announces itself a moment later.
/// Placing everything on those that were quicker would overload them, and nothing moves it again;
/// so they are waited for, but not for ever, because a region may never come. For one thread.
/// </summary>
/// <param name="patience">How long each is waited for.</param>
internal sealed class RegionWait(TimeSpan patience)
{
    /// <summary>Announcing takes one or two tries of a second at most.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<UniqueAddress, TimeSpan> _since = [];

    /// <summary>Those that are still waited for.</summary>
    /// <param name="members">All whose region is missing.</param>
    /// <param name="now">Time on the caller's clock.</param>
    public IReadOnlySet<UniqueAddress> For(IReadOnlySet<UniqueAddress> members, TimeSpan now)
    {
        foreach (var known in _since.Keys.Where(known => !members.Contains(known)).ToList())
        {
            _since.Remove(known);
        }

        foreach (var member in members)
        {
            _since.TryAdd(member, now);
        }

        return members.Where(member => now - _since[member] < patience).ToHashSet();
    }
}
