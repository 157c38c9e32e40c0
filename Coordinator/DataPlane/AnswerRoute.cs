using AkkaCoded.Codes;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>
/// The way from posted answers of one step to its receiver, and the memory of their blocks. A block
/// is used anew as soon as the receiver says that it will not be read again, else when the step is
/// over and no answer is on its way any more. Safe for several threads.
/// </summary>
internal sealed class AnswerRoute : IDisposable
{
    /// <summary>How often a stalled answer looks whether blocks were decoded without a word.
    /// </summary>
    private static readonly TimeSpan Recheck = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly List<Upload> _uploads = [];
    private readonly IAnswerReceiver _receiver;
    private readonly BlockPool _pool;
    private readonly Action<AnswerRoute> _onClosed;
    private int _active;
    private bool _isClosed;

    public AnswerRoute(
        StepKey step,
        JobState job,
        IAnswerReceiver receiver,
        BlockPool pool,
        Action<AnswerRoute> onClosed)
    {
        (Step, Job, _receiver, _pool, _onClosed) = (step, job, receiver, pool, onClosed);
        Closed = _closing.Token;
    }

    public StepKey Step { get; }

    public JobState Job { get; }

    /// <summary>Cancelled when the step is over: answers on their way end at once.</summary>
    public CancellationToken Closed { get; }

    /// <summary>An answer begins; null where the step is over.</summary>
    public Upload? TryEnter(AnswerKey key)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return null;
            }

            _active++;
            var upload = new Upload(this, key);
            _uploads.Add(upload);
            return upload;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
        }

        _onClosed(this);
        _closing.Cancel();
        RecycleIfOver();
    }

    private void Leave()
    {
        lock (_gate)
        {
            _active--;
            Contract.Require(_active >= 0, "an answer ends once");
        }

        RecycleIfOver();
    }

    /// <summary>The receiver may be reading blocks of one answer on the thread of another, so all
    /// of them have to be over.</summary>
    private void RecycleIfOver()
    {
        lock (_gate)
        {
            if (!_isClosed || _active > 0)
            {
                return;
            }

            foreach (var upload in _uploads)
            {
                Free(upload, always: true);
            }

            _uploads.Clear();
        }
    }

    private void FreeSettled()
    {
        lock (_gate)
        {
            foreach (var upload in _uploads)
            {
                Free(upload, always: false);
            }
        }
    }

    private void Free(Upload upload, bool always)
    {
        while (upload.Held.TryPeek(out var block)
            && (always || _receiver.IsSettled(block.Offset, block.Count)))
        {
            upload.Held.Dequeue();
            GiveBack(block.Values);
        }
    }

    private void GiveBack(float[] values)
    {
        _pool.Return(values);
        Job.Memory.GiveBack(_pool.BlockBytes);
    }

    private bool TryRent(Upload upload)
    {
        FreeSettled();
        lock (_gate)
        {
            // Whoever has nothing that waits for others may go on: it may be the one that all the
            // others wait for.
            return Job.Memory.TryTake(_pool.BlockBytes, always: upload.Held.Count == 0);
        }
    }

    /// <summary>A block that the receiver may still read.</summary>
    internal readonly record struct HeldBlock(int Offset, int Count, float[] Values);

    /// <summary>One answer on its way; used by one thread at a time.</summary>
    internal sealed class Upload(AnswerRoute route, AnswerKey key) : IDisposable
    {
        private bool _isOver;

        /// <summary>Guarded by the route's gate; answers come in order, so the oldest settles
        /// first.</summary>
        internal Queue<HeldBlock> Held { get; } = new();

        /// <summary>Memory for the next block; waits while the job's is used up.</summary>
        public async ValueTask<float[]> RentAsync(CancellationToken cancellation)
        {
            while (true)
            {
                var given = route.Job.Memory.NextGiven();
                if (route.TryRent(this))
                {
                    return route._pool.Rent();
                }

                await Task.WhenAny(given, Task.Delay(Recheck, cancellation));
                cancellation.ThrowIfCancellationRequested();
            }
        }

        /// <summary>Gives back memory that was not offered.</summary>
        public void Return(float[] values) => route.GiveBack(values);

        /// <summary>Offers a block; from here on its memory is the route's.</summary>
        public bool Offer(int offset, int count, float[] values)
        {
            try
            {
                return !route.Closed.IsCancellationRequested
                    && route._receiver.Offer(key, offset, values.AsMemory(0, count));
            }
            finally
            {
                lock (route._gate)
                {
                    Held.Enqueue(new HeldBlock(offset, count, values));
                }
            }
        }

        public void Dispose()
        {
            if (!_isOver)
            {
                _isOver = true;
                route.Leave();
            }
        }
    }
}
