namespace Akka.Cluster.Sharding;

/// <summary>What a region has to do after something happened, in this order.</summary>
internal abstract record RegionAction<TRegion, TItem>
{
    internal sealed record ToShard(string Shard, TItem Item) : RegionAction<TRegion, TItem>;

    internal sealed record ToRegion(TRegion Region, TItem Item) : RegionAction<TRegion, TItem>;

    internal sealed record AskHome(string Shard) : RegionAction<TRegion, TItem>;

    internal sealed record StopShard(string Shard) : RegionAction<TRegion, TItem>;

    internal sealed record TellBegun(string Shard) : RegionAction<TRegion, TItem>;

    internal sealed record TellStopped(string Shard) : RegionAction<TRegion, TItem>;

    internal sealed record Drop(TItem Item) : RegionAction<TRegion, TItem>;

    internal sealed record Stop : RegionAction<TRegion, TItem>;
}

/// <summary>
/// A region's table: which shards are here, where the others are, and what waits until that is
/// known. As pure as ShardTable. What waits for a shard is sent before anything that comes later,
/// so that messages from one sender to one entity stay in order.
/// </summary>
internal sealed class RegionTable<TRegion, TItem>(TRegion self, int bufferMax)
    where TRegion : notnull
{
    private readonly Dictionary<string, TRegion> _homes = [];
    private readonly Dictionary<string, List<TItem>> _kept = [];
    private readonly HashSet<string> _here = [];

    public int Kept { get; private set; }

    /// <summary>The shards that run here, those that stop included.</summary>
    public IReadOnlyCollection<string> Here => _here;

    public IReadOnlyList<RegionAction<TRegion, TItem>> Deliver(string shard, TItem item)
    {
        if (_homes.TryGetValue(shard, out var home))
        {
            return [Send(shard, home, item)];
        }

        if (Kept >= bufferMax)
        {
            return [new RegionAction<TRegion, TItem>.Drop(item)];
        }

        Kept++;
        if (_kept.TryGetValue(shard, out var kept))
        {
            kept.Add(item);
            return [];
        }

        _kept[shard] = [item];
        return [new RegionAction<TRegion, TItem>.AskHome(shard)];
    }

    /// <summary>The coordinator says where a shard is, or that it is to be here.</summary>
    public IReadOnlyList<RegionAction<TRegion, TItem>> HomeIs(string shard, TRegion home)
    {
        _homes[shard] = home;
        if (home.Equals(self))
        {
            _here.Add(shard);
        }

        if (!_kept.Remove(shard, out var kept))
        {
            return [];
        }

        Kept -= kept.Count;
        return [.. kept.Select(item => Send(shard, home, item))];
    }

    /// <summary>
    /// The shard moves: what comes for it from now on waits. Only where it runs it still gets what
    /// comes, until the hand-off: others may have sent that before they were told to wait, and
    /// kept here it would arrive after what they send to the new home.
    /// </summary>
    public IReadOnlyList<RegionAction<TRegion, TItem>> BeginHandOff(string shard)
    {
        if (!_here.Contains(shard))
        {
            _homes.Remove(shard);
        }

        return [new RegionAction<TRegion, TItem>.TellBegun(shard)];
    }

    public IReadOnlyList<RegionAction<TRegion, TItem>> HandOff(string shard)
    {
        _homes.Remove(shard);
        return _here.Contains(shard)
            ? [new RegionAction<TRegion, TItem>.StopShard(shard)]
            : [new RegionAction<TRegion, TItem>.TellStopped(shard)];
    }

    /// <summary>
    /// A shard has handed off. What it had taken and not given to an entity came before what waits
    /// here, and both look for the new home.
    /// </summary>
    public IReadOnlyList<RegionAction<TRegion, TItem>> Stopped(
        string shard, IReadOnlyList<TItem> left)
    {
        var actions = new List<RegionAction<TRegion, TItem>>();
        if (!_here.Remove(shard))
        {
            return actions;
        }

        actions.Add(new RegionAction<TRegion, TItem>.TellStopped(shard));
        if (left.Count > 0)
        {
            _kept[shard] = [.. left, .. _kept.GetValueOrDefault(shard, [])];
            Kept += left.Count;
        }

        if (_kept.ContainsKey(shard))
        {
            actions.Add(new RegionAction<TRegion, TItem>.AskHome(shard));
        }

        return actions;
    }

    /// <summary>Its node is gone: what is for its shards waits for a new home.</summary>
    public void Gone(TRegion region)
    {
        foreach (var (shard, _) in _homes.Where(pair => pair.Value.Equals(region)).ToList())
        {
            _homes.Remove(shard);
        }
    }

    /// <summary>Asks once more for what waits: a question or its answer may have been lost.
    /// </summary>
    public IReadOnlyList<RegionAction<TRegion, TItem>> AskAgain() =>
        [.. _kept.Keys.Where(shard => !_here.Contains(shard)).Select(
            shard => new RegionAction<TRegion, TItem>.AskHome(shard))];

    /// <summary>Where a coordinator knows this region it has the last word: a shard may be on its
    /// way here, and messages behind it.</summary>
    public IReadOnlyList<RegionAction<TRegion, TItem>> Leave(bool isRegistered) =>
        isRegistered || _here.Count > 0
            ? [] : [new RegionAction<TRegion, TItem>.Stop()];

    /// <summary>The region stops: what still waits has nowhere to go.</summary>
    public IReadOnlyList<TItem> Drain()
    {
        var left = _kept.Values.SelectMany(items => items).ToList();
        _kept.Clear();
        Kept = 0;
        return left;
    }

    private RegionAction<TRegion, TItem> Send(string shard, TRegion home, TItem item) =>
        home.Equals(self)
            ? new RegionAction<TRegion, TItem>.ToShard(shard, item)
            : new RegionAction<TRegion, TItem>.ToRegion(home, item);
}
