using Akka.Configuration;

namespace Akka.Dispatch;

internal sealed class PinnedExecutorConfigurator(
    Config config, IDispatcherPrerequisites prerequisites)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    public override ExecutorService Produce(string id) => new PinnedExecutor(id);
}

/// <summary>
/// One thread, started by the first work and ended when its actor has stopped: an actor that
/// blocks, or that must always see the same thread, disturbs nobody.
/// </summary>
internal sealed class PinnedExecutor(string id) : ExecutorService(id)
{
    private static int _threads;

    private readonly Queue<IRunnable> _work = new();
    private Thread _thread;
    private bool _stopping;

    public override void Execute(IRunnable run)
    {
        lock (_work)
        {
            _work.Enqueue(run);
            _stopping = false;
            if (_thread is null)
            {
                _thread = new Thread(Work)
                {
                    IsBackground = true,
                    Name = $"{Id}-{Interlocked.Increment(ref _threads)}",
                };
                _thread.Start();
            }
            else
            {
                Monitor.Pulse(_work);
            }
        }
    }

    public override void Shutdown()
    {
        lock (_work)
        {
            _stopping = true;
            Monitor.Pulse(_work);
        }
    }

    private void Work()
    {
        while (Take() is { } run)
        {
            run.Run();
        }
    }

    private IRunnable Take()
    {
        lock (_work)
        {
            while (_work.Count == 0)
            {
                if (_stopping)
                {
                    _thread = null;
                    return null;
                }

                Monitor.Wait(_work);
            }

            return _work.Dequeue();
        }
    }
}
