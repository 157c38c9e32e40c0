using Akka.Configuration;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// Stops a system in phases. The phases and their order come from HOCON; the tasks of one phase
/// run side by side, and a phase that fails or takes too long is passed over where its setting
/// recover is on, and ends the shutdown where it is off.
/// </summary>
public sealed partial class CoordinatedShutdown : IExtension
{
    public const string PhaseBeforeServiceUnbind = "before-service-unbind";
    public const string PhaseServiceUnbind = "service-unbind";
    public const string PhaseServiceRequestsDone = "service-requests-done";
    public const string PhaseServiceStop = "service-stop";
    public const string PhaseBeforeClusterShutdown = "before-cluster-shutdown";
    public const string PhaseClusterShardingShutdownRegion = "cluster-sharding-shutdown-region";
    public const string PhaseClusterLeave = "cluster-leave";
    public const string PhaseClusterExiting = "cluster-exiting";
    public const string PhaseClusterExitingDone = "cluster-exiting-done";
    public const string PhaseClusterShutdown = "cluster-shutdown";
    public const string PhaseBeforeActorSystemTerminate = "before-actor-system-terminate";
    public const string PhaseActorSystemTerminate = "actor-system-terminate";

    private readonly Dictionary<string, ShutdownPhase> _phases;
    private readonly Dictionary<string, List<(string Name, Func<Task<Done>> Run)>> _tasks = [];
    private readonly ILoggingAdapter _log;
    private readonly TaskCompletionSource<Done> _done =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Reason _reason;

    internal CoordinatedShutdown(
        ExtendedActorSystem system, Dictionary<string, ShutdownPhase> phases)
    {
        System = system;
        _phases = phases;
        _log = Logging.GetLogger(system, this);
        OrderedPhases = ShutdownPhase.Order(phases);
    }

    public ExtendedActorSystem System { get; }

    /// <summary>Null until it runs.</summary>
    public Reason ShutdownReason => Volatile.Read(ref _reason);

    public TimeSpan TotalTimeout
    {
        get
        {
            lock (_tasks)
            {
                return _tasks.Keys.Aggregate(TimeSpan.Zero, (sum, phase) => sum + Timeout(phase));
            }
        }
    }

    internal IReadOnlyList<string> OrderedPhases { get; }

    internal ILoggingAdapter Log => _log;

    public static CoordinatedShutdown Get(ActorSystem sys) =>
        sys.WithExtension<CoordinatedShutdown, CoordinatedShutdownExtension>();

    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        if (!OrderedPhases.Contains(phase))
        {
            throw new ConfigurationException(
                $"Unknown phase [{phase}], known phases [{string.Join(",", OrderedPhases)}]. "
                + "All phases (along with their optional dependencies) must be defined in "
                + "configuration.");
        }

        lock (_tasks)
        {
            if (!_tasks.TryGetValue(phase, out var tasks))
            {
                _tasks[phase] = tasks = [];
            }

            tasks.Add((taskName, task));
        }
    }

    public TimeSpan Timeout(string phase) =>
        _phases.TryGetValue(phase, out var found)
            ? found.Timeout
            : throw new ArgumentException(
                $"Unknown phase [{phase}]. All phases must be defined in configuration.");

    /// <summary>Runs once; whoever calls later gets the task of the first run.</summary>
    public Task<Done> Run(Reason reason, string fromPhase = null)
    {
        if (Interlocked.CompareExchange(ref _reason, reason, null) is null)
        {
            _ = RunPhases(fromPhase);
        }

        return _done.Task;
    }

    private async Task RunPhases(string fromPhase)
    {
        try
        {
            var from = fromPhase is null ? 0 : OrderedPhases.ToList().IndexOf(fromPhase);
            foreach (var phase in OrderedPhases.Skip(Math.Max(0, from)))
            {
                await RunPhase(phase).ConfigureAwait(false);
            }

            _done.TrySetResult(Done.Instance);
        }
        catch (Exception e)
        {
            _done.TrySetException(e);
        }
    }

    private async Task RunPhase(string name)
    {
        (string Name, Func<Task<Done>> Run)[] tasks;
        lock (_tasks)
        {
            tasks = _tasks.TryGetValue(name, out var found) ? [.. found] : [];
        }

        if (_log.IsDebugEnabled)
        {
            var names = string.Join(",", tasks.Select(task => task.Name));
            _log.Debug("Performing phase [{0}] with [{1}] tasks: [{2}]", name, tasks.Length, names);
        }

        if (tasks.Length == 0)
        {
            return;
        }

        var phase = _phases[name];
        var all = Task.WhenAll(tasks.Select(task => RunTask(name, phase, task.Name, task.Run)));
        if (!await InTime(all, phase.Timeout).ConfigureAwait(false))
        {
            if (!phase.Recover)
            {
                throw new TimeoutException(
                    $"Coordinated shutdown phase[{name}] timed out after {phase.Timeout}");
            }

            _log.Warning(
                "Coordinated shutdown phase [{0}] timed out after {1}", name, phase.Timeout);
            return;
        }

        await all.ConfigureAwait(false);
    }

    private async Task RunTask(
        string phaseName, ShutdownPhase phase, string name, Func<Task<Done>> run)
    {
        try
        {
            await run().ConfigureAwait(false);
        }
        catch (Exception e) when (phase.Recover)
        {
            _log.Warning("Task [{0}] failed in phase [{1}]: {2}", name, phaseName, e.Message);
        }
    }

    /// <summary>By the system's clock. It ends with the last phase: then there is no limit.
    /// </summary>
    private async Task<bool> InTime(Task task, TimeSpan timeout)
    {
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ICancelable timer = null;
        try
        {
            timer = System.Scheduler.Advanced.ScheduleOnceCancelable(
                timeout, () => late.TrySetResult());
        }
        catch (SchedulerException)
        {
            await task.ConfigureAwait(false);
        }

        var first = await Task.WhenAny(task, late.Task).ConfigureAwait(false);
        timer?.Cancel();
        return first == task;
    }
}
