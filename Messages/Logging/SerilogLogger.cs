using Akka.Actor;
using Akka.Dispatch;
using Akka.Event;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;
using SerilogEvent = Serilog.Events.LogEvent;

namespace AkkaCoded.Messages.Logging;

/// <summary>
/// Writes the log events of an actor system through Serilog. The system's event bus talks to it; it
/// owns the Serilog logger, made from <c>coded.logging</c> of the system's configuration when the
/// bus introduces itself. It is named in <c>akka.loggers</c>. If it dies, the lines written so far
/// are safe, and those of its mailbox are lost.
/// </summary>
public sealed class SerilogLogger : ActorBase, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    private Logger? _logger;

    /// <summary>The name for <c>akka.loggers</c>.</summary>
    public static string TypeName =>
        $"{typeof(SerilogLogger).FullName}, {typeof(SerilogLogger).Assembly.GetName().Name}";

    /// <inheritdoc/>
    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                _logger ??= LoggingSetup.CreateLogger(
                    LoggingOptions.Read(Context.System.Settings.Config));
                Sender.Tell(new LoggerInitialized());
                return true;
            case Akka.Event.LogEvent logEvent:
                _logger?.Write(Translate(logEvent));
                return true;
            default:
                return false;
        }
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _logger?.Dispose();
        base.PostStop();
    }

    /// <summary>The same event for Serilog: rendered text, with what is known as properties.
    /// </summary>
    internal static SerilogEvent Translate(Akka.Event.LogEvent logEvent)
    {
        // The text is final. Parsing it as a template would take its braces for placeholders.
        var text = logEvent.Message?.ToString() ?? "";
        var template = new MessageTemplate(text, [new TextToken(text)]);
        return new SerilogEvent(
            new DateTimeOffset(DateTime.SpecifyKind(logEvent.Timestamp, DateTimeKind.Utc)),
            Level(logEvent.LogLevel()),
            logEvent.Cause,
            template,
            Properties(logEvent));
    }

    private static IEnumerable<LogEventProperty> Properties(Akka.Event.LogEvent logEvent)
    {
        var context = (logEvent.Message as ContextMessage)?.Context;
        (string Name, object? Value)[] values =
        [
            (LogProperties.Job, context?.Job),
            (LogProperties.Step, context?.Step),
            (LogProperties.Worker, context?.Worker),
            (LogProperties.ActorPath, ActorPath(logEvent.LogSource)),
            (LogProperties.Source, logEvent.LogClass?.FullName),
            (LogProperties.Template, (logEvent.Message as LogMessage)?.Format),
        ];
        return from property in values
               where property.Value is not null
               select new LogEventProperty(property.Name, new ScalarValue(property.Value));
    }

    /// <summary>`/user/jobs/a` out of `[akka://system/user/jobs/a#123]`; null for other sources.
    /// </summary>
    internal static string? ActorPath(string? source)
    {
        const string Scheme = "akka";
        var trimmed = source?.Trim('[', ']') ?? "";
        var address = trimmed.IndexOf("://", StringComparison.Ordinal);
        if (!trimmed.StartsWith(Scheme, StringComparison.Ordinal) || address < 0)
        {
            return null;
        }

        var path = trimmed.IndexOf('/', address + "://".Length);
        return path < 0 ? null : trimmed[path..].Split('#')[0];
    }

    private static LogEventLevel Level(LogLevel level) => level switch
    {
        LogLevel.DebugLevel => LogEventLevel.Debug,
        LogLevel.InfoLevel => LogEventLevel.Information,
        LogLevel.WarningLevel => LogEventLevel.Warning,
        _ => LogEventLevel.Error,
    };
}
