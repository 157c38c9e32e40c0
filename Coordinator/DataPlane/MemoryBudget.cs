namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>Bytes that may be held, and a signal when some are given back. Safe for several
/// threads.</summary>
internal sealed class MemoryBudget(long bytesMax)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _given = New();
    private long _held;

    /// <summary>Bytes held now.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>Completed when bytes are given back after the call.</summary>
    public Task NextGiven()
    {
        lock (_gate)
        {
            return _given.Task;
        }
    }

    /// <summary>Takes bytes where they fit, or in any case.</summary>
    public bool TryTake(long bytes, bool always)
    {
        lock (_gate)
        {
            if (!always && _held > bytesMax - bytes)
            {
                return false;
            }

            _held += bytes;
            return true;
        }
    }

    public void GiveBack(long bytes)
    {
        TaskCompletionSource given;
        lock (_gate)
        {
            _held -= bytes;
            (given, _given) = (_given, New());
        }

        given.SetResult();
    }

    private static TaskCompletionSource New() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);
}
