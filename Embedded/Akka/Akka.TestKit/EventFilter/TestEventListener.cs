using Akka.Actor;
using Akka.Dispatch.SysMsg;
using Akka.Event;
using Akka.TestKit.Internal;

namespace Akka.TestKit.TestEvent
{
    /// <summary>Published to let the listener swallow what these filters match.</summary>
    public sealed class Mute : INoSerializationVerificationNeeded
    {
        public Mute(params EventFilterBase[] filters) => Filters = filters;

        public Mute(IReadOnlyCollection<EventFilterBase> filters) => Filters = filters;

        public IReadOnlyCollection<EventFilterBase> Filters { get; }
    }

    public sealed class Unmute : INoSerializationVerificationNeeded
    {
        public Unmute(params EventFilterBase[] filters) => Filters = filters;

        public Unmute(IReadOnlyCollection<EventFilterBase> filters) => Filters = filters;

        public IReadOnlyCollection<EventFilterBase> Filters { get; }
    }
}

namespace Akka.TestKit
{
    /// <summary>
    /// The logger of a test's actor system. It shows every event to the filters that are in
    /// force; what none of them matches is printed as the default logger would.
    /// </summary>
    public class TestEventListener : DefaultLogger
    {
        private readonly List<EventFilterBase> _filters = [];

        protected override bool Receive(object message)
        {
            switch (message)
            {
                case InitializeLogger initialize:
                    base.Receive(message);
                    Subscribe(initialize.LoggingBus);
                    break;
                case TestEvent.Mute mute:
                    _filters.AddRange(mute.Filters);
                    break;
                case TestEvent.Unmute unmute:
                    _filters.RemoveAll(filter => unmute.Filters.Contains(filter));
                    break;
                case DeadLetter letter:
                    OnDeadLetter(letter);
                    break;
                case LogEvent logEvent:
                    PrintUnlessFiltered(logEvent);
                    break;
                default:
                    PrintUnlessFiltered(new Debug(Context.System.Name, GetType(), message));
                    break;
            }

            return true;
        }

        private static void Subscribe(LoggingBus bus)
        {
            var self = Context.Self;
            bus.Subscribe(self, typeof(TestEvent.Mute));
            bus.Subscribe(self, typeof(TestEvent.Unmute));
            bus.Subscribe(self, typeof(DeadLetter));
            bus.Subscribe(self, typeof(UnhandledMessage));
        }

        private void OnDeadLetter(DeadLetter letter)
        {
            var source = letter.Recipient.Path.ToString();
            var type = letter.Recipient.GetType();
            if (letter.Message is Terminate || IsFiltered(new Warning(source, type, letter)))
            {
                return;
            }

            var text = letter.Message is ISystemMessage
                ? $"Received dead system message: {letter.Message}"
                : $"Received dead letter from {letter.Sender}: {letter.Message}";
            Print(new Warning(source, type, text));
        }

        private void PrintUnlessFiltered(LogEvent logEvent)
        {
            if (!IsFiltered(logEvent))
            {
                Print(logEvent);
            }
        }

        private bool IsFiltered(LogEvent logEvent)
        {
            foreach (var filter in _filters)
            {
                try
                {
                    if (filter.Apply(logEvent))
                    {
                        return true;
                    }
                }
                catch (Exception)
                {
                    // A predicate of a test that throws matches nothing; the listener goes on.
                }
            }

            return false;
        }
    }
}
