namespace AkkaCoded.Coordinator.Cluster;

/// <summary>
/// When to call for which worker of a job: not before there are slots for all of them or the time
/// to gather is over; not more than once a second each; and for one whose node was lost, when that
/// is back or has been away for too long. Knows no clock. For one thread.
/// </summary>
/// <param name="partitions">Workers that the job calls for.</param>
/// <param name="gather">How long to wait for enough slots.</param>
/// <param name="rehomeAfter">How long to wait for a node to come back.</param>
internal sealed class PartitionCalls(int partitions, TimeSpan gather, TimeSpan rehomeAfter)
{
    /// <summary>Pause between two calls for the same worker: the first may still be on its way.
    /// </summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<int, Row> _rows = [];
    private TimeSpan? _since;
    private bool _isGathered;

    /// <summary>Whether to call for a worker that is not here, now.</summary>
    /// <param name="worker">Its number.</param>
    /// <param name="now">Time on the caller's clock.</param>
    /// <param name="slots">Slots of all nodes that can serve.</param>
    /// <param name="home">How the node is doing that it was at last.</param>
    public bool IsDue(int worker, TimeSpan now, int slots, HomeState home)
    {
        if (!IsGathered(now, slots))
        {
            return false;
        }

        var row = Of(worker);
        if (home == HomeState.Away)
        {
            row.AwaySince ??= now;
            if (now - row.AwaySince < rehomeAfter)
            {
                return false;
            }
        }
        else
        {
            row.AwaySince = null;
        }

        if (now - row.CalledAt < Pause)
        {
            return false;
        }

        row.CalledAt = now;
        return true;
    }

    /// <summary>Whether a worker was ever called for.</summary>
    public bool WasCalled(int worker) => Of(worker).CalledAt is not null;

    /// <summary>A worker is here, at a node; null: nobody knows which.</summary>
    public void Arrived(int worker, string? node)
    {
        var row = Of(worker);
        (row.Home, row.AwaySince) = (node, null);
    }

    /// <summary>The node that a worker was at last, or null.</summary>
    public string? HomeOf(int worker) => Of(worker).Home;

    private bool IsGathered(TimeSpan now, int slots)
    {
        _since ??= now;
        // A call that nobody can take would only be kept, and delivered later, many times over.
        _isGathered |= slots >= partitions || (slots > 0 && now - _since >= gather);
        return _isGathered && slots > 0;
    }

    private Row Of(int worker)
    {
        if (!_rows.TryGetValue(worker, out var row))
        {
            _rows[worker] = row = new Row();
        }

        return row;
    }

    private sealed class Row
    {
        public TimeSpan? CalledAt { get; set; }

        public TimeSpan? AwaySince { get; set; }

        public string? Home { get; set; }
    }
}
