using Akka.Actor;

namespace Akka.Event;

/// <summary>Where a log event comes from: a name and a class.</summary>
public readonly struct LogSource
{
    private LogSource(string source, Type type)
    {
        Source = source;
        Type = type;
    }

    public string Source { get; }

    public Type Type { get; }

    public static LogSource Create(object o) =>
        o switch
        {
            LogSource source => source,
            IActorContext context => new(context.Self.Path.ToString(), SourceType(o)),
            IActorRef actor => new(actor.Path.ToString(), SourceType(o)),
            string text => new(text, SourceType(o)),
            Type type => new(type.Name, type),
            _ => new(o.GetType().Name, o.GetType()),
        };

    public static LogSource Create(object o, ActorSystem system) =>
        o switch
        {
            LogSource source => source,
            IActorContext context => new(FromActor(context, system), SourceType(o)),
            IActorRef actor => new(FromActorRef(actor, system), SourceType(o)),
            string text => new(FromString(text, system), SourceType(o)),
            Type type => new(FromType(type, system), type),
            _ => new(FromType(o.GetType(), system), o.GetType()),
        };

    public static LogSource Create(string source, Type t) => new(source, t);

    public static Type SourceType(object o) =>
        o switch
        {
            Type type => type,
            IActorContext context => context.Props.Type,
            string => typeof(DummyClassForStringSources),
            _ => o.GetType(),
        };

    public static string FromType(Type t, ActorSystem system) => $"{t.Name} ({system})";

    public static string FromString(string source, ActorSystem system) => $"{source} ({system})";

    public static string FromActor(IActorContext actor, ActorSystem system) =>
        FromActorRef(actor.Self, system);

    public static string FromActorRef(IActorRef a, ActorSystem system)
    {
        // Remoting may not know its address yet while the system starts.
        var address = (system as ExtendedActorSystem)?.Provider?.DefaultAddress;
        return address is null ? a.Path.ToString() : a.Path.ToStringWithAddress(address);
    }
}

public class DummyClassForStringSources
{
}

public static class Logging
{
    internal const LogLevel OffLogLevel = (LogLevel)int.MaxValue;

    public static string SimpleName(object o) => o.GetType().Name;

    public static string SimpleName(Type t) => t.Name;

    public static Type ClassFor(this LogLevel logLevel) =>
        logLevel switch
        {
            LogLevel.DebugLevel => typeof(Debug),
            LogLevel.InfoLevel => typeof(Info),
            LogLevel.WarningLevel => typeof(Warning),
            LogLevel.ErrorLevel => typeof(Error),
            _ => throw new ArgumentException("Unknown LogLevel", nameof(logLevel)),
        };

    public static string StringFor(this LogLevel logLevel) =>
        logLevel switch
        {
            LogLevel.DebugLevel => "DEBUG",
            LogLevel.InfoLevel => "INFO",
            LogLevel.WarningLevel => "WARNING",
            LogLevel.ErrorLevel => "ERROR",
            OffLogLevel => "OFF",
            _ => throw new ArgumentException("Unknown LogLevel", nameof(logLevel)),
        };

    public static LogLevel LogLevelFor(string logLevel) =>
        logLevel?.ToUpperInvariant() switch
        {
            "DEBUG" => LogLevel.DebugLevel,
            "INFO" => LogLevel.InfoLevel,
            "WARNING" => LogLevel.WarningLevel,
            "ERROR" => LogLevel.ErrorLevel,
            "OFF" => OffLogLevel,
            _ => throw new ArgumentException(
                $"Unknown LogLevel: \"{logLevel}\". Valid values are: \"DEBUG\", \"INFO\", "
                + "\"WARNING\", \"ERROR\"", nameof(logLevel)),
        };

    public static LogLevel LogLevelFor<T>()
        where T : LogEvent =>
        Enum.GetValues<LogLevel>().First(level => level.ClassFor() == typeof(T));

    public static ILoggingAdapter GetLogger(
        this IActorContext context, ILogMessageFormatter logMessageFormatter = null) =>
        GetLogger(context.System, context, logMessageFormatter);

    public static ILoggingAdapter GetLogger(
        ActorSystem system, object logSourceObj, ILogMessageFormatter logMessageFormatter = null)
    {
        var source = LogSource.Create(logSourceObj, system);
        return new BusLogging(
            system.EventStream,
            source.Source,
            source.Type,
            logMessageFormatter ?? system.Settings.LogFormatter);
    }

    public static ILoggingAdapter GetLogger(
        LoggingBus loggingBus,
        object logSourceObj,
        ILogMessageFormatter logMessageFormatter = null)
    {
        var source = LogSource.Create(logSourceObj);
        return new BusLogging(
            loggingBus,
            source.Source,
            source.Type,
            logMessageFormatter ?? DefaultLogMessageFormatter.Instance);
    }
}
