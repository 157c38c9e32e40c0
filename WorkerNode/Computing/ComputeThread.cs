using System.Diagnostics;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.WorkerNode.Computing;

/// <summary>What a compute thread does with its commands, on its own thread only.</summary>
internal interface IComputeWork : IDisposable
{
    /// <summary>Does one command.</summary>
    /// <exception cref="Exception">Ends the thread; see <see cref="ComputeThread"/>.</exception>
    void Do(object command);
}

/// <summary>
/// An operating system thread of its own for one device: tensors stay on one thread, and long
/// computations never keep the pool from serving heartbeats. It owns what its work makes (model,
/// vectors) and disposes it when it ends. Stopping it waits for nothing: a thread that hangs is
/// left behind, and ends by itself when it wakes up.
/// </summary>
internal sealed class ComputeThread
{
    private readonly object _gate = new();
    private readonly Queue<object> _urgent = [];
    private readonly Queue<object> _commands = [];
    private readonly CancellationTokenSource _lifetime = new();
    private readonly Thread _thread;
    private readonly Func<ComputeThread, IComputeWork> _create;
    private readonly Action<ComputeThread, ComputeItem?, Exception> _onFailure;
    private IComputeWork? _work;
    private ComputeItem? _running;
    private volatile bool _stopping;

    /// <param name="name">Name of the thread, for debuggers.</param>
    /// <param name="create">Makes the work; called on the thread.</param>
    /// <param name="onFailure">
    /// Told on the thread what has ended it, and in which row; not when it was stopped.
    /// </param>
    public ComputeThread(
        string name,
        Func<ComputeThread, IComputeWork> create,
        Action<ComputeThread, ComputeItem?, Exception> onFailure)
    {
        _create = create;
        _onFailure = onFailure;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Whether it has been told to stop.</summary>
    public bool IsStopping => _stopping;

    /// <summary>Cancelled when the thread is told to stop.</summary>
    public CancellationToken Lifetime => _lifetime.Token;

    /// <summary>
    /// Posts a command. Uploads and the end of a step are served between two chunks and while an
    /// injected delay is waited for; everything else in its turn.
    /// </summary>
    public void Post(object command)
    {
        lock (_gate)
        {
            switch (command)
            {
                case ComputeItem newer:
                    ForEachItem(item => item.Meet(newer));
                    _commands.Enqueue(command);
                    break;
                case StepClosed closed:
                    CancelItems(item => item.Key.Step.Step <= closed.Key.Step);
                    _urgent.Enqueue(command);
                    break;
                case UploadCommand or PostEnded or AnnounceCommand:
                    _urgent.Enqueue(command);
                    break;
                default:
                    // Opening and closing a job end what is computed for the one before.
                    CancelItems(_ => true);
                    _commands.Enqueue(command);
                    break;
            }

            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Ends a row between two chunks, and its injected delay at once.</summary>
    public void Cancel(AnswerKey key)
    {
        lock (_gate)
        {
            CancelItems(item => item.Key.Step == key.Step && item.Key.Partition == key.Partition
                && item.Key.Attempt <= key.Attempt);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Tells the thread to end after the chunk it is at; does not wait for it.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            if (_stopping)
            {
                return;
            }

            _stopping = true;
            CancelItems(_ => true);
            Monitor.PulseAll(_gate);
        }

        _lifetime.Cancel();
    }

    /// <summary>Waits for the end of the thread.</summary>
    /// <returns>Whether it ended in time.</returns>
    public bool Join(TimeSpan timeout) => _thread.Join(timeout);

    /// <summary>On the thread: serves uploads and ends of steps that have come meanwhile.
    /// </summary>
    public void ServeUrgent()
    {
        while (TryTakeUrgent(out var command))
        {
            _work!.Do(command!);
        }
    }

    /// <summary>
    /// On the thread: waits, to half a millisecond, until the time is over or the item ended.
    /// </summary>
    /// <returns>Seconds waited.</returns>
    public double Wait(double seconds, ComputeItem item)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            ServeUrgent();
            lock (_gate)
            {
                var waited = Stopwatch.GetElapsedTime(start).TotalSeconds;
                var rest = Math.Min(Math.Round((seconds - waited) * 1e3), int.MaxValue);
                if (rest < 1 || item.IsEnded)
                {
                    return waited;
                }

                if (_urgent.Count == 0)
                {
                    Monitor.Wait(_gate, (int)rest);
                }
            }
        }
    }

    /// <summary>On the thread: waits for a task of the data plane.</summary>
    /// <returns>False where the item ended first.</returns>
    public bool WaitFor(Task task, ComputeItem item)
    {
        task.ContinueWith(
            _ => Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        while (true)
        {
            ServeUrgent();
            lock (_gate)
            {
                if (task.IsCompleted || item.IsEnded)
                {
                    return task.IsCompleted && !item.IsEnded;
                }

                if (_urgent.Count == 0)
                {
                    Monitor.Wait(_gate);
                }
            }
        }
    }

    private void Run()
    {
        try
        {
            using (_work = _create(this))
            {
                while (TryTake(out var command))
                {
                    _work.Do(command!);
                }
            }
        }
        catch (Exception failure)
        {
            if (!_stopping)
            {
                _onFailure(this, _running, failure);
            }
        }
    }

    private bool TryTake(out object? command)
    {
        lock (_gate)
        {
            _running = null;
            while (!_stopping)
            {
                if (_urgent.TryDequeue(out command))
                {
                    return true;
                }

                if (_commands.TryDequeue(out command))
                {
                    _running = command as ComputeItem;
                    return true;
                }

                Monitor.Wait(_gate);
            }

            command = null;
            return false;
        }
    }

    private bool TryTakeUrgent(out object? command)
    {
        lock (_gate)
        {
            return _urgent.TryDequeue(out command);
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }
    }

    private void CancelItems(Predicate<ComputeItem> which) => ForEachItem(item =>
    {
        if (which(item))
        {
            item.Cancel();
        }
    });

    private void ForEachItem(Action<ComputeItem> action)
    {
        if (_running is not null)
        {
            action(_running);
        }

        foreach (var command in _commands)
        {
            if (command is ComputeItem item)
            {
                action(item);
            }
        }
    }
}
