using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Util;

namespace Akka.Event;

/// <summary>The event stream as far as logging goes: it starts and stops the loggers.</summary>
public class LoggingBus : ActorEventBus<object, Type>
{
    private static int _loggerNumber;

    private readonly List<IActorRef> _loggers = [];
    private readonly CancellationTokenSource _shutdown = new();

    public LogLevel LogLevel { get; private set; }

    public void SetLogLevel(LogLevel logLevel)
    {
        LogLevel = logLevel;
        foreach (var logger in Loggers())
        {
            SubscribeFrom(logLevel, logger);
            foreach (var below in Enum.GetValues<LogLevel>().Where(level => level < logLevel))
            {
                Unsubscribe(logger, below.ClassFor());
            }
        }
    }

    /// <summary>The logger of start and end, when no logger actor is there.</summary>
    public void StartStdoutLogger(Settings config)
    {
        SubscribeFrom(Logging.LogLevelFor(config.StdoutLogLevel), config.StdoutLogger);
        Publish(new Debug(SimpleName(this), GetType(), "StandardOutLogger started"));
    }

    /// <summary>
    /// Makes the logger actors of akka.loggers, sends each InitializeLogger and waits for
    /// LoggerInitialized, then hands over from the standard output logger.
    /// </summary>
    internal void StartDefaultLoggers(ActorSystemImpl system)
    {
        var settings = system.Settings;
        var source = $"{SimpleName(this)}({system.Name})";
        LogLevel = Logging.LogLevelFor(settings.LogLevel);
        var types = settings.Loggers.Select(name => TypeNames.Resolve(name, "akka.loggers"));
        var (minimal, actors) = types.Aggregate(
            (Minimal: 0, Actors: new List<Type>()),
            (sum, type) =>
            {
                if (typeof(MinimalLogger).IsAssignableFrom(type))
                {
                    return (sum.Minimal + 1, sum.Actors);
                }

                sum.Actors.Add(type);
                return sum;
            });
        var starting = actors.Select(type => StartLogger(system, type, source)).ToArray();
        if (!settings.LoggerAsyncStart && !Task.WaitAll(starting, settings.LoggerStartTimeout))
        {
            Publish(new Warning(
                source, GetType(),
                $"A logger did not respond within {settings.LoggerStartTimeout} to "
                + "InitializeLogger(bus); it may miss what is logged at start-up"));
        }

        if (settings.DebugUnhandledMessage)
        {
            var forwarder = system.SystemActorOf(
                Props.Create<UnhandledMessageForwarder>(), "UnhandledMessageForwarder");
            Subscribe(forwarder, typeof(UnhandledMessage));
        }

        if (minimal == 0)
        {
            Unsubscribe(settings.StdoutLogger);
        }

        Publish(new Debug(source, GetType(), "Default Loggers started"));
    }

    internal void StopDefaultLoggers(ActorSystem system)
    {
        StartStdoutLogger(system.Settings);
        _shutdown.Cancel();
        foreach (var logger in Loggers())
        {
            Unsubscribe(logger);
            ((IInternalActorRef)logger).Stop();
        }

        Publish(new Debug(SimpleName(this), GetType(), "All default loggers stopped"));
    }

    protected override bool IsSubClassification(Type parent, Type child) =>
        parent.IsAssignableFrom(child);

    protected override void Publish(object @event, IActorRef subscriber) =>
        subscriber.Tell(@event);

    protected override bool Classify(object @event, Type classifier) =>
        classifier.IsInstanceOfType(@event);

    protected override Type GetClassifier(object @event) => @event.GetType();

    private IActorRef[] Loggers()
    {
        lock (_loggers)
        {
            return [.. _loggers];
        }
    }

    private async Task StartLogger(ActorSystemImpl system, Type type, string source)
    {
        var name = $"log{Interlocked.Increment(ref _loggerNumber)}-{type.Name}";
        var props = Props.Create(type).WithDispatcher(system.Settings.LoggersDispatcher);
        var logger = system.SystemActorOf(props, name);
        object answer;
        try
        {
            answer = await logger
                .Ask(new InitializeLogger(this), Timeout.InfiniteTimeSpan, _shutdown.Token)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (answer is not LoggerInitialized)
        {
            ((IInternalActorRef)logger).Stop();
            Publish(new Error(
                null, source, GetType(),
                $"Logger {name} [{type.FullName}] did not respond with LoggerInitialized, sent "
                + $"instead {answer.GetType()}. Stopping logger."));
            return;
        }

        lock (_loggers)
        {
            _loggers.Add(logger);
        }

        SubscribeFrom(LogLevel, logger);
        Publish(new Debug(source, GetType(), $"Logger {name} [{type.Name}] started"));
    }

    private void SubscribeFrom(LogLevel logLevel, IActorRef logger)
    {
        foreach (var level in Enum.GetValues<LogLevel>().Where(level => level >= logLevel))
        {
            Subscribe(logger, level.ClassFor());
        }
    }

    /// <summary>With akka.actor.debug.unhandled each unhandled message is logged.</summary>
    private sealed class UnhandledMessageForwarder : ActorBase
    {
        protected override bool Receive(object message)
        {
            if (message is not UnhandledMessage unhandled)
            {
                return false;
            }

            var sender = unhandled.Sender?.Path.ToString() ?? "NoSender";
            Context.System.EventStream.Publish(new Debug(
                unhandled.Recipient.Path.ToString(),
                unhandled.Recipient.GetType(),
                $"Unhandled message from {sender} : {unhandled.Message}"));
            return true;
        }
    }
}
