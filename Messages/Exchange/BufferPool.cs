namespace AkkaCoded.Messages.Exchange;

/// <summary>
/// Buffers of float32 for use again, by exact length: all versions of a job's parameters are
/// equally long, and one of 4 MB made anew each step would be garbage of the large-object heap.
/// Safe for several threads.
/// </summary>
internal sealed class BufferPool
{
    /// <summary>Most unused buffers kept; more than that were a burst.</summary>
    public const int UnusedMax = 8;

    private readonly Lock _lock = new();

    // The latest returned last: its length is the one most likely asked for again.
    private readonly List<float[]> _unused = [];

    public float[] Rent(int length)
    {
        lock (_lock)
        {
            for (var i = _unused.Count - 1; i >= 0; i--)
            {
                if (_unused[i].Length == length)
                {
                    var found = _unused[i];
                    _unused.RemoveAt(i);
                    return found;
                }
            }
        }

        // Pinned, because sockets read and write it, and as it is used again and again.
        return GC.AllocateUninitializedArray<float>(length, pinned: true);
    }

    public void Return(float[] buffer)
    {
        lock (_lock)
        {
            if (_unused.Count == UnusedMax)
            {
                _unused.RemoveAt(0);
            }

            _unused.Add(buffer);
        }
    }
}
