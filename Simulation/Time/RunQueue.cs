using Akka.Dispatch;

namespace AkkaCoded.Simulation.Time;

/// <summary>
/// Mailboxes with messages, in the order they got them. An actor system waits for its own actors
/// while it starts, so until <see cref="TakeOver"/> they run on the thread pool.
/// </summary>
internal sealed class RunQueue
{
    private readonly Lock _lock = new();
    private readonly Queue<IRunnable> _queue = new();
    private bool _isTakenOver;

    public void Add(IRunnable run)
    {
        lock (_lock)
        {
            if (_isTakenOver)
            {
                _queue.Enqueue(run);
                return;
            }
        }

        ThreadPool.UnsafeQueueUserWorkItem(_ => run.Run(), null);
    }

    /// <summary>From now on everything runs in <see cref="RunNext"/>.</summary>
    public void TakeOver()
    {
        lock (_lock)
        {
            _isTakenOver = true;
        }
    }

    /// <summary>Runs the first one.</summary>
    /// <returns>False where there is none.</returns>
    public bool RunNext()
    {
        IRunnable? run;
        lock (_lock)
        {
            if (!_queue.TryDequeue(out run))
            {
                return false;
            }
        }

        run.Run();
        return true;
    }
}
