using System.Runtime.InteropServices;

namespace AkkaCoded.Codes.Kernels;

/// <summary>
/// A fixed number of threads that share one job at a time. The caller is one of them; the others
/// live as long as the team, so that a job starts without creating threads, tasks or closures.
/// Threads take ranges from a common counter: a core that is busy elsewhere takes fewer.
/// </summary>
internal sealed unsafe class DecodeTeam : IDisposable
{
    /// <summary>Of scratch memory and of streaming stores: a cache line, and a 512-bit vector.
    /// </summary>
    public const nuint Alignment = 64;

    /// <summary>A tile: well inside the second-level cache, long enough for the prefetchers.
    /// </summary>
    public const int ScratchBytes = 64 * 1024;

    private readonly Helper[] _helpers;
    private readonly SemaphoreSlim _allDone = new(0);
    private readonly byte* _scratch;
    private IRangeJob? _job;
    private nint _length;
    private nint _grain;
    private long _next;
    private int _working;
    private bool _disposed;

    public DecodeTeam(int threads)
    {
        Contract.Require(threads is >= 1 and <= 1024, "a team has 1 to 1024 threads");
        _scratch = (byte*)NativeMemory.AlignedAlloc(ScratchBytes, Alignment);
        _helpers = new Helper[threads - 1];
        for (var i = 0; i < _helpers.Length; i++)
        {
            _helpers[i] = new Helper(this, i + 1);
        }
    }

    public int Threads => _helpers.Length + 1;

    /// <summary>Heap bytes that the helpers have allocated since they started, for tests.</summary>
    public long AllocatedBytes
    {
        get
        {
            long bytes = 0;
            foreach (var helper in _helpers)
            {
                bytes += helper.AllocatedBytes;
            }

            return bytes;
        }
    }

    /// <summary>Returns when 0 .. length - 1 are done; grain is the length of one range.</summary>
    public void Run(IRangeJob job, nint length, nint grain)
    {
        Contract.Require(!_disposed, "the team has been dismissed");
        Contract.Require(grain >= 1, "a range holds something");
        var ranges = (length + grain - 1) / grain;
        var helpers = (int)Math.Min(_helpers.Length, ranges - 1);
        if (helpers <= 0)
        {
            job.Run(0, length, (nint)_scratch);
            return;
        }

        _job = job;
        _length = length;
        _grain = grain;
        _next = 0;
        // Published by the release of the semaphores below, so the fields above need no fence.
        _working = helpers;
        for (var i = 0; i < helpers; i++)
        {
            _helpers[i].Wake();
        }

        TakeRanges((nint)_scratch);
        _allDone.Wait();
        _job = null;
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        foreach (var helper in _helpers)
        {
            helper.Stop();
        }

        _allDone.Dispose();
        NativeMemory.AlignedFree(_scratch);
    }

    private void TakeRanges(nint scratch)
    {
        while (true)
        {
            var start = (nint)(Interlocked.Add(ref _next, _grain) - _grain);
            if (start >= _length)
            {
                return;
            }

            _job!.Run(start, Math.Min(start + _grain, _length), scratch);
        }
    }

    private void HelperDone()
    {
        if (Interlocked.Decrement(ref _working) == 0)
        {
            _allDone.Release();
        }
    }

    private sealed class Helper
    {
        private readonly DecodeTeam _team;
        private readonly SemaphoreSlim _wake = new(0);
        private readonly Thread _thread;
        private volatile bool _stopping;
        private long _allocatedBytes;

        public Helper(DecodeTeam team, int number)
        {
            _team = team;
            // In the background: a forgotten kernel must not keep the process alive.
            _thread = new Thread(Work) { IsBackground = true, Name = $"decode-{number}" };
            _thread.Start();
        }

        public long AllocatedBytes => Interlocked.Read(ref _allocatedBytes);

        public void Wake() => _wake.Release();

        public void Stop()
        {
            _stopping = true;
            _wake.Release();
            _thread.Join();
            _wake.Dispose();
        }

        private void Work()
        {
            var scratch = (byte*)NativeMemory.AlignedAlloc(ScratchBytes, Alignment);
            while (true)
            {
                _wake.Wait();
                if (_stopping)
                {
                    break;
                }

                _team.TakeRanges((nint)scratch);
                Interlocked.Exchange(
                    ref _allocatedBytes, GC.GetAllocatedBytesForCurrentThread());
                _team.HelperDone();
            }

            NativeMemory.AlignedFree(scratch);
        }
    }
}
