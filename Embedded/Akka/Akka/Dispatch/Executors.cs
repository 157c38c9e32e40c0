using System.Collections.Concurrent;
using Akka.Configuration;

namespace Akka.Dispatch;

public abstract class ExecutorService(string id)
{
    public string Id { get; } = id;

    public abstract void Execute(IRunnable run);

    public abstract void Shutdown();
}

public abstract class ExecutorServiceFactory
{
    public abstract ExecutorService Produce(string id);
}

public abstract class ExecutorServiceConfigurator(
    Config config, IDispatcherPrerequisites prerequisites) : ExecutorServiceFactory
{
    public Config Config { get; } = config;

    public IDispatcherPrerequisites Prerequisites { get; } = prerequisites;
}

internal sealed class ThreadPoolExecutorConfigurator(
    Config config, IDispatcherPrerequisites prerequisites)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    public override ExecutorService Produce(string id) => new ThreadPoolExecutor(id);
}

internal sealed class ThreadPoolExecutor(string id) : ExecutorService(id)
{
    public override void Execute(IRunnable run)
    {
        ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: true);
    }

    public override void Shutdown()
    {
    }
}

internal sealed class LimitedExecutorConfigurator(
    Config config, IDispatcherPrerequisites prerequisites)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    public override ExecutorService Produce(string id) => new LimitedExecutor(id, Threads());

    private int Threads()
    {
        if (Config.HasPath("dedicated-thread-pool"))
        {
            return Math.Max(1, Config.GetInt("dedicated-thread-pool.thread-count", 1));
        }

        var min = Config.GetInt("fork-join-executor.parallelism-min", 1);
        var max = Config.GetInt("fork-join-executor.parallelism-max", int.MaxValue);
        var factor = Config.GetDouble("fork-join-executor.parallelism-factor", 1.0);
        var threads = (int)Math.Ceiling(Environment.ProcessorCount * factor);
        return Math.Clamp(threads, Math.Max(1, min), Math.Max(Math.Max(1, min), max));
    }
}

/// <summary>
/// The fork-join executor: at most so many mailboxes run at once. They borrow threads from the
/// pool only while there is work, so that no thread waits while the actors are idle.
/// </summary>
internal sealed class LimitedExecutor(string id, int threadsMax)
    : ExecutorService(id), IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<IRunnable> _work = new();
    private int _threads;

    public override void Execute(IRunnable run)
    {
        _work.Enqueue(run);
        Start();
    }

    public override void Shutdown()
    {
    }

    void IThreadPoolWorkItem.Execute()
    {
        while (_work.TryDequeue(out var run))
        {
            run.Run();
        }

        Interlocked.Decrement(ref _threads);
        // Work that came after the last look, from a caller that saw all threads busy.
        if (!_work.IsEmpty)
        {
            Start();
        }
    }

    private void Start()
    {
        while (true)
        {
            var threads = Volatile.Read(ref _threads);
            if (threads >= threadsMax)
            {
                return;
            }

            if (Interlocked.CompareExchange(ref _threads, threads + 1, threads) == threads)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }
        }
    }
}

internal sealed class ContextExecutorConfigurator(
    Config config, IDispatcherPrerequisites prerequisites)
    : ExecutorServiceConfigurator(config, prerequisites)
{
    public override ExecutorService Produce(string id) =>
        new ContextExecutor(
            id,
            SynchronizationContext.Current ?? throw new InvalidOperationException(
                $"dispatcher [{id}] needs a current synchronization context; there is none"));
}

internal sealed class ContextExecutor(string id, SynchronizationContext context)
    : ExecutorService(id)
{
    public override void Execute(IRunnable run) =>
        context.Post(static r => ((IRunnable)r).Run(), run);

    public override void Shutdown()
    {
    }
}
