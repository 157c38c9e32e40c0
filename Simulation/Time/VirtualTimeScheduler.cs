using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace AkkaCoded.Simulation.Time;

/// <summary>Is told when its time has come.</summary>
internal interface IDue
{
    /// <summary>Whether it still waits for what it scheduled under a number; if not, the clock
    /// does not stop for it.</summary>
    bool Awaits(long number);

    /// <summary>The time has come.</summary>
    void OnDue();
}

/// <summary>
/// A scheduler whose clock is moved by what is due: a discrete-event queue. Nothing waits; an hour
/// of a cluster takes as long as its messages take to handle. What is due at the same time runs in
/// the order in which it was scheduled, so a run depends on its seed alone.
/// </summary>
public sealed class VirtualTimeScheduler : SchedulerBase
{
    /// <summary>The date of time zero; an arbitrary one, so that runs do not depend on today.
    /// </summary>
    private static readonly DateTimeOffset Zero = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly PriorityQueue<object, Due> _entries = new();
    private long _number;
    private long _nowTicks;

    /// <summary>Made by the actor system, from <c>akka.scheduler.implementation</c>.</summary>
    public VirtualTimeScheduler(Config scheduler, ILoggingAdapter log)
        : base(scheduler, log)
    {
    }

    /// <summary>Time since the start of the simulation.</summary>
    public override TimeSpan MonotonicClock => new(Volatile.Read(ref _nowTicks));

    /// <inheritdoc/>
    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    /// <summary>What the dispatchers of this system run, in the order it became ready.</summary>
    internal RunQueue Ready { get; } = new();

    /// <summary>How many entries wait for their time, cancelled ones included.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <inheritdoc/>
    protected override DateTimeOffset TimeNow => Zero + MonotonicClock;

    /// <summary>Runs something at a time from now, without an actor.</summary>
    internal void At(TimeSpan delay, Action action) =>
        Add(new Entry(action, null, null, null, null), delay);

    /// <summary>Has somebody told at a time from now; nothing is allocated.</summary>
    /// <returns>A number that is told then, so that what was cancelled can be told apart.</returns>
    internal long At(TimeSpan delay, IDue target) => Add(target, delay);

    /// <summary>Moves the clock to the earliest entry that is due by <paramref name="limit"/> and
    /// runs it.</summary>
    /// <returns>False where there is none.</returns>
    internal bool RunNext(TimeSpan limit)
    {
        object? what;
        Due due;
        lock (_lock)
        {
            if (!_entries.TryPeek(out what, out due) || due.Ticks > limit.Ticks)
            {
                return false;
            }

            _entries.Dequeue();
        }

        if (what is IDue target)
        {
            if (target.Awaits(due.Number))
            {
                Volatile.Write(ref _nowTicks, due.Ticks);
                target.OnDue();
            }
        }
        else
        {
            Run((Entry)what, due.Ticks);
        }

        return true;
    }

    private void Run(Entry entry, long ticks)
    {
        if (entry.IsCancelled)
        {
            return;
        }

        Volatile.Write(ref _nowTicks, ticks);
        entry.Run();
        if (entry.Interval is { } interval && !entry.IsCancelled)
        {
            Add(entry, interval);
        }
    }

    /// <summary>Moves the clock to where nothing happens any more before it.</summary>
    internal void SkipTo(TimeSpan time) =>
        Volatile.Write(ref _nowTicks, Math.Max(_nowTicks, time.Ticks));

    /// <inheritdoc/>
    protected override void InternalScheduleTellOnce(
        TimeSpan delay, ICanTell receiver, object message, IActorRef sender,
        ICancelable cancelable) =>
        Add(Entry.Tell(receiver, message, sender, null, cancelable), delay);

    /// <inheritdoc/>
    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message,
        IActorRef sender, ICancelable cancelable) =>
        Add(Entry.Tell(receiver, message, sender, interval, cancelable), initialDelay);

    /// <inheritdoc/>
    protected override void InternalScheduleOnce(
        TimeSpan delay, Action action, ICancelable cancelable) =>
        Add(new Entry(action, null, null, null, cancelable), delay);

    /// <inheritdoc/>
    protected override void InternalScheduleOnce(
        TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        Add(new Entry((Action)action.Run, null, null, null, cancelable), delay);

    /// <inheritdoc/>
    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Add(new Entry(action, null, null, interval, cancelable), initialDelay);

    /// <inheritdoc/>
    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Add(new Entry((Action)action.Run, null, null, interval, cancelable), initialDelay);

    private long Add(object entry, TimeSpan delay)
    {
        lock (_lock)
        {
            var due = checked(_nowTicks + Math.Max(0, delay.Ticks));
            _entries.Enqueue(entry, new Due(due, _number));
            return _number++;
        }
    }

    /// <summary>When, and of equal times in the order of scheduling.</summary>
    private readonly record struct Due(long Ticks, long Number) : IComparable<Due>
    {
        public int CompareTo(Due other) => Ticks != other.Ticks
            ? Ticks.CompareTo(other.Ticks)
            : Number.CompareTo(other.Number);
    }

    private sealed class Entry(
        object target, object? message, IActorRef? sender, TimeSpan? interval,
        ICancelable? cancelable)
    {
        public TimeSpan? Interval => interval;

        public bool IsCancelled => cancelable is { IsCancellationRequested: true };

        public static Entry Tell(
            ICanTell receiver, object message, IActorRef sender, TimeSpan? interval,
            ICancelable? cancelable) =>
            new(receiver, message, sender, interval, cancelable);

        public void Run()
        {
            if (target is Action action)
            {
                action();
            }
            else
            {
                ((ICanTell)target).Tell(message, sender);
            }
        }
    }
}
