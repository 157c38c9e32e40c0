using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.Util;

namespace Akka.Actor;

/// <summary>The configuration an actor system runs with, and what it says on the engine.</summary>
public class Settings
{
    public Settings(ActorSystem system, Config config)
        : this(system, config, ActorSystemSetup.Empty)
    {
    }

    public Settings(ActorSystem system, Config config, ActorSystemSetup setup)
    {
        System = system;
        Setup = setup;
        Config = config.SafeWithFallback(ConfigurationFactory.Default());
        ReadActor(Config.GetConfig("akka.actor"));
        ReadDebug(Config.GetConfig("akka.actor.debug"));
        ReadLogging(Config.GetConfig("akka"));
        SchedulerClass = Config.GetString("akka.scheduler.implementation");
        SchedulerShutdownTimeout = Config.GetTimeSpan("akka.scheduler.shutdown-timeout");
        ReadShutdown(Config.GetConfig("akka.coordinated-shutdown"));
    }

    public ActorSystem System { get; }

    public ActorSystemSetup Setup { get; }

    public Config Config { get; private set; }

    public string ConfigVersion => Config.GetString("akka.version");

    public string Home => Config.GetString("akka.home", "");

    public ProviderSelection ProviderSelectionType { get; private set; }

    public string ProviderClass => ProviderSelectionType.Fqn;

    public bool HasCluster => ProviderSelectionType.HasCluster;

    public string SupervisorStrategyClass { get; private set; }

    public TimeSpan AskTimeout { get; private set; }

    public TimeSpan CreationTimeout { get; private set; }

    public TimeSpan UnstartedPushTimeout { get; private set; }

    public bool SerializeAllMessages { get; private set; }

    public bool SerializeAllCreators => false;

    public bool EmitActorTelemetry => false;

    public string LogLevel { get; private set; }

    public string StdoutLogLevel { get; private set; }

    public MinimalLogger StdoutLogger { get; private set; }

    public IList<string> Loggers { get; private set; }

    public string LoggersDispatcher { get; private set; }

    public TimeSpan LoggerStartTimeout { get; private set; }

    public bool LoggerAsyncStart { get; private set; }

    public ILogMessageFormatter LogFormatter { get; private set; }

    public bool LogConfigOnStart { get; private set; }

    public bool LogSerializerOverrideOnStart { get; private set; }

    public int LogDeadLetters { get; private set; }

    public bool LogDeadLettersDuringShutdown { get; private set; }

    public TimeSpan LogDeadLettersSuspendDuration { get; private set; }

    public bool AddLoggingReceive { get; private set; }

    public bool DebugAutoReceive { get; private set; }

    public bool DebugEventStream { get; private set; }

    public bool DebugLifecycle { get; private set; }

    public bool DebugUnhandledMessage { get; private set; }

    public bool DebugTimerScheduler { get; private set; }

    public string SchedulerClass { get; }

    public TimeSpan SchedulerShutdownTimeout { get; }

    public bool CoordinatedShutdownTerminateActorSystem { get; private set; }

    public bool CoordinatedShutdownRunByActorSystemTerminate { get; private set; }

    /// <summary>Adds defaults of a module that was loaded later. What is set stays.</summary>
    public void InjectTopLevelFallback(Config config) => Config = Config.SafeWithFallback(config);

    public override string ToString() => Config.ToString();

    private void ReadActor(Config actor)
    {
        var provider = Setup.Get<BootstrapSetup>()
            .FlatSelect(bootstrap => bootstrap.ActorRefProvider);
        ProviderSelectionType = provider.HasValue
            ? provider.Value
            : ProviderSelection.Get(actor.GetString("provider"));
        SupervisorStrategyClass = actor.GetString("guardian-supervisor-strategy");
        AskTimeout = actor.GetTimeSpan("ask-timeout");
        CreationTimeout = actor.GetTimeSpan("creation-timeout");
        UnstartedPushTimeout = actor.GetTimeSpan("unstarted-push-timeout");
        SerializeAllMessages = actor.GetBoolean("serialize-messages");
        Refuse(actor.GetBoolean("serialize-creators"), "akka.actor.serialize-creators = on");
        Refuse(actor.GetBoolean("telemetry.enabled"), "akka.actor.telemetry.enabled = on");
    }

    private void ReadDebug(Config debug)
    {
        AddLoggingReceive = debug.GetBoolean("receive");
        DebugAutoReceive = debug.GetBoolean("autoreceive");
        DebugLifecycle = debug.GetBoolean("lifecycle");
        DebugEventStream = debug.GetBoolean("event-stream");
        DebugUnhandledMessage = debug.GetBoolean("unhandled");
        DebugTimerScheduler = debug.GetBoolean("log-timers");
    }

    private void ReadLogging(Config akka)
    {
        LogLevel = akka.GetString("loglevel");
        StdoutLogLevel = akka.GetString("stdout-loglevel");
        var stdout = akka.GetString("stdout-logger-class", "");
        StdoutLogger = string.IsNullOrWhiteSpace(stdout)
            ? new StandardOutLogger()
            : TypeNames.Create<MinimalLogger>(stdout, "akka.stdout-logger-class");
        Loggers = akka.GetStringList("loggers");
        LoggersDispatcher = akka.GetString("loggers-dispatcher");
        LoggerStartTimeout = akka.GetTimeSpan("logger-startup-timeout");
        LoggerAsyncStart = akka.GetBoolean("logger-async-start");
        var formatter = akka.GetString("logger-formatter", "");
        LogFormatter = formatter.StartsWith(
            typeof(DefaultLogMessageFormatter).FullName!, StringComparison.Ordinal)
            ? DefaultLogMessageFormatter.Instance
            : TypeNames.Create<ILogMessageFormatter>(formatter, "akka.logger-formatter");
        LogConfigOnStart = akka.GetBoolean("log-config-on-start");
        LogSerializerOverrideOnStart = akka.GetBoolean("log-serializer-override-on-start", true);
        LogDeadLetters = akka.GetString("log-dead-letters") switch
        {
            "on" or "true" or "yes" => int.MaxValue,
            "off" or "false" or "no" => 0,
            _ => akka.GetInt("log-dead-letters"),
        };
        LogDeadLettersDuringShutdown = akka.GetBoolean("log-dead-letters-during-shutdown");
        LogDeadLettersSuspendDuration = akka.GetTimeSpan("log-dead-letters-suspend-duration");
    }

    private void ReadShutdown(Config shutdown)
    {
        CoordinatedShutdownTerminateActorSystem = shutdown.GetBoolean("terminate-actor-system");
        CoordinatedShutdownRunByActorSystemTerminate =
            shutdown.GetBoolean("run-by-actor-system-terminate");
        if (CoordinatedShutdownRunByActorSystemTerminate
            && !CoordinatedShutdownTerminateActorSystem)
        {
            throw new ConfigurationException(
                "akka.coordinated-shutdown.run-by-actor-system-terminate=on and "
                + "akka.coordinated-shutdown.terminate-actor-system=off is not a supported "
                + "configuration combination.");
        }
    }

    private static void Refuse(bool asked, string setting)
    {
        if (asked)
        {
            throw new ConfigurationException(
                $"{setting}: the embedded engine lacks it; build with -p:Engine=Packages");
        }
    }
}
