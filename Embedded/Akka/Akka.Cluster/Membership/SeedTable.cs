using System.Collections.Immutable;
using Akka.Actor;
using static Akka.Cluster.Membership.MembershipAction;

namespace Akka.Cluster.Membership;

/// <summary>
/// The seed's side: it alone decides who is a member. A plain class that is told what happened and
/// when, and answers what to do; nothing in it waits or sends.
/// </summary>
internal sealed class SeedTable(
    UniqueAddress self,
    ImmutableHashSet<string> roles,
    TimeSpan downAfter,
    JoinThreshold threshold)
{
    /// <summary>How many removed incarnations are remembered, to refuse them.</summary>
    private const int RemovedMax = 4096;

    private readonly Dictionary<UniqueAddress, TimeSpan> _silentSince = [];
    private readonly HashSet<UniqueAddress> _removed = [];
    private readonly Queue<UniqueAddress> _removedOrder = [];
    private int _upNumber;

    public MemberView View { get; } = new(self);

    /// <summary>When Tick has something to do next; null for never.</summary>
    public TimeSpan? NextTick =>
        _silentSince.Count == 0 ? null : _silentSince.Values.Min() + downAfter;

    public IReadOnlyList<MembershipAction> Begin()
    {
        List<MembershipAction> actions =
            [.. View.Begin(self).Select(happened => new Publish(happened))];
        Add(actions, self, roles);
        return actions;
    }

    /// <summary>
    /// Lets a node in. One that is in already gets the table once more. At an address there is one
    /// incarnation: who comes with another uid takes the place of the one before.
    /// </summary>
    public IReadOnlyList<MembershipAction> Join(
        UniqueAddress node, ImmutableHashSet<string> nodeRoles)
    {
        if (View.Find(node) is { } known)
        {
            return known.Status is MemberStatus.Down ? [] : [new Welcome(node)];
        }

        if (node.Address == self.Address)
        {
            return [new Refuse(node, "it has the seed's own address")];
        }

        if (_removed.Contains(node))
        {
            return [new Refuse(node, "it was removed before; start its actor system anew")];
        }

        if (View.Find(self) is not { Status: MemberStatus.Up or MemberStatus.Joining })
        {
            return [];
        }

        var actions = new List<MembershipAction>();
        if (View.Find(node.Address) is { } old)
        {
            Down(actions, old, "another incarnation joined at its address");
        }

        Add(actions, node, nodeRoles);
        return actions;
    }

    public IReadOnlyList<MembershipAction> Leave(Address address)
    {
        var actions = new List<MembershipAction>();
        if (View.Find(address) is { Status: MemberStatus.Joining or MemberStatus.Up } member)
        {
            var left = Change(actions, ChangeKind.Left, member, MemberStatus.Leaving);
            Change(actions, ChangeKind.Exited, left, MemberStatus.Exiting);
            if (member.UniqueAddress == self)
            {
                actions.Add(new BeginExit());
            }
        }

        return actions;
    }

    /// <summary>A node that leaves is ready to go, and so it does.</summary>
    public IReadOnlyList<MembershipAction> ExitConfirmed(UniqueAddress node)
    {
        var actions = new List<MembershipAction>();
        if (View.Find(node) is { Status: MemberStatus.Exiting } member)
        {
            // No cut: it says good-bye itself when all it had to say has arrived.
            Remove(actions, member);
            if (node == self)
            {
                actions.Add(new End("left the cluster", Downed: false));
            }
        }

        return actions;
    }

    public IReadOnlyList<MembershipAction> Down(Address address)
    {
        var actions = new List<MembershipAction>();
        if (View.Find(address) is { } member)
        {
            Down(actions, member, "it was downed");
        }

        return actions;
    }

    public IReadOnlyList<MembershipAction> Silent(UniqueAddress node, TimeSpan now)
    {
        var actions = new List<MembershipAction>();
        if (View.Find(node) is { } member && node != self && _silentSince.TryAdd(node, now))
        {
            Change(actions, ChangeKind.Unreachable, member, member.Status);
        }

        return actions;
    }

    public IReadOnlyList<MembershipAction> Back(UniqueAddress node)
    {
        var actions = new List<MembershipAction>();
        if (View.Find(node) is { } member && _silentSince.Remove(node))
        {
            Change(actions, ChangeKind.Reachable, member, member.Status);
        }

        return actions;
    }

    /// <summary>The session with an incarnation has ended: it can't come back.</summary>
    public IReadOnlyList<MembershipAction> Over(UniqueAddress node)
    {
        var actions = new List<MembershipAction>();
        if (View.Find(node) is { } member && node != self)
        {
            Down(actions, member, "its session ended");
        }

        return actions;
    }

    public IReadOnlyList<MembershipAction> Tick(TimeSpan now)
    {
        var actions = new List<MembershipAction>();
        var late = _silentSince.Where(pair => now - pair.Value >= downAfter).ToList();
        foreach (var (node, _) in late)
        {
            Down(actions, View.Find(node), $"nothing was heard of it for {downAfter}");
        }

        return actions;
    }

    private void Add(
        List<MembershipAction> actions, UniqueAddress node, ImmutableHashSet<string> nodeRoles)
    {
        var member = new Member(node, int.MaxValue, MemberStatus.Joining, nodeRoles);
        Change(actions, ChangeKind.Joined, member, MemberStatus.Joining);
        if (node != self)
        {
            actions.Add(new Welcome(node));
        }

        foreach (var ready in threshold.Ready(View.Members))
        {
            var up = ready.CopyUp(++_upNumber);
            Change(actions, ChangeKind.Up, up, MemberStatus.Up, ready.Status);
        }
    }

    private void Down(List<MembershipAction> actions, Member member, string reason)
    {
        var node = member.UniqueAddress;
        if (member.Status is not (MemberStatus.Exiting or MemberStatus.Down))
        {
            member = Change(actions, ChangeKind.Downed, member, MemberStatus.Down);
        }

        Remove(actions, member);
        actions.Add(node == self
            ? new End(reason, Downed: true)
            : new Cut(node, reason));
    }

    private void Remove(List<MembershipAction> actions, Member member)
    {
        var node = member.UniqueAddress;
        _silentSince.Remove(node);
        Change(actions, ChangeKind.Removed, member, MemberStatus.Removed);
        if (_removed.Add(node))
        {
            _removedOrder.Enqueue(node);
        }

        if (_removedOrder.Count > RemovedMax)
        {
            _removed.Remove(_removedOrder.Dequeue());
        }
    }

    private Member Change(
        List<MembershipAction> actions, ChangeKind kind, Member member, MemberStatus status) =>
        Change(actions, kind, member.Copy(status), status, member.Status);

    private Member Change(
        List<MembershipAction> actions,
        ChangeKind kind,
        Member after,
        MemberStatus status,
        MemberStatus previous)
    {
        var change = new MemberChange(View.Version + 1, kind, after, previous);
        var happened = View.Apply(change);
        actions.Add(new Broadcast(change));
        actions.AddRange(happened.Select(one => new Publish(one)));
        return after;
    }
}
