using Akka.Actor;

namespace Akka.Event;

/// <summary>
/// Logs dead letters at info level: akka.log-dead-letters of them, then none for the time of
/// akka.log-dead-letters-suspend-duration, so that a flood does not drown the log.
/// </summary>
public class DeadLetterListener : ActorBase
{
    private const string Hint =
        "This logging can be turned off or adjusted with configuration settings "
        + "'akka.log-dead-letters' and 'akka.log-dead-letters-during-shutdown'.";

    private readonly EventStream _eventStream = Context.System.EventStream;
    private readonly int _countMax = Context.System.Settings.LogDeadLetters;
    private readonly TimeSpan _suspension =
        Context.System.Settings.LogDeadLettersSuspendDuration;

    private int _count;
    private DateTime? _suspendedUntil;

    internal static void SubscribeTo(EventStream eventStream, IActorRef listener)
    {
        eventStream.Subscribe(listener, typeof(DeadLetter));
        eventStream.Subscribe(listener, typeof(Dropped));
        eventStream.Subscribe(listener, typeof(UnhandledMessage));
    }

    protected override void PreStart() => SubscribeTo(_eventStream, Self);

    protected override void PostStop() => _eventStream.Unsubscribe(Self);

    protected override void PreRestart(Exception reason, object message)
    {
    }

    protected override void PostRestart(Exception reason)
    {
    }

    protected override bool Receive(object message)
    {
        if (message is not AllDeadLetters letter)
        {
            return false;
        }

        if (letter.Message is not IDeadLetterSuppression)
        {
            Count(letter);
        }

        return true;
    }

    private void Count(AllDeadLetters letter)
    {
        _count = _count == int.MaxValue ? 1 : _count + 1;
        if (_suspendedUntil is { } end)
        {
            if (DateTime.UtcNow > end)
            {
                _suspendedUntil = null;
                Log(
                    letter,
                    $", of which {_count - _countMax - 1} were not logged. "
                    + "The counter will be reset now");
                _count = 0;
            }
        }
        else if (_countMax == int.MaxValue || _count < _countMax)
        {
            Log(letter, "");
        }
        else if (_suspension == Timeout.InfiniteTimeSpan)
        {
            Log(letter, ", no more dead letters will be logged");
            Context.Stop(Self);
        }
        else
        {
            Log(letter, $", no more dead letters will be logged in next [{_suspension}]");
            _suspendedUntil = DateTime.UtcNow + _suspension;
        }
    }

    private void Log(AllDeadLetters letter, string end)
    {
        var message = WrappedMessage.Unwrap(letter.Message);
        var name = message?.GetType().Name ?? "null";
        var from = IsReal(letter.Sender) ? $" from {letter.Sender}" : "";
        var to = IsReal(letter.Recipient) ? $" to {letter.Recipient}" : "";
        var counted = $"[{_count}] dead letters encountered{end}. ";
        var text = letter switch
        {
            Dropped dropped =>
                $"Message [{name}]{from}{to} was dropped. {dropped.Reason}. {counted}",
            UnhandledMessage => $"Message [{name}]{from}{to} was unhandled. {counted}",
            _ => $"Message [{name}]{from} to {letter.Recipient} was not delivered. {counted}"
                + "If this is not an expected behavior then "
                + $"{letter.Recipient} may have terminated unexpectedly. ",
        };
        var content = message?.ToString() ?? "null";
        text += content == name ? Hint : $"{Hint} Message content: {content}";
        var recipient = letter.Recipient;
        _eventStream.Publish(new Info(recipient.Path.ToString(), recipient.GetType(), text));
    }

    private static bool IsReal(IActorRef actor) => actor is not (null or DeadLetterActorRef);
}
