using Akka.Actor;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Coordinator.Jobs;

namespace AkkaCoded.Coordinator.Cluster;

/// <summary>How far a member of the cluster is.</summary>
internal enum MemberPhase
{
    Joining,
    Up,
    Leaving,

    /// <summary>Removed after it left in order.</summary>
    Left,

    /// <summary>Removed without having left.</summary>
    Removed,
}

/// <summary>What the cluster says of a worker node's actor system.</summary>
internal sealed record MemberFact(
    string Name, Address Address, int Uid, int Slots, MemberPhase Phase);

/// <summary>
/// Which nodes are there: joins what presence says with what the cluster says, by the node's name.
/// Decides which addresses are lost and which members have to go, so that their partitions can be
/// placed elsewhere. Presence is believed; the cluster only tells addresses. Knows no clock.
/// </summary>
/// <param name="rehomeAfter">How long partitions of a lost node wait for it.</param>
internal sealed class NodeTable(TimeSpan rehomeAfter)
{
    /// <summary>How long a node that did not leave in order is still shown.</summary>
    private static readonly TimeSpan RememberFor = TimeSpan.FromHours(1);

    /// <summary>Nodes of which nothing but presence was ever seen, or is still: names cost nothing
    /// to whoever makes them up.</summary>
    private const int RememberMax = 256;

    private readonly SortedDictionary<string, Node> _nodes = new(StringComparer.Ordinal);
    private long _sequence;

    /// <summary>A change of presence.</summary>
    /// <returns>Addresses that are lost by it.</returns>
    public IReadOnlyList<NodeLost> On(PresenceEvent change, TimeSpan now)
    {
        var node = Of(change.Node, now);
        if (change.Incarnation < node.Incarnation)
        {
            return [];
        }

        node.Incarnation = change.Incarnation;
        node.HasLeft &= change.Change is not PresenceChange.Appeared;
        node.Presence = change.Change switch
        {
            PresenceChange.Appeared or PresenceChange.Back => Presence.Here,
            PresenceChange.Silent => Presence.Silent,
            _ => Presence.Gone,
        };
        return Settle(node, now, LossesOf(node, node.Members.Values));
    }

    /// <summary>A change of membership.</summary>
    /// <returns>Addresses that are lost, because their node was gone before they were known.
    /// </returns>
    public IReadOnlyList<NodeLost> On(MemberFact fact, TimeSpan now)
    {
        var node = Of(fact.Name, now);
        if (fact.Phase is MemberPhase.Left or MemberPhase.Removed)
        {
            node.Members.Remove(fact.Uid);
            node.HasLeft |= fact.Phase == MemberPhase.Left;
            return Settle(node, now, []);
        }

        node.Slots = fact.Slots;
        if (node.Members.TryGetValue(fact.Uid, out var known))
        {
            known.Fact = fact;
            return Settle(node, now, []);
        }

        node.HasLeft = false;
        var member = node.Members[fact.Uid] = new Member(fact, _sequence++);
        return Settle(node, now, LossesOf(node, [member]));
    }

    /// <summary>Members that stand in the way of placing their partitions elsewhere, each told
    /// once: their node has been lost for too long, or has come back under another address.
    /// </summary>
    public IReadOnlyList<MemberFact> TakeOverdue(TimeSpan now)
    {
        var overdue = new List<MemberFact>();
        foreach (var node in _nodes.Values)
        {
            var isOver = node.Presence is Presence.Gone or Presence.Silent
                && now - node.Since >= rehomeAfter;
            foreach (var member in node.Members.Values)
            {
                if (!member.IsToldOverdue && (isOver || IsFormer(node, member)))
                {
                    member.IsToldOverdue = true;
                    overdue.Add(member.Fact);
                }
            }
        }

        return overdue;
    }

