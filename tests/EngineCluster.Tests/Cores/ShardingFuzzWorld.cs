using Akka.Cluster.Sharding;
using Coordinate = Akka.Cluster.Sharding.ShardTableAction<
    AkkaCoded.EngineCluster.Tests.Cores.FuzzRegion>;
using Route = Akka.Cluster.Sharding.RegionAction<
    AkkaCoded.EngineCluster.Tests.Cores.FuzzRegion, AkkaCoded.EngineCluster.Tests.Cores.FuzzItem>;

namespace AkkaCoded.EngineCluster.Tests.Cores;

internal readonly record struct FuzzItem(int Source, string Shard, int Number);

/// <summary>A region's incarnation on a node; node 0 is the seed.</summary>
internal sealed class FuzzRegion(int node, int incarnation)
{
    public int Node { get; } = node;

    public Queue<System.Action> Mailbox { get; } = [];

    public RegionTable<FuzzRegion, FuzzItem> Table { get; set; } = null!;

    /// <summary>Shards that were told to stop and have not yet.</summary>
    public List<string> Stopping { get; } = [];

    public bool IsDead { get; set; }

    public override string ToString() => $"{Node}.{incarnation}";
}

/// <summary>
/// One channel for each direction between the seed and a node, in order; mailboxes behind them.
/// What the actors do with the tables' actions is done here in the same way.
/// </summary>
internal sealed class ShardingFuzzWorld
{
    public const int Shards = 8;
    private const int Nodes = 5;

    private readonly Random _random;
    private readonly bool _dies;
    private readonly ShardTable<FuzzRegion> _table =
        new(TimeSpan.FromSeconds(1000), TimeSpan.FromSeconds(1));

    private readonly FuzzRegion[] _regions = new FuzzRegion[Nodes];
    private readonly Queue<System.Action>[] _toNode = new Queue<System.Action>[Nodes];
    private readonly Queue<System.Action>[] _toSeed = new Queue<System.Action>[Nodes];
    private readonly Queue<System.Action> _coordinator = [];
    private readonly int[] _numbers = new int[Nodes];
    private TimeSpan _now;
    private int _incarnations;

    public ShardingFuzzWorld(int seed, bool dies)
    {
        _random = new Random(seed);
        _dies = dies;
        for (var node = 0; node < Nodes; node++)
        {
            (_toNode[node], _toSeed[node]) = ([], []);
            Begin(node);
        }
    }

    public int Sent { get; private set; }

    public int Moves { get; private set; }

    public int Deaths { get; private set; }

    public int Stops { get; private set; }

    public List<FuzzItem> Received { get; } = [];

