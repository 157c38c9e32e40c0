namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>
/// Pinned buffers for blocks of answers, all of one length. Those of one step serve the next. Safe
/// for several threads.
/// </summary>
internal sealed class BlockPool(int blockLength)
{
    /// <summary>Unused memory that is kept at most; more was a burst.</summary>
    private const long UnusedBytesMax = 512L << 20;

    private readonly Lock _gate = new();
    private readonly Stack<float[]> _unused = new();

    public int BlockLength { get; } = blockLength;

    public long BlockBytes => (long)BlockLength * sizeof(float);

    public float[] Rent()
    {
        lock (_gate)
        {
            if (_unused.TryPop(out var found))
            {
                return found;
            }
        }

        return GC.AllocateUninitializedArray<float>(BlockLength, pinned: true);
    }

    public void Return(float[] block)
    {
        lock (_gate)
        {
            if ((_unused.Count + 1) * BlockBytes <= UnusedBytesMax)
            {
                _unused.Push(block);
            }
        }
    }
}
