using Akka.Dispatch;

namespace AkkaCoded.Simulation.Time;

/// <summary>
/// Mailboxes with messages, in the order they got them. An actor system waits for its own actors
/// while it starts, so until <see cref="TakeOver"/> they run on the thread pool.
/// </summary>
/// <remarks>What is still on the pool when it is taken over is waited for: a simulation that began
/// meanwhile would find nothing to do and move its clock ahead of an actor that has work.
/// </remarks>
internal sealed class RunQueue
{
    private readonly object _lock = new();
    private readonly Queue<IRunnable> _queue = new();
    private int _onPool;
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

            _onPool++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(_ => RunOnPool(run), null);
    }

    /// <summary>From now on everything runs in <see cref="RunNext"/>. Waits for what the pool still
    /// has to run, so that no other thread is left to run beside the simulation's.</summary>
    public void TakeOver()
    {
        lock (_lock)
        {
            while (_onPool > 0)
            {
                Monitor.Wait(_lock);
            }

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

    private void RunOnPool(IRunnable run)
    {
        try
        {
            run.Run();
        }
        finally
        {
            lock (_lock)
            {
                _onPool--;
                Monitor.PulseAll(_lock);
            }
        }
    }
}
