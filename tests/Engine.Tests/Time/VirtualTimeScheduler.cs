using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace AkkaCoded.Engine.Tests;

/// <summary>
/// A scheduler without a clock: time stands still until a spec runs the queue of due events.
/// Events of the same instant run in the order in which they were scheduled.
/// </summary>
public sealed class VirtualTimeScheduler(Config scheduler, ILoggingAdapter log)
    : SchedulerBase(scheduler, log)
{
    private static readonly DateTimeOffset Start = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly PriorityQueue<Entry, (long Ticks, long Number)> _queue = new();
    private long _now;
    private long _scheduled;

    public override TimeSpan MonotonicClock => TimeSpan.FromTicks(Volatile.Read(ref _now));

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    protected override DateTimeOffset TimeNow => Start + MonotonicClock;

    /// <summary>Runs everything due within the span and lets time stand at its end.</summary>
    public int RunFor(TimeSpan span)
    {
        var end = Volatile.Read(ref _now) + span.Ticks;
        var events = 0;
        while (TryTake(end, out var entry))
        {
            entry.Run();
            events++;
            if (entry.Interval > TimeSpan.Zero)
            {
                Add(entry, entry.Interval);
            }
        }

        Volatile.Write(ref _now, end);
        return events;
    }

    protected override void InternalScheduleTellOnce(
        TimeSpan delay,
        ICanTell receiver,
        object message,
        IActorRef sender,
        ICancelable cancelable)
    {
        Add(new Entry(() => receiver.Tell(message, sender), TimeSpan.Zero, cancelable), delay);
    }

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        ICanTell receiver,
        object message,
        IActorRef sender,
        ICancelable cancelable)
    {
        Add(new Entry(() => receiver.Tell(message, sender), interval, cancelable), initialDelay);
    }

    protected override void InternalScheduleOnce(
        TimeSpan delay, Action action, ICancelable cancelable)
    {
        Add(new Entry(action, TimeSpan.Zero, cancelable), delay);
    }

    protected override void InternalScheduleOnce(
        TimeSpan delay, IRunnable action, ICancelable cancelable)
    {
        Add(new Entry(action.Run, TimeSpan.Zero, cancelable), delay);
    }

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable)
    {
        Add(new Entry(action, interval, cancelable), initialDelay);
    }

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable)
    {
        Add(new Entry(action.Run, interval, cancelable), initialDelay);
    }

    private void Add(Entry entry, TimeSpan delay)
    {
        lock (_lock)
        {
            _queue.Enqueue(entry, (_now + delay.Ticks, _scheduled++));
        }
    }

    private bool TryTake(long end, out Entry entry)
    {
        lock (_lock)
        {
            while (_queue.TryPeek(out entry!, out var due) && due.Ticks <= end)
            {
                _queue.Dequeue();
                Volatile.Write(ref _now, Math.Max(_now, due.Ticks));
                if (entry.Cancelable is not { IsCancellationRequested: true })
                {
                    return true;
                }
            }

            return false;
        }
    }

    private sealed record Entry(Action Run, TimeSpan Interval, ICancelable? Cancelable);
}
