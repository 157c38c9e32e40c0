using AkkaCoded.Codes;

namespace AkkaCoded.Messages.Exchange;

/// <summary>
/// One published version and how many hold its buffer: the publication itself counts as one, each
/// lease as one more. The last to let go gives the buffer back. Safe for several threads.
/// </summary>
internal sealed class PublishedParameters(BufferPool pool, float[] buffer)
{
    private int _holders = 1;

    /// <summary>The values, for whoever fills them before the first lease is given away.
    /// </summary>
    public Memory<float> Writable => buffer;

    private float[] Buffer => buffer;

    /// <summary>A lease, or null where the last holder has already let go.</summary>
    public IParametersLease? TryLease()
    {
        var seen = Volatile.Read(ref _holders);
        while (seen > 0)
        {
            var found = Interlocked.CompareExchange(ref _holders, seen + 1, seen);
            if (found == seen)
            {
                return new Lease(this);
            }

            seen = found;
        }

        return null;
    }

    public void Release()
    {
        var left = Interlocked.Decrement(ref _holders);
        Contract.Require(left >= 0, "parameters were given back more often than taken");
        if (left == 0)
        {
            pool.Return(buffer);
        }
    }

    private sealed class Lease(PublishedParameters owner) : IParametersLease
    {
        private int _given;

        public ReadOnlyMemory<float> Values
        {
            get
            {
                ObjectDisposedException.ThrowIf(Volatile.Read(ref _given) != 0, this);
                return owner.Buffer;
            }
        }

        // A second call does nothing, as IDisposable promises.
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _given, 1) == 0)
            {
                owner.Release();
            }
        }
    }
}
