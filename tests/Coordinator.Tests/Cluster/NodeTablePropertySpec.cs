using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Coordinator.Jobs;

namespace AkkaCoded.Coordinator.Tests.Cluster;

/// <summary>Whatever order presence and cluster report in, what jobs rely on holds.</summary>
public sealed class NodeTablePropertySpec
{
    private static readonly string[] Names = ["w1", "w2", "w3"];

    /// <summary>Presence events keep their order per node, as the board tells them under a lock;
    /// everything else may come whenever it likes.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public void Table_must_keep_its_promises_in_any_order_of_events(int seed)
    {
        var random = new Random(seed);
        var world = new World(random);
        for (var step = 0; step < 4000; step++)
        {
            world.Act();
            world.Check($"seed {seed}, step {step}");
        }
    }

    private sealed class World(Random random)
    {
        private static readonly TimeSpan Rehome = TimeSpan.FromSeconds(5);

        private readonly NodeTable _table = new(Rehome);
        private readonly Dictionary<string, Truth> _nodes =
            Names.ToDictionary(name => name, _ => new Truth());

        private readonly HashSet<int> _told = [];
        private TimeSpan _now;
        private int _uid;

        public void Act()
        {
            _now += TimeSpan.FromMilliseconds(random.Next(1500));
            var name = Names[random.Next(Names.Length)];
            var node = _nodes[name];
            if (random.Next(2) == 0)
            {
                ChangePresence(name, node);
            }
            else
            {
                ChangeMember(name, node);
            }
        }

        public void Check(string where)
        {
            var snapshot = _table.Snapshot(_now);
            foreach (var (name, node) in _nodes)
            {
                node.ForgetWhereItLeft();
                var fact = snapshot.Nodes.FirstOrDefault(known => known.Name == name);
                var isUp = node.Presence == PresenceChange.Appeared && node.IsNewestUp;
                Assert.True(isUp == (fact?.State == NodeState.Up), where);
                Assert.True(fact is null || fact.Since <= _now, where);
            }

            Assert.True(
                snapshot.SlotsWithout(new HashSet<string>())
                    == _nodes.Values.Count(
                        node => node is { Presence: PresenceChange.Appeared, IsNewestUp: true }),
                where);
            CheckOverdue(where);
        }

        private void CheckOverdue(string where)
        {
            foreach (var overdue in _table.TakeOverdue(_now))
            {
                var node = _nodes[overdue.Name];
                Assert.True(node.Members.Any(member => member.Uid == overdue.Uid), where);
                var isAway = node.Presence is PresenceChange.Gone or PresenceChange.Silent
                    && _now - node.Since >= Rehome;
                // Never the newest start of a node that is there.
                Assert.True(isAway || node.Members[^1].Uid != overdue.Uid, where);
                Assert.True(_told.Add(overdue.Uid) || node.WasBack, where);
            }
        }

        private void ChangePresence(string name, Truth node)
        {
            var change = node.Presence switch
            {
                PresenceChange.Appeared => random.Next(2) == 0
                    ? PresenceChange.Silent : PresenceChange.Gone,
                PresenceChange.Silent => random.Next(2) == 0
                    ? PresenceChange.Back : PresenceChange.Gone,
                _ => PresenceChange.Appeared,
            };
            node.Incarnation += change == PresenceChange.Appeared ? 1 : 0;
            node.HasLeft &= change != PresenceChange.Appeared;
            var isBack = change is PresenceChange.Appeared or PresenceChange.Back;
            node.WasBack |= isBack;
            (node.Presence, node.Since) =
                (isBack ? PresenceChange.Appeared : change, _now);
            var losses = _table.On(
                new PresenceEvent(name, node.Incarnation, change, TimeSpan.Zero), _now);
            var expected = isBack ? [] : node.Members.Select(member => member.Address).Distinct();
            Assert.Equal(
                expected.OrderBy(address => address.Port),
                losses.Select(lost => lost.Address).OrderBy(address => address.Port));
        }

        private void ChangeMember(string name, Truth node)
        {
            IReadOnlyList<NodeLost> losses;
            if (node.Members.Count == 0 || random.Next(4) == 0)
            {
                var fact = new MemberFact(
                    name, NodeTableSpec.At(random.Next(1, 4)), ++_uid, 1, MemberPhase.Joining);
                node.Members.Add(fact);
                node.HasLeft = false;
                losses = _table.On(fact, _now);
                var isLost = node.Presence is PresenceChange.Gone or PresenceChange.Silent;
                Assert.Equal(isLost ? 1 : 0, losses.Count);
                return;
            }

            var index = random.Next(node.Members.Count);
            var phase = (MemberPhase)random.Next(1, 5);
            var changed = node.Members[index] with { Phase = phase };
            if (phase is MemberPhase.Left or MemberPhase.Removed)
            {
                node.Members.RemoveAt(index);
                node.HasLeft |= phase == MemberPhase.Left;
            }
            else
            {
                node.Members[index] = changed;
            }

            Assert.Empty(_table.On(changed, _now));
        }
    }

    private sealed class Truth
    {
        public PresenceChange? Presence { get; set; }

        public long Incarnation { get; set; }

        public TimeSpan Since { get; set; }

        public bool WasBack { get; set; }

        public bool HasLeft { get; set; }

        public List<MemberFact> Members { get; } = [];

        /// <summary>A node that left in order is as one that was never there.</summary>
        public void ForgetWhereItLeft()
        {
            if (HasLeft && Members.Count == 0 && Presence != PresenceChange.Appeared)
            {
                (Presence, HasLeft) = (null, false);
            }
        }

        public bool IsNewestUp => Members.Count > 0 && Members[^1].Phase == MemberPhase.Up;
    }
}