    public void Run(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            if (!Disturb())
            {
                Step();
            }
        }
    }

    public void SendToAllShards()
    {
        for (var shard = 0; shard < Shards; shard++)
        {
            Send(0, $"{shard}");
        }
    }

    /// <summary>Nothing new happens but retries, until nothing is left to do.</summary>
    public void Settle()
    {
        for (var round = 0; round < 50; round++)
        {
            while (Step())
            {
            }

            _now += TimeSpan.FromSeconds(1);
            Do(_table.Tick(_now));
            foreach (var region in _regions)
            {
                region.Mailbox.Enqueue(() => Do(region, region.Table.AskAgain()));
            }
        }
    }

    private bool Disturb()
    {
        switch (_random.Next(100))
        {
            case < 30:
                Send(_random.Next(Nodes), $"{_random.Next(Shards)}");
                return true;
            case 30:
                Moves++;
                _coordinator.Enqueue(() => Do(_table.Rebalance([$"{_random.Next(Shards)}"], _now)));
                return true;
            case 31 when _random.Next(4) == 0:
                Leave(_regions[_random.Next(1, Nodes)]);
                return true;
            case 32 when _dies && _random.Next(4) == 0:
                Die(_random.Next(1, Nodes));
                return true;
            case 33:
                _now += TimeSpan.FromSeconds(1);
                _coordinator.Enqueue(() => Do(_table.Tick(_now)));
                return true;
            default:
                return false;
        }
    }

    private void Send(int node, string shard)
    {
        Sent++;
        var item = new FuzzItem(node, shard, ++_numbers[node]);
        var region = _regions[node];
        region.Mailbox.Enqueue(() => Do(_regions[node], _regions[node].Table.Deliver(shard, item)));
    }

    /// <summary>One random message gets one step further. False when there is none.</summary>
    private bool Step()
    {
        var queues = _toNode.Concat(_toSeed).Concat(_regions.Select(region => region.Mailbox))
            .Append(_coordinator).Where(queue => queue.Count > 0).ToList();
        var stopping = _regions.Where(region => region.Stopping.Count > 0).ToList();
        var choice = queues.Count + stopping.Count == 0
            ? -1 : _random.Next(queues.Count + stopping.Count);
        if (choice < 0)
        {
            return false;
        }

        if (choice < queues.Count)
        {
            queues[choice].Dequeue()();
            return true;
        }

        var ending = stopping[choice - queues.Count];
        var shard = ending.Stopping[0];
        ending.Stopping.RemoveAt(0);
        Do(ending, ending.Table.Stopped(shard, []));
        return true;
    }

    private void Begin(int node)
    {
        var region = new FuzzRegion(node, ++_incarnations);
        region.Table = new RegionTable<FuzzRegion, FuzzItem>(region, 100_000);
        _regions[node] = region;
        ToCoordinator(region, () => Do(_table.Register(region, node > 0)));
    }

    private void Leave(FuzzRegion region)
    {
        region.Mailbox.Enqueue(() =>
        {
            ToCoordinator(region, () => Do(_table.Leave(region, _now)));
        });
    }

    /// <summary>The node's mailboxes and channels are gone, and a new one comes at once; the seed
    /// learns of it in its own time, region and coordinator each for itself.</summary>
    private void Die(int node)
    {
        Deaths++;
        var region = _regions[node];
        region.IsDead = true;
        region.Mailbox.Clear();
        region.Stopping.Clear();
        _toNode[node].Clear();
        _toSeed[node].Clear();
        var relay = _regions[0];
        relay.Mailbox.Enqueue(() => relay.Table.Gone(region));
        _coordinator.Enqueue(() => NodeGone(node));
        Begin(node);
    }

    /// <summary>All regions of the node that the coordinator knows, those included whose own
    /// good-bye was lost with the node.</summary>
    private void NodeGone(int node)
    {
        foreach (var region in _table.Known.Where(one => one.Node == node).ToList())
        {
            Do(_table.Gone(region));
        }
    }

    private void ToCoordinator(FuzzRegion from, System.Action action)
    {
        if (from.Node == 0)
        {
            _coordinator.Enqueue(action);
        }
        else
        {
            _toSeed[from.Node].Enqueue(() => _coordinator.Enqueue(action));
        }
    }

    private void FromCoordinator(FuzzRegion to, Func<IReadOnlyList<Route>> step) =>
        Hand(to, () => Do(to, step()));

    /// <summary>From the seed to a region, dead ones included.</summary>
    private void Hand(FuzzRegion to, System.Action action)
    {
        if (to.Node == 0)
        {
            to.Mailbox.Enqueue(action);
        }
        else if (!to.IsDead)
        {
            _toNode[to.Node].Enqueue(() =>
            {
                if (_regions[to.Node] == to)
                {
                    to.Mailbox.Enqueue(action);
                }
            });
        }
    }

    private void Do(IReadOnlyList<Coordinate> actions)
    {
        foreach (var action in actions)
        {
            switch (action)
            {
                case Coordinate.TellHome home:
                    FromCoordinator(home.To, () => HomeIs(home.To, home.Shard, home.Home));
                    break;
                case Coordinate.TellHost host:
                    FromCoordinator(host.To, () => HomeIs(host.To, host.Shard, host.To));
                    break;
                case Coordinate.TellBeginHandOff begin:
                    FromCoordinator(begin.To, () => begin.To.Table.BeginHandOff(begin.Shard));
                    break;
                case Coordinate.TellHandOff handOff:
                    FromCoordinator(handOff.To, () => handOff.To.Table.HandOff(handOff.Shard));
                    break;
                case Coordinate.TellLeft left:
                    Hand(left.To, () => Stop(left.To));
                    break;
                case Coordinate.Allocate allocate:
                    Allocate(allocate);
                    break;
            }
        }
    }

    /// <summary>What the strategy answers, which may be nonsense by the time it does.</summary>
    private void Allocate(Coordinate.Allocate allocate)
    {
        var regions = _table.Allocations.Keys.OrderBy(region => region.Node).ToList();
        var chosen = _random.Next(10) == 0 ? null : regions[_random.Next(regions.Count)];
        _coordinator.Enqueue(() =>
        {
            _table.Allocated(allocate.Shard, allocate.Attempt, chosen!, _now, out var actions);
            Do(actions);
        });
    }

    private IReadOnlyList<Route> HomeIs(FuzzRegion at, string shard, FuzzRegion home)
    {
        // On the seed an actor that is watched when it is dead already is reported once more.
        if (at.Node == 0 && home.IsDead)
        {
            at.Mailbox.Enqueue(() => at.Table.Gone(home));
        }

        var actions = at.Table.HomeIs(shard, home);
        var hosts = _regions.Where(region => region.Table.Here.Contains(shard)).ToList();
        Assert.True(hosts.Count <= 1, $"{shard} is at {string.Join(" and ", hosts)}");
        return actions;
    }

    private void Do(FuzzRegion region, IReadOnlyList<Route> actions)
    {
        foreach (var action in actions)
        {
            switch (action)
            {
                case Route.ToShard to:
                    Received.Add(to.Item);
                    break;
                case Route.ToRegion to:
                    Forward(region, to.Region, to.Item);
                    break;
                case Route.AskHome ask:
                    ToCoordinator(region, () => Do(_table.GetHome(region, ask.Shard)));
                    break;
                case Route.StopShard stop:
                    region.Stopping.Add(stop.Shard);
                    break;
                case Route.TellBegun begun:
                    ToCoordinator(region, () => Do(_table.HandOffBegun(region, begun.Shard)));
                    break;
                case Route.TellStopped stopped:
                    ToCoordinator(region, () => Do(_table.Stopped(region, stopped.Shard)));
                    break;
            }
        }
    }

    private void Forward(FuzzRegion from, FuzzRegion to, FuzzItem item)
    {
        if (from.Node == 0)
        {
            Hand(to, () => Do(to, to.Table.Deliver(item.Shard, item)));
            return;
        }

        var relay = _regions[0];
        _toSeed[from.Node].Enqueue(() => relay.Mailbox.Enqueue(
            () => Do(relay, relay.Table.Deliver(item.Shard, item))));
    }

    /// <summary>It comes back at once, and takes along what still waited.</summary>
    private void Stop(FuzzRegion region)
    {
        if (_regions[region.Node] != region)
        {
            return;
        }

        Assert.Empty(region.Table.Here);
        Stops++;
        var left = region.Table.Drain();
        ToCoordinator(region, () => Do(_table.Gone(region)));
        Begin(region.Node);
        var next = _regions[region.Node];
        foreach (var item in left)
        {
            next.Mailbox.Enqueue(() => Do(next, next.Table.Deliver(item.Shard, item)));
        }

        foreach (var rest in region.Mailbox)
        {
            next.Mailbox.Enqueue(rest);
        }
    }
}
