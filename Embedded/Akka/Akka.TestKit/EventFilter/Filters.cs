using Akka.Event;
using Akka.TestKit.Internal.StringMatcher;

namespace Akka.TestKit.Internal
{
    public delegate void EventMatched(EventFilterBase eventFilter, LogEvent logEvent);

    /// <summary>Decides whether a log event is one that a test waits for or mutes.</summary>
    public abstract class EventFilterBase : IEventFilter
    {
        private readonly IStringMatcher _message;
        private readonly IStringMatcher _source;

        protected EventFilterBase(IStringMatcher messageMatcher, IStringMatcher sourceMatcher)
        {
            _message = messageMatcher ?? MatchesAll.Instance;
            _source = sourceMatcher ?? MatchesAll.Instance;
        }

        public event EventMatched EventMatched;

        protected abstract string FilterDescriptiveName { get; }

        public bool Apply(LogEvent logEvent)
        {
            if (!IsMatch(logEvent))
            {
                return false;
            }

            OnEventMatched(logEvent);
            return true;
        }

        public override string ToString() =>
            $"{FilterDescriptiveName}{When("Message", _message)}{When("Source", _source)}";

        protected abstract bool IsMatch(LogEvent evt);

        protected virtual void OnEventMatched(LogEvent logEvent) =>
            EventMatched?.Invoke(this, logEvent);

        protected bool InternalDoMatch(string src, object msg) =>
            _source.IsMatch(src) && _message.IsMatch(msg?.ToString() ?? "null");

        private static string When(string what, IStringMatcher matcher) =>
            matcher is MatchesAll ? "" : $" when {what} {matcher}";
    }

    public class DebugFilter(
        IStringMatcher messageMatcher = null, IStringMatcher sourceMatcher = null)
        : EventFilterBase(messageMatcher, sourceMatcher)
    {
        protected override string FilterDescriptiveName => "Debug";

        protected override bool IsMatch(LogEvent evt) =>
            evt is Debug && InternalDoMatch(evt.LogSource, evt.Message);
    }

    public class InfoFilter(
        IStringMatcher messageMatcher = null, IStringMatcher sourceMatcher = null)
        : EventFilterBase(messageMatcher, sourceMatcher)
    {
        protected override string FilterDescriptiveName => "Info";

        protected override bool IsMatch(LogEvent evt) =>
            evt is Info && InternalDoMatch(evt.LogSource, evt.Message);
    }

    public class WarningFilter(
        IStringMatcher messageMatcher = null, IStringMatcher sourceMatcher = null)
        : EventFilterBase(messageMatcher, sourceMatcher)
    {
        protected override string FilterDescriptiveName => "Warning";

        protected override bool IsMatch(LogEvent evt) =>
            evt is Warning && InternalDoMatch(evt.LogSource, evt.Message);
    }

    public class CustomEventFilter(Predicate<LogEvent> predicate) : EventFilterBase(null, null)
    {
        protected override string FilterDescriptiveName => "Custom";

        protected override bool IsMatch(LogEvent evt) => predicate(evt);
    }

    /// <summary>
    /// Errors without a cause, or with a cause of the given type; the text may be that of the
    /// event or of the cause.
    /// </summary>
    public class ErrorFilter : EventFilterBase
    {
        private readonly Type _exceptionType;
        private readonly bool _recurse;

        public ErrorFilter(
            IStringMatcher messageMatcher = null, IStringMatcher sourceMatcher = null)
            : base(messageMatcher, sourceMatcher)
        {
        }

        public ErrorFilter(
            Type exceptionType,
            IStringMatcher messageMatcher = null,
            IStringMatcher sourceMatcher = null,
            bool recurseInnerExceptions = false)
            : base(messageMatcher, sourceMatcher)
        {
            if (exceptionType is not null && !typeof(Exception).IsAssignableFrom(exceptionType))
            {
                throw new ArgumentException(
                    $"The type must be an exception. It was: {exceptionType}",
                    nameof(exceptionType));
            }

            _exceptionType = exceptionType;
            _recurse = recurseInnerExceptions;
        }

        protected override string FilterDescriptiveName =>
            _exceptionType is null ? "Error" : $"Error {_exceptionType}";

        protected override bool IsMatch(LogEvent evt) =>
            evt is Error && IsMatch(evt, evt.Cause);

        private bool IsMatch(LogEvent evt, Exception cause)
        {
            if (cause is null)
            {
                return _exceptionType is null && InternalDoMatch(evt.LogSource, evt.Message);
            }

            var fits = _exceptionType is null || _exceptionType.IsInstanceOfType(cause);
            return (fits && InternalDoMatch(evt.LogSource, evt.Message))
                || (fits && InternalDoMatch(evt.LogSource, cause.Message))
                || (_recurse && cause.InnerException is { } inner && IsMatch(evt, inner));
        }
    }
}

namespace Akka.TestKit
{
    public interface IEventFilter
    {
        bool Apply(LogEvent logEvent);
    }

    /// <summary>Dead letters, which the listener passes to filters as warnings.</summary>
    public sealed class DeadLettersFilter : Internal.EventFilterBase
    {
        private readonly Predicate<DeadLetter> _isMatch;

        public DeadLettersFilter(
            IStringMatcher messageMatcher,
            IStringMatcher sourceMatcher,
            Predicate<DeadLetter> isMatch = null)
            : base(messageMatcher, sourceMatcher) =>
            _isMatch = isMatch;

        protected override string FilterDescriptiveName => "DeadLetter";

        protected override bool IsMatch(LogEvent evt) =>
            evt is Warning { Message: DeadLetter letter }
            && (_isMatch is null || _isMatch(letter))
            && InternalDoMatch(evt.LogSource, letter.Message);
    }
}
