namespace Akka.Cluster.Sharding;

/// <summary>
/// A shard that moves: all regions are told to keep what is for it (BeginHandOff), when all have
/// answered its home is told to stop it (HandOff), and when it has stopped it has no home until
/// the next message asks for one.
/// </summary>
internal sealed partial class ShardTable<TRegion>
{
    public IReadOnlyList<ShardTableAction<TRegion>> Rebalance(
        IEnumerable<string> shards, TimeSpan now)
    {
        var actions = new List<ShardTableAction<TRegion>>();
        foreach (var shard in shards)
        {
            Begin(actions, shard, now);
        }

        return actions;
    }

    /// <summary>A region that wants to stop: its shards move, and it is given no more.</summary>
    public IReadOnlyList<ShardTableAction<TRegion>> Leave(TRegion region, TimeSpan now)
    {
        var actions = new List<ShardTableAction<TRegion>>();
        if (_regions.TryGetValue(region, out var shards))
        {
            _leaving.Add(region);
            foreach (var shard in shards.ToList())
            {
                Begin(actions, shard, now);
            }

            TellIfLeft(actions, region);
        }

        return actions;
    }

    public IReadOnlyList<ShardTableAction<TRegion>> HandOffBegun(TRegion region, string shard)
    {
        var actions = new List<ShardTableAction<TRegion>>();
        Acknowledged(actions, shard, region);
        return actions;
    }

    /// <summary>Only its home can say so.</summary>
    public IReadOnlyList<ShardTableAction<TRegion>> Stopped(TRegion region, string shard)
    {
        var actions = new List<ShardTableAction<TRegion>>();
        if (_homes.TryGetValue(shard, out var home) && home.Equals(region))
        {
            _regions[region].Remove(shard);
            Homeless(actions, shard);
            TellIfLeft(actions, region);
        }

        return actions;
    }

    private void Begin(List<ShardTableAction<TRegion>> actions, string shard, TimeSpan now)
    {
        if (_homes.ContainsKey(shard) && !_moves.ContainsKey(shard))
        {
            var all = _order.Concat(_proxies).ToList();
            _moves[shard] = new Move([.. all], now + handOffTimeout);
            actions.AddRange(all.Select(
                region => new ShardTableAction<TRegion>.TellBeginHandOff(region, shard)));
        }
    }

    private void Acknowledged(
        List<ShardTableAction<TRegion>> actions, string shard, TRegion region)
    {
        if (_moves.TryGetValue(shard, out var move) && move.Waiting.Remove(region)
            && move.Waiting.Count == 0)
        {
            actions.Add(new ShardTableAction<TRegion>.TellHandOff(_homes[shard], shard));
        }
    }

    private void TellIfLeft(List<ShardTableAction<TRegion>> actions, TRegion region)
    {
        if (_leaving.Contains(region) && _regions[region].Count == 0)
        {
            actions.Add(new ShardTableAction<TRegion>.TellLeft(region));
        }
    }

    private void Homeless(List<ShardTableAction<TRegion>> actions, string shard)
    {
        _homes.Remove(shard);
        _moves.Remove(shard);
        if (_asking.TryGetValue(shard, out var asking))
        {
            if (asking.Count == 0)
            {
                _asking.Remove(shard);
            }
            else
            {
                Ask(actions, shard);
            }
        }
    }
}
