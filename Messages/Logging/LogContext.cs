using Akka.Event;

namespace AkkaCoded.Messages.Logging;

/// <summary>What a log message is about. Values that are null are left out.</summary>
/// <param name="Job">Name of the job.</param>
/// <param name="Step">Number of the step, from 0.</param>
/// <param name="Worker">Stable identity of the worker.</param>
public sealed record LogContext(string? Job = null, long? Step = null, string? Worker = null);

/// <summary>How actors say what their messages are about.</summary>
public static class LogContextExtensions
{
    /// <summary>
    /// A logger whose messages carry the context as properties. It is cheap: make one per step, or
    /// keep one per actor. On a logger that has a context already, the new values are added to it.
    /// </summary>
    public static ILoggingAdapter With(this ILoggingAdapter log, LogContext context) =>
        log is ContextLogger outer ? outer.Add(context) : new ContextLogger(log, context);

    /// <summary>A logger for one step of a job, perhaps of one worker.</summary>
    public static ILoggingAdapter ForStep(
        this ILoggingAdapter log, string job, long step, string? worker = null) =>
        log.With(new LogContext(job, step, worker));
}

/// <summary>Wraps each message together with the context, and passes it on.</summary>
internal sealed class ContextLogger(ILoggingAdapter inner, LogContext context)
    : LoggingAdapterBase(inner.Formatter)
{
    private readonly ILoggingAdapter _inner = inner;
    private readonly LogContext _context = context;

    public override bool IsDebugEnabled => _inner.IsDebugEnabled;

    public override bool IsInfoEnabled => _inner.IsInfoEnabled;

    public override bool IsWarningEnabled => _inner.IsWarningEnabled;

    public override bool IsErrorEnabled => _inner.IsErrorEnabled;

    public ContextLogger Add(LogContext more) => new(_inner, new LogContext(
        more.Job ?? _context.Job, more.Step ?? _context.Step, more.Worker ?? _context.Worker));

    protected override void NotifyLog(LogLevel logLevel, object message, Exception? cause) =>
        _inner.Log(logLevel, cause, new ContextMessage(Formatter, message, _context));
}

/// <summary>
/// A message with its context. Loggers that know nothing of it see the plain text.
/// </summary>
internal sealed class ContextMessage(
    ILogMessageFormatter formatter, object message, LogContext context)
    : LogMessage(formatter, (message as LogMessage)?.Format ?? message.ToString() ?? "")
{
    private readonly object _message = message;

    public LogContext Context { get; } = context;

    public override string Unformatted() =>
        (_message as LogMessage)?.Unformatted() ?? ToString();

    public override IEnumerable<object> Parameters() =>
        (_message as LogMessage)?.Parameters() ?? [];

    public override string ToString() => _message.ToString() ?? "";
}