    /// <summary>All nodes as they are now.</summary>
    public NodeSnapshot Snapshot(TimeSpan now)
    {
        Forget(now);
        return new NodeSnapshot([.. _nodes.Values.Select(FactOf)], Addresses());
    }

    private void Forget(TimeSpan now)
    {
        var away = _nodes.Values
            .Where(node => node.Presence != Presence.Here && node.Members.Count == 0)
            .OrderByDescending(node => node.Since)
            .ToList();
        for (var at = 0; at < away.Count; at++)
        {
            if (away[at].HasLeft || at >= RememberMax || now - away[at].Since >= RememberFor)
            {
                _nodes.Remove(away[at].Name);
            }
        }
    }

    private static NodeFact FactOf(Node node)
    {
        var member = node.Current;
        return new NodeFact(
            node.Name, member?.Fact.Address, member?.Fact.Uid, node.State, node.Since, node.Slots);
    }

    private Dictionary<Address, string> Addresses()
    {
        var names = new Dictionary<Address, string>();
        foreach (var node in _nodes.Values)
        {
            foreach (var member in node.Members.Values.OrderBy(member => member.Sequence))
            {
                names[member.Fact.Address] = node.Name;
            }
        }

        return names;
    }

    /// <summary>The process has started anew elsewhere; where it did so under its old address, the
    /// cluster replaces it by itself, and downing the address would hit the new one.</summary>
    private static bool IsFormer(Node node, Member member) =>
        node.Presence == Presence.Here && node.Members.Values.Any(
            later => later.Sequence > member.Sequence
                && !later.Fact.Address.Equals(member.Fact.Address));

    private static List<NodeLost> LossesOf(Node node, IEnumerable<Member> members)
    {
        var reason = node.Presence switch
        {
            Presence.Gone => "has gone",
            Presence.Silent => "is silent",
            _ => null,
        };
        return reason is null
            ? []
            : [.. members.Select(member => member.Fact.Address).Distinct()
                .Select(address => new NodeLost(address, node.Name, reason))];
    }

    private static List<NodeLost> Settle(Node node, TimeSpan now, List<NodeLost> losses)
    {
        var state = node.StateNow;
        if (state != node.State)
        {
            (node.State, node.Since) = (state, now);
        }

        if (node.Presence == Presence.Here)
        {
            // Whoever is lost again has his time anew.
            foreach (var member in node.Members.Values)
            {
                member.IsToldOverdue &= IsFormer(node, member);
            }
        }

        return losses;
    }

    private Node Of(string name, TimeSpan now)
    {
        if (!_nodes.TryGetValue(name, out var node))
        {
            _nodes[name] = node = new Node(name) { Since = now };
        }

        return node;
    }

    private enum Presence
    {
        /// <summary>Never seen by this coordinator.</summary>
        Unknown,
        Here,
        Silent,
        Gone,
    }

    private sealed class Node(string name)
    {
        public string Name => name;

        public Presence Presence { get; set; }

        public long Incarnation { get; set; } = long.MinValue;

        public bool HasLeft { get; set; }

        public int Slots { get; set; }

        public NodeState State { get; set; } = NodeState.Joining;

        public TimeSpan Since { get; set; }

        /// <summary>By uid: for a while a node may have two, one of them dead.</summary>
        public Dictionary<int, Member> Members { get; } = [];

        public Member? Current => Members.Values.MaxBy(member => member.Sequence);

        public NodeState StateNow => Presence switch
        {
            Presence.Gone => NodeState.Gone,
            Presence.Silent => NodeState.Silent,
            Presence.Here when Current is { Fact.Phase: MemberPhase.Up } => NodeState.Up,
            Presence.Here when HasLeft && Current is null => NodeState.Gone,
            _ => NodeState.Joining,
        };
    }

    private sealed class Member(MemberFact fact, long sequence)
    {
        public MemberFact Fact { get; set; } = fact;

        public long Sequence => sequence;

        public bool IsToldOverdue { get; set; }
    }
}
