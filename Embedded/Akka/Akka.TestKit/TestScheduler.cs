using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>
/// A scheduler whose time stands still until a test advances it. Advancing moves the clock to its
/// new time first, then runs everything that has become due, in the order of the due times; what
/// repeats is due again one interval after the new time, so it runs once per Advance at most.
/// </summary>
public class TestScheduler : IScheduler, IAdvancedScheduler
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Item, (long Due, long Number)> _items = new();
    private readonly long _startTimestamp = TimeProvider.System.GetTimestamp();
    private DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private long _count;

    public TestScheduler(Config schedulerConfig, ILoggingAdapter log)
    {
    }

    public DateTimeOffset Now => TimeNow;

    public TimeSpan MonotonicClock => TimeProvider.System.GetElapsedTime(_startTimestamp);

    public TimeSpan HighResMonotonicClock => MonotonicClock;

    public IAdvancedScheduler Advanced => this;

    protected DateTimeOffset TimeNow
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }
    }

    public void Advance(TimeSpan offset)
    {
        foreach (var item in MoveTo(TimeNow + offset))
        {
            item.Run();
            if (item.Interval is { } interval && !item.IsCancelled)
            {
                Add(item, interval);
            }
        }
    }

    public void AdvanceTo(DateTimeOffset when)
    {
        var now = TimeNow;
        if (when < now)
        {
            throw new InvalidOperationException($"Time cannot go back from {now} to {when}.");
        }

        Advance(when - now);
    }

    public void ScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender) =>
        ScheduleTellOnce(delay, receiver, message, sender, null);

    public void ScheduleTellOnce(
        TimeSpan delay,
        ICanTell receiver,
        object message,
        IActorRef sender,
        ICancelable cancelable) =>
        Add(new Item(() => receiver.Tell(message, sender), null, cancelable), delay);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        ICanTell receiver,
        object message,
        IActorRef sender) =>
        ScheduleTellRepeatedly(initialDelay, interval, receiver, message, sender, null);

    public void ScheduleTellRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        ICanTell receiver,
        object message,
        IActorRef sender,
        ICancelable cancelable) =>
        Add(new Item(() => receiver.Tell(message, sender), interval, cancelable), initialDelay);

    public void ScheduleOnce(TimeSpan delay, Action action) => ScheduleOnce(delay, action, null);

    public void ScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable) =>
        Add(new Item(action, null, cancelable), delay);

    public void ScheduleOnce(TimeSpan delay, IRunnable action) => throw NotARunnable();

    public void ScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        throw NotARunnable();

    public void ScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action) =>
        ScheduleRepeatedly(initialDelay, interval, action, null);

    public void ScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Add(new Item(action, interval, cancelable), initialDelay);

    public void ScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action) => throw NotARunnable();

    public void ScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        throw NotARunnable();

    /// <summary>Akka.NET's refuses them too, so a test that needs them fails on both builds.
    /// </summary>
    private static NotSupportedException NotARunnable() =>
        new("The test scheduler takes messages and actions, no IRunnable.");

    private void Add(Item item, TimeSpan delay)
    {
        lock (_lock)
        {
            _items.Enqueue(item, ((_now + delay).UtcTicks, _count++));
        }
    }

    private List<Item> MoveTo(DateTimeOffset when)
    {
        var due = new List<Item>();
        lock (_lock)
        {
            _now = when;
            while (_items.TryPeek(out var item, out var priority)
                && priority.Due <= when.UtcTicks)
            {
                _items.Dequeue();
                due.Add(item);
            }
        }

        return due;
    }

    private sealed class Item(Action action, TimeSpan? interval, ICancelable cancelable)
    {
        public TimeSpan? Interval { get; } = interval;

        public bool IsCancelled => cancelable is { IsCancellationRequested: true };

        public void Run()
        {
            if (!IsCancelled)
            {
                action();
            }
        }
    }
}
