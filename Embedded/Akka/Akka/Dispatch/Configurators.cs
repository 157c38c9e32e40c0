using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Util;

namespace Akka.Dispatch;

public interface IDispatcherPrerequisites
{
    EventStream EventStream { get; }

    IScheduler Scheduler { get; }

    Settings Settings { get; }

    Mailboxes Mailboxes { get; }
}

public sealed class DefaultDispatcherPrerequisites(
    EventStream eventStream, IScheduler scheduler, Settings settings, Mailboxes mailboxes)
    : IDispatcherPrerequisites
{
    public EventStream EventStream { get; } = eventStream;

    public IScheduler Scheduler { get; } = scheduler;

    public Settings Settings { get; } = settings;

    public Mailboxes Mailboxes { get; } = mailboxes;
}

/// <summary>Makes a dispatcher from its HOCON section; subclasses are named there by type.
/// </summary>
public abstract class MessageDispatcherConfigurator
{
    protected MessageDispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
    {
        Config = config;
        Prerequisites = prerequisites;
    }

    public Config Config { get; }

    public IDispatcherPrerequisites Prerequisites { get; }

    public abstract MessageDispatcher Dispatcher();

    protected ExecutorServiceConfigurator ConfigureExecutor()
    {
        var executor = Config.GetString("executor", null);
        switch (executor)
        {
            case null or "" or "default-executor" or "thread-pool-executor" or "task-executor":
                return new ThreadPoolExecutorConfigurator(Config, Prerequisites);
            case "fork-join-executor":
                return new LimitedExecutorConfigurator(Config, Prerequisites);
            case "current-context-executor":
                return new ContextExecutorConfigurator(Config, Prerequisites);
            case "channel-executor":
                throw new ConfigurationException(
                    "executor = channel-executor: the embedded engine lacks it; use "
                    + "default-executor or fork-join-executor, or build with -p:Engine=Packages");
            default:
                return TypeNames.Create<ExecutorServiceConfigurator>(
                    executor, Config.GetString("id") + ".executor", Config, Prerequisites);
        }
    }
}

public sealed class DispatcherConfigurator : MessageDispatcherConfigurator
{
    private readonly MessageDispatcher _instance;

    public DispatcherConfigurator(Config config, IDispatcherPrerequisites prerequisites)
        : base(config, prerequisites) =>
        _instance = new Dispatcher(
            this,
            DispatcherSettings.Id(config),
            DispatcherSettings.Throughput(config),
            DispatcherSettings.Deadline(config),
            ConfigureExecutor(),
            DispatcherSettings.ShutdownTimeout(config));

    public override MessageDispatcher Dispatcher() => _instance;
}

/// <summary>Every look-up, so every actor, gets a thread of its own.</summary>
internal sealed class PinnedDispatcherConfigurator(
    Config config, IDispatcherPrerequisites prerequisites)
    : MessageDispatcherConfigurator(config, prerequisites)
{
    public override MessageDispatcher Dispatcher() =>
        new PinnedDispatcher(
            this,
            DispatcherSettings.Id(Config),
            DispatcherSettings.Throughput(Config),
            DispatcherSettings.Deadline(Config),
            new PinnedExecutorConfigurator(Config, Prerequisites),
            DispatcherSettings.ShutdownTimeout(Config));
}

/// <summary>Runs actors in the synchronization context of who looks the dispatcher up.</summary>
internal sealed class ContextDispatcherConfigurator(
    Config config, IDispatcherPrerequisites prerequisites)
    : MessageDispatcherConfigurator(config, prerequisites)
{
    public override MessageDispatcher Dispatcher() =>
        new CurrentSynchronizationContextDispatcher(
            this,
            DispatcherSettings.Id(Config),
            DispatcherSettings.Throughput(Config),
            DispatcherSettings.Deadline(Config),
            new ContextExecutorConfigurator(Config, Prerequisites),
            DispatcherSettings.ShutdownTimeout(Config));
}

internal static class DispatcherSettings
{
    public static string Id(Config config) => config.GetString("id", null);

    public static int Throughput(Config config) => config.GetInt("throughput", 30);

    public static long? Deadline(Config config)
    {
        var deadline = config.GetTimeSpan("throughput-deadline-time", TimeSpan.Zero);
        return deadline > TimeSpan.Zero ? deadline.Ticks : null;
    }

    public static TimeSpan ShutdownTimeout(Config config) =>
        config.GetTimeSpan("shutdown-timeout", TimeSpan.FromSeconds(1));
}
