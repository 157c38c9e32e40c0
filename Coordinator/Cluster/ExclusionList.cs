using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.Cluster;

namespace AkkaCoded.Coordinator.Cluster;

/// <summary>
/// Nodes that get no partitions, and for how long. Every change becomes rules for all members, with
/// a version that also a coordinator which takes over does not fall behind. Safe for several
/// threads.
/// </summary>
/// <param name="board">Where this process's own placement reads the rules.</param>
/// <param name="time">Clock of versions and cool-downs.</param>
/// <param name="changed">Told the new rules; called under a lock.</param>
internal sealed class ExclusionList(
    PlacementBoard board, TimeProvider time, Action<PlacementRules> changed) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private PlacementRules _rules = new(0, []);

    /// <summary>The rules as they are now.</summary>
    public PlacementRules Rules
    {
        get
        {
            lock (_gate)
            {
                return _rules;
            }
        }
    }

    /// <summary>Why each of them is excluded.</summary>
    public IReadOnlyDictionary<string, ExclusionKind> Kinds()
    {
        lock (_gate)
        {
            return _entries.ToDictionary(entry => entry.Key, entry => entry.Value.Kind);
        }
    }

    /// <summary>Keeps partitions off a node; the last call for it counts.</summary>
    public void Exclude(string node, ExclusionKind kind, TimeSpan? coolDown)
    {
        lock (_gate)
        {
            Remove(node);
            var entry = new Entry(kind);
            _entries.Add(node, entry);
            if (coolDown is { } span)
            {
                entry.Timer = time.CreateTimer(
                    _ => End(node, entry), null, span, Timeout.InfiniteTimeSpan);
            }

            Publish();
        }
    }

    /// <summary>A node may have partitions again.</summary>
    /// <returns>Whether it was excluded.</returns>
    public bool Include(string node)
    {
        lock (_gate)
        {
            var wasThere = Remove(node);
            if (wasThere)
            {
                Publish();
            }

            return wasThere;
        }
    }

    /// <summary>Takes over what another coordinator has said later than this one.</summary>
    public void Absorb(PlacementRules rules)
    {
        lock (_gate)
        {
            if (rules.Version <= _rules.Version || !board.Apply(rules))
            {
                return;
            }

            _rules = rules;
            foreach (var node in _entries.Keys.Except(rules.ExcludedNodes).ToList())
            {
                Remove(node);
            }

            foreach (var node in rules.ExcludedNodes.Except(_entries.Keys).ToList())
            {
                _entries.Add(node, new Entry(ExclusionKind.Drain));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var node in _entries.Keys.ToList())
            {
                Remove(node);
            }
        }
    }

    /// <summary>The cool-down of one exclusion is over, not that of a later one of the same node.
    /// </summary>
    private void End(string node, Entry entry)
    {
        lock (_gate)
        {
            if (_entries.GetValueOrDefault(node) == entry)
            {
                Include(node);
            }
        }
    }

    private bool Remove(string node)
    {
        if (_entries.Remove(node, out var entry))
        {
            entry.Timer?.Dispose();
            return true;
        }

        return false;
    }

    private void Publish()
    {
        var version = Math.Max(_rules.Version + 1, time.GetUtcNow().ToUnixTimeMilliseconds());
        _rules = new PlacementRules(version, [.. _entries.Keys]);
        board.Apply(_rules);
        changed(_rules);
    }

    private sealed class Entry(ExclusionKind kind)
    {
        public ExclusionKind Kind => kind;

        public ITimer? Timer { get; set; }
    }
}
