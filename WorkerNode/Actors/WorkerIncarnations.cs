namespace AkkaCoded.WorkerNode.Actors;

/// <summary>
/// Numbers the starts of workers. It outlives the node's actor, since a coordinator takes a lower
/// incarnation for an old one. Safe for several threads.
/// </summary>
/// <param name="first">Of each worker's first start.</param>
public sealed class WorkerIncarnations(long first)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, long> _next = [];

    /// <summary>The incarnation of one more start.</summary>
    public long Next(int worker)
    {
        lock (_gate)
        {
            var next = _next.GetValueOrDefault(worker, first);
            _next[worker] = next + 1;
            return next;
        }
    }

    /// <summary>Later starts are at least so high: the worker ran elsewhere meanwhile.</summary>
    public void Raise(int worker, long least)
    {
        lock (_gate)
        {
            _next[worker] = Math.Max(_next.GetValueOrDefault(worker, first), least);
        }
    }
}
