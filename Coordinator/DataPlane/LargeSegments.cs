using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>
/// Memory of Kestrel's connections in pieces of 64 KiB instead of 4: a megabyte is received in a
/// few system calls instead of hundreds.
/// </summary>
internal sealed class LargeSegments : IMemoryPoolFactory<byte>
{
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => new Pool();

    private sealed class Pool : MemoryPool<byte>
    {
        private const int SegmentBytes = 64 * 1024;

        /// <summary>Unused segments that are kept: 16 MiB.</summary>
        private const int UnusedMax = 256;

        private readonly ConcurrentQueue<Segment> _unused = new();

        public override int MaxBufferSize => SegmentBytes;

        public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, SegmentBytes);
            return _unused.TryDequeue(out var segment) ? segment.Use() : new Segment(this).Use();
        }

        protected override void Dispose(bool disposing) => _unused.Clear();

        private sealed class Segment(Pool pool) : IMemoryOwner<byte>
        {
            private readonly Memory<byte> _memory =
                GC.AllocateUninitializedArray<byte>(SegmentBytes, pinned: true);

            private int _inUse;

            public Memory<byte> Memory => _memory;

            public Segment Use()
            {
                Volatile.Write(ref _inUse, 1);
                return this;
            }

            // Twice the same segment in the queue would be twice the same memory in use.
            public void Dispose()
            {
                if (Interlocked.Exchange(ref _inUse, 0) == 1 && pool._unused.Count < UnusedMax)
                {
                    pool._unused.Enqueue(this);
                }
            }
        }
    }
}
