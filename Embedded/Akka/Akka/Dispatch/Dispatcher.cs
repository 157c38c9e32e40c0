namespace Akka.Dispatch;

public class Dispatcher : MessageDispatcher
{
    /// <summary>
    /// A pool thread prefers its own queue, last in, first out: cheap, but two actors that keep
    /// each other busy would hold it for ever. Every so many mailboxes one goes to the shared
    /// queue, behind everybody else's.
    /// </summary>
    private const int LocalRunsMax = 64;

    [ThreadStatic]
    private static int _localRuns;

    private readonly ExecutorService _executor;
    private readonly bool _threadPool;

    public Dispatcher(
        MessageDispatcherConfigurator configurator,
        string id,
        int throughput,
        long? throughputDeadlineTime,
        ExecutorServiceFactory executorServiceFactory,
        TimeSpan shutdownTimeout)
        : base(configurator)
    {
        Id = id;
        Throughput = throughput;
        ThroughputDeadlineTime = throughputDeadlineTime;
        ShutdownTimeout = shutdownTimeout;
        _executor = executorServiceFactory.Produce(id);
        _threadPool = _executor is ThreadPoolExecutor;
    }

    protected override void ExecuteTask(IRunnable run)
    {
        if (_threadPool && run is Mailbox mailbox)
        {
            var local = ++_localRuns % LocalRunsMax != 0;
            ThreadPool.UnsafeQueueUserWorkItem(mailbox, local);
            return;
        }

        try
        {
            _executor.Execute(run);
        }
        catch (RejectedExecutionException e)
        {
            ReportFailure(e);
            throw;
        }
    }

    /// <summary>A mailbox that has used up its throughput lets the others go first.</summary>
    internal override void ExecuteAgain(Mailbox mailbox)
    {
        if (_threadPool)
        {
            ThreadPool.UnsafeQueueUserWorkItem(mailbox, preferLocal: false);
        }
        else
        {
            ExecuteTask(mailbox);
        }
    }

    protected override void Shutdown() => _executor.Shutdown();
}

public sealed class PinnedDispatcher(
    MessageDispatcherConfigurator configurator,
    string id,
    int throughput,
    long? throughputDeadlineTime,
    ExecutorServiceFactory executorServiceFactory,
    TimeSpan shutdownTimeout)
    : Dispatcher(
        configurator, id, throughput, throughputDeadlineTime, executorServiceFactory,
        shutdownTimeout);

public sealed class CurrentSynchronizationContextDispatcher(
    MessageDispatcherConfigurator configurator,
    string id,
    int throughput,
    long? throughputDeadlineTime,
    ExecutorServiceFactory executorServiceFactory,
    TimeSpan shutdownTimeout)
    : Dispatcher(
        configurator, id, throughput, throughputDeadlineTime, executorServiceFactory,
        shutdownTimeout);
