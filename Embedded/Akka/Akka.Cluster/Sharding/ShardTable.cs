using System.Collections.Immutable;

namespace Akka.Cluster.Sharding;

/// <summary>
/// The shard coordinator's table: which region is home to which shard, who asks for one, what
/// moves. A plain class that is told what happened and answers what to do. A region is whatever
/// names one: in the engine its actor, in the specs a word.
/// </summary>
internal sealed partial class ShardTable<TRegion>(TimeSpan handOffTimeout, TimeSpan retryInterval)
    where TRegion : notnull
{
    private readonly Dictionary<TRegion, List<string>> _regions = [];
    private readonly List<TRegion> _order = [];
    private readonly HashSet<TRegion> _proxies = [];
    private readonly HashSet<TRegion> _leaving = [];
    private readonly Dictionary<string, TRegion> _homes = [];
    private readonly Dictionary<string, List<TRegion>> _asking = [];
    private readonly Dictionary<string, Attempt> _attempts = [];
    private readonly Dictionary<string, Move> _moves = [];
    private long _attempt;

    /// <summary>The regions that can be given shards, in the order in which they came, with those
    /// they have.</summary>
    public ImmutableDictionary<TRegion, IImmutableList<string>> Allocations =>
        _order.Where(region => !_leaving.Contains(region)).ToImmutableDictionary(
            region => region, region => (IImmutableList<string>)_regions[region].ToImmutableList());

    public IImmutableSet<string> Moving => _moves.Keys.ToImmutableHashSet();

    /// <summary>All that registered, proxies included.</summary>
    public IEnumerable<TRegion> Known => _order.Concat(_proxies);

    public TimeSpan? NextTick => Earliest(
        _moves.Values.Where(move => move.Waiting.Count > 0).Select(move => move.Deadline)
            .Concat(_attempts.Values.Where(one => one.RetryAt is not null)
                .Select(one => one.RetryAt.Value)));

    public bool Knows(TRegion region) => _regions.ContainsKey(region) || _proxies.Contains(region);

    public IReadOnlyList<ShardTableAction<TRegion>> Register(TRegion region, bool hostsShards)
    {
        var actions = new List<ShardTableAction<TRegion>>();
        if (!hostsShards)
        {
            _proxies.Add(region);
            return actions;
        }

        if (!_regions.ContainsKey(region))
        {
            _regions[region] = [];
            _order.Add(region);
            // Where there was nobody to give shards to, there is now. One that moves has a home
            // until it has stopped there.
            foreach (var shard in _asking.Keys.Where(IsUnasked))
            {
                Ask(actions, shard);
            }
        }

        return actions;
    }

    /// <summary>Its node is gone, or it has stopped: its shards have no home at once.</summary>
    public IReadOnlyList<ShardTableAction<TRegion>> Gone(TRegion region)
    {
        var actions = new List<ShardTableAction<TRegion>>();
        _proxies.Remove(region);
        _leaving.Remove(region);
        _order.Remove(region);
        foreach (var asking in _asking.Values)
        {
            asking.RemoveAll(one => one.Equals(region));
        }

        if (_regions.Remove(region, out var shards))
        {
            foreach (var shard in shards)
            {
                Homeless(actions, shard);
            }
        }

        foreach (var (shard, _) in _moves.ToList())
        {
            Acknowledged(actions, shard, region);
        }

        return actions;
    }

    public IReadOnlyList<ShardTableAction<TRegion>> GetHome(TRegion from, string shard)
    {
        var actions = new List<ShardTableAction<TRegion>>();
        if (_homes.TryGetValue(shard, out var home) && !_moves.ContainsKey(shard))
        {
            actions.Add(new ShardTableAction<TRegion>.TellHome(from, shard, home));
            return actions;
        }

        if (!_asking.TryGetValue(shard, out var asking))
        {
            _asking[shard] = asking = [];
        }

        if (!asking.Contains(from))
        {
            asking.Add(from);
        }

        if (IsUnasked(shard))
        {
            Ask(actions, shard);
        }

        return actions;
    }

    /// <summary>
    /// The strategy's answer. False for one that names no region that can host: it is asked again
    /// after the retry interval.
    /// </summary>
    public bool Allocated(
        string shard,
        long attempt,
        TRegion region,
        TimeSpan now,
        out IReadOnlyList<ShardTableAction<TRegion>> actions)
    {
        var told = new List<ShardTableAction<TRegion>>();
        actions = told;
        if (!_attempts.TryGetValue(shard, out var open) || open.Number != attempt)
        {
            return true;
        }

        if (region is null || !_regions.TryGetValue(region, out var shards)
            || _leaving.Contains(region))
        {
            _attempts[shard] = open with { RetryAt = now + retryInterval };
            return false;
        }

        _attempts.Remove(shard);
        _homes[shard] = region;
        shards.Add(shard);
        told.Add(new ShardTableAction<TRegion>.TellHost(region, shard));
        TellAsking(told, shard, region);
        return true;
    }

    /// <summary>Attempts that failed are made again, moves that wait too long go on without those
    /// who did not answer: what they send to the old home is sent on from there.</summary>
    public IReadOnlyList<ShardTableAction<TRegion>> Tick(TimeSpan now)
    {
        var actions = new List<ShardTableAction<TRegion>>();
        foreach (var (shard, _) in _attempts.Where(pair => pair.Value.RetryAt <= now).ToList())
        {
            _attempts.Remove(shard);
            if (_asking.ContainsKey(shard))
            {
                Ask(actions, shard);
            }
        }

        foreach (var (shard, move) in _moves.ToList())
        {
            if (move.Waiting.Count > 0 && now >= move.Deadline)
            {
                move.Waiting.Clear();
                actions.Add(new ShardTableAction<TRegion>.TellHandOff(_homes[shard], shard));
            }
        }

        return actions;
    }

    private static TimeSpan? Earliest(IEnumerable<TimeSpan> times) =>
        times.Select(time => (TimeSpan?)time).DefaultIfEmpty(null).Min();

    private bool IsUnasked(string shard) =>
        !_homes.ContainsKey(shard) && !_attempts.ContainsKey(shard);

    private void Ask(List<ShardTableAction<TRegion>> actions, string shard)
    {
        if (_order.All(_leaving.Contains) || _asking[shard] is not [var requester, ..])
        {
            return;
        }

        var number = ++_attempt;
        _attempts[shard] = new Attempt(number, null);
        actions.Add(new ShardTableAction<TRegion>.Allocate(shard, requester, number));
    }

    private void TellAsking(
        List<ShardTableAction<TRegion>> actions, string shard, TRegion home)
    {
        if (_asking.Remove(shard, out var asking))
        {
            actions.AddRange(asking.Select(
                one => new ShardTableAction<TRegion>.TellHome(one, shard, home)));
        }
    }

    private sealed record Attempt(long Number, TimeSpan? RetryAt);

    private sealed record Move(HashSet<TRegion> Waiting, TimeSpan Deadline);
}
