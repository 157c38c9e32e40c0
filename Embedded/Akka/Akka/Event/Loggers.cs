using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace Akka.Event;

/// <summary>The first message of a logger actor; it answers LoggerInitialized.</summary>
public class InitializeLogger(LoggingBus loggingBus) : INoSerializationVerificationNeeded
{
    public LoggingBus LoggingBus { get; } = loggingBus;
}

public class LoggerInitialized : INoSerializationVerificationNeeded, IDeadLetterSuppression
{
}

/// <summary>The mailbox of loggers: what it holds when the system ends is still printed.</summary>
public interface ILoggerMessageQueueSemantics : ISemantics
{
}

/// <summary>Writes to the console through the system's standard output logger.</summary>
public class DefaultLogger : ActorBase, IRequiresMessageQueue<ILoggerMessageQueueSemantics>
{
    private MinimalLogger _stdoutLogger;

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case InitializeLogger:
                _stdoutLogger = Context.System.Settings.StdoutLogger;
                Sender.Tell(new LoggerInitialized());
                return true;
            case LogEvent logEvent:
                Print(logEvent);
                return true;
            default:
                return false;
        }
    }

    protected virtual void Print(LogEvent logEvent)
    {
        if (_stdoutLogger is null)
        {
            throw new InvalidOperationException("Logger has not been initialized yet.");
        }

        _stdoutLogger.Tell(logEvent);
    }
}

/// <summary>A logger that is no actor: it writes on the thread that logs.</summary>
public abstract class MinimalLogger : MinimalActorRef
{
    private readonly ActorPath _path =
        new RootActorPath(Address.AllSystems, "/StandardOutLogger");

    public sealed override ActorPath Path => _path;

    public sealed override IActorRefProvider Provider =>
        throw new NotSupportedException("This logger does not provide.");

    protected sealed override void TellInternal(object message, IActorRef sender)
    {
        ArgumentNullException.ThrowIfNull(message);
        Log(message);
    }

    protected abstract void Log(object message);
}

public class StandardOutLogger : MinimalLogger
{
    private static readonly Lock ConsoleLock = new();

    public static ConsoleColor DebugColor { get; set; } = ConsoleColor.Gray;

    public static ConsoleColor InfoColor { get; set; } = ConsoleColor.White;

    public static ConsoleColor WarningColor { get; set; } = ConsoleColor.Yellow;

    public static ConsoleColor ErrorColor { get; set; } = ConsoleColor.Red;

    public static bool UseColors { get; set; } = true;

    protected override void Log(object message)
    {
        var (text, color) = message is LogEvent logEvent
            ? (Format(logEvent), ColorOf(logEvent.LogLevel()))
            : (message.ToString(), null);
        lock (ConsoleLock)
        {
            // Colors are for people: a file or a pipe gets the bare text.
            if (!UseColors || color is null || Console.IsOutputRedirected)
            {
                Console.WriteLine(text);
                return;
            }

            Console.ForegroundColor = color.Value;
            Console.WriteLine(text);
            Console.ResetColor();
        }
    }

    private static string Format(LogEvent logEvent)
    {
        try
        {
            return logEvent.ToString();
        }
        catch (FormatException e)
        {
            var message = (LogMessage)logEvent.Message;
            return $"[ERROR][{logEvent.Timestamp}][{nameof(StandardOutLogger)}] Encountered "
                + $"System.FormatException while recording log: [{logEvent.LogSource}]. "
                + $"{e.Message} str=[{message.Format}], args=[{message.Unformatted()}] "
                + "Please fix the format string of that logging call.";
        }
    }

    private static ConsoleColor? ColorOf(LogLevel level) =>
        level switch
        {
            LogLevel.DebugLevel => DebugColor,
            LogLevel.InfoLevel => InfoColor,
            LogLevel.WarningLevel => WarningColor,
            LogLevel.ErrorLevel => ErrorColor,
            _ => null,
        };
}

internal sealed class LoggerMailboxType(Settings settings, Config config)
    : MailboxType(settings, config), IProducesMessageQueue<LoggerMessageQueue>
{
    public override IMessageQueue Create(IActorRef owner, ActorSystem system) =>
        new LoggerMessageQueue(system);
}

internal sealed class LoggerMessageQueue(ActorSystem system)
    : IMessageQueue, ILoggerMessageQueueSemantics, IUnboundedMessageQueueSemantics
{
    private readonly UnboundedMessageQueue _queue = new();

    public bool HasMessages => _queue.HasMessages;

    public int Count => _queue.Count;

    public void Enqueue(IActorRef receiver, Envelope envelope) =>
        _queue.Enqueue(receiver, envelope);

    public bool TryDequeue(out Envelope envelope) => _queue.TryDequeue(out envelope);

    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (_queue.TryDequeue(out var envelope))
        {
            if (envelope.Message is LogEvent)
            {
                system.Settings.StdoutLogger.Tell(envelope.Message);
            }
        }
    }
}
