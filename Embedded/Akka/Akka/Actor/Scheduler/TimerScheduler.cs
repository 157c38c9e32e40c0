using Akka.Event;

namespace Akka.Actor
{
    public interface IWithTimers
    {
        ITimerScheduler Timers { get; set; }
    }

    /// <summary>Timers of one actor: by key, cancelled when it stops or restarts.</summary>
    public interface ITimerScheduler
    {
        IReadOnlyCollection<object> ActiveTimers { get; }

        void StartPeriodicTimer(object key, object msg, TimeSpan interval);

        void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender);

        void StartPeriodicTimer(
            object key, object msg, TimeSpan initialDelay, TimeSpan interval);

        void StartPeriodicTimer(
            object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender);

        void StartSingleTimer(object key, object msg, TimeSpan timeout);

        void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender);

        bool IsTimerActive(object key);

        void Cancel(object key);

        void CancelAll();
    }
}

namespace Akka.Actor.Scheduler
{
    /// <summary>
    /// A timer's message carries the timer it belongs to: one that was already in the mailbox when
    /// its timer was cancelled, replaced or restarted away is dropped on arrival.
    /// </summary>
    internal sealed class TimerScheduler(ActorCell cell) : ITimerScheduler
    {
        private Dictionary<object, TimerMessage> _timers;

        public IReadOnlyCollection<object> ActiveTimers =>
            _timers is null ? [] : _timers.Keys;

        public void StartPeriodicTimer(object key, object msg, TimeSpan interval) =>
            StartPeriodicTimer(key, msg, interval, interval, ActorRefs.NoSender);

        public void StartPeriodicTimer(
            object key, object msg, TimeSpan interval, IActorRef sender) =>
            StartPeriodicTimer(key, msg, interval, interval, sender);

        public void StartPeriodicTimer(
            object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
            StartPeriodicTimer(key, msg, initialDelay, interval, ActorRefs.NoSender);

        public void StartPeriodicTimer(
            object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender)
        {
            var timer = Replace(key, msg, true);
            timer.Task = cell.System.Scheduler.ScheduleTellRepeatedlyCancelable(
                initialDelay, interval, cell.Self, timer, sender);
        }

        public void StartSingleTimer(object key, object msg, TimeSpan timeout) =>
            StartSingleTimer(key, msg, timeout, ActorRefs.NoSender);

        public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender)
        {
            var timer = Replace(key, msg, false);
            timer.Task = cell.System.Scheduler.ScheduleTellOnceCancelable(
                timeout, cell.Self, timer, sender);
        }

        public bool IsTimerActive(object key) => _timers?.ContainsKey(key) == true;

        public void Cancel(object key)
        {
            if (_timers is not null && _timers.Remove(key, out var timer))
            {
                timer.Task?.Cancel();
            }
        }

        public void CancelAll()
        {
            foreach (var timer in _timers?.Values.ToArray() ?? [])
            {
                timer.Task?.Cancel();
            }

            _timers?.Clear();
        }

        /// <summary>The message to handle, or null where its timer is no more.</summary>
        public object Receive(TimerMessage timer)
        {
            if (_timers is null || !_timers.TryGetValue(timer.Key, out var current)
                || current != timer)
            {
                Log("Received timer [{0}] that has been removed, discarding", timer.Key);
                return null;
            }

            if (!timer.Repeat)
            {
                _timers.Remove(timer.Key);
            }

            return timer.Message;
        }

        private TimerMessage Replace(object key, object message, bool repeat)
        {
            Cancel(key);
            Log("Start timer [{0}]", key);
            var timer = new TimerMessage(key, message, repeat);
            (_timers ??= [])[key] = timer;
            return timer;
        }

        private void Log(string text, object key)
        {
            if (cell.System.Settings.DebugTimerScheduler)
            {
                cell.System.Log.Debug(text, key);
            }
        }
    }

    internal sealed class TimerMessage(object key, object message, bool repeat)
        : IAutoReceivedMessage, IWrappedMessage, INoSerializationVerificationNeeded
    {
        public object Key { get; } = key;

        public object Message { get; } = message;

        public bool Repeat { get; } = repeat;

        public ICancelable Task { get; set; }

        public override string ToString() => $"TimerMsg(key={Key}, message={Message})";
    }

    /// <summary>
    /// Brings ReceiveTimeout. One that was already in the mailbox when another message came, or
    /// when the time-out was switched off, is stale and is dropped.
    /// </summary>
    internal sealed class ReceiveTimeoutMessage
        : IAutoReceivedMessage, IWrappedMessage, INoSerializationVerificationNeeded
    {
        public object Message => ReceiveTimeout.Instance;

        public ICancelable Task { get; set; }

        public bool IsStale { get; set; }
    }
}
