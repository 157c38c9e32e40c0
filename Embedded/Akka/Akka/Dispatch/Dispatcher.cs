namespace Akka.Dispatch;

public class Dispatcher : MessageDispatcher
{
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
            ThreadPool.UnsafeQueueUserWorkItem(mailbox, preferLocal: true);
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
