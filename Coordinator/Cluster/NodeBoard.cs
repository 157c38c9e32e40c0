using Akka.Actor;

namespace AkkaCoded.Coordinator.Cluster;

/// <summary>What one part of a coordinator knows of nodes and others read: who is there, and which
/// worker is where. Safe for several threads.</summary>
/// <param name="time">Clock of the table of nodes.</param>
internal sealed class NodeBoard(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();
    private readonly Dictionary<ServedPartition, Address> _served = [];
    private volatile NodeSnapshot _nodes = NodeSnapshot.Empty;

    /// <summary>All nodes; replaced at each change.</summary>
    public NodeSnapshot Nodes
    {
        get => _nodes;
        set => _nodes = value;
    }

    /// <summary>Time on the clock of the table of nodes.</summary>
    public TimeSpan Now => time.GetElapsedTime(_start);

    /// <summary>A worker is with its job.</summary>
    public void Serve(ServedPartition partition, Address at)
    {
        lock (_gate)
        {
            _served[partition] = at;
        }
    }

    /// <summary>A worker is not with its job any more.</summary>
    public void Leave(ServedPartition partition)
    {
        lock (_gate)
        {
            _served.Remove(partition);
        }
    }

    /// <summary>All nodes for people.</summary>
    /// <param name="exclusions">Why some get no partitions.</param>
    public IReadOnlyList<NodeView> Views(IReadOnlyDictionary<string, ExclusionKind> exclusions)
    {
        var nodes = _nodes;
        ILookup<string, ServedPartition> served;
        lock (_gate)
        {
            served = _served.ToLookup(
                pair => nodes.NameOf(pair.Value) ?? "", pair => pair.Key, StringComparer.Ordinal);
        }

        var (utc, now) = (time.GetUtcNow(), Now);
        return
        [
            .. nodes.Nodes.Select(node => new NodeView
            {
                Name = node.Name,
                Address = node.Address,
                Uid = node.Uid,
                State = node.State,
                Since = utc - (now - node.Since),
                Slots = node.Slots,
                Exclusion = exclusions.TryGetValue(node.Name, out var kind) ? kind : null,
                Partitions =
                [
                    .. served[node.Name].OrderBy(partition => partition.Job.Value)
                        .ThenBy(partition => partition.Worker.Number),
                ],
            }),
        ];
    }
}
