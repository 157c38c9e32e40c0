using System.Diagnostics;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>
/// The default scheduler. It has the name that configurations know, but no wheel and no thread: a
/// heap of what is due, and one timer of the runtime set to the earliest of it. Nothing is early;
/// what is due runs on a thread of the pool.
/// </summary>
public sealed class HashedWheelTimerScheduler
    : SchedulerBase, IDateTimeOffsetNowTimeProvider, IDisposable
{
    private const int SweepCountMin = 1024;

    private readonly PriorityQueue<ScheduledWork, (long Due, long Number)> _queue = new();
    private readonly List<ScheduledWork> _due = [];
    private readonly Lock _lock = new();
    private readonly Timer _timer;
    private long _number;
    private long _nextDue = long.MaxValue;
    private int _sweepCount = SweepCountMin;
    private bool _running;
    private bool _stopped;

    public HashedWheelTimerScheduler(Config scheduler, ILoggingAdapter log)
        : base(scheduler, log) => _timer = new Timer(_ => RunDue());

    public override TimeSpan MonotonicClock => Stopwatch.GetElapsedTime(0);

    public override TimeSpan HighResMonotonicClock => Stopwatch.GetElapsedTime(0);

    protected override DateTimeOffset TimeNow => DateTimeOffset.Now;

    /// <summary>What is still scheduled is dropped; scheduling more is an error.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _stopped = true;
            _queue.Clear();
            _timer.Dispose();
        }
    }

    protected override void InternalScheduleTellOnce(
        TimeSpan delay,
        ICanTell receiver,
        object message,
        IActorRef sender,
        ICancelable cancelable) =>
        Add(delay, new ScheduledTell(receiver, message, sender, cancelable, TimeSpan.Zero));

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay,
        TimeSpan interval,
        ICanTell receiver,
        object message,
        IActorRef sender,
        ICancelable cancelable) =>
        Add(initialDelay, new ScheduledTell(receiver, message, sender, cancelable, interval));

    protected override void InternalScheduleOnce(
        TimeSpan delay, Action action, ICancelable cancelable) =>
        Add(delay, new ScheduledAction(action, cancelable, TimeSpan.Zero));

    protected override void InternalScheduleOnce(
        TimeSpan delay, IRunnable action, ICancelable cancelable) =>
        InternalScheduleOnce(delay, action.Run, cancelable);

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Add(initialDelay, new ScheduledAction(action, cancelable, interval));

    protected override void InternalScheduleRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        InternalScheduleRepeatedly(initialDelay, interval, action.Run, cancelable);

    private void Add(TimeSpan delay, ScheduledWork work)
    {
        if (work.IsCancelled)
        {
            return;
        }

        lock (_lock)
        {
            if (_stopped)
            {
                throw new SchedulerException("cannot enqueue after timer shutdown");
            }

            Sweep();
            Enqueue(work, MonotonicClock.Ticks + delay.Ticks);
            Arm();
        }
    }

    private void Enqueue(ScheduledWork work, long due)
    {
        work.Due = due;
        _queue.Enqueue(work, (due, _number++));
    }

    /// <summary>Cancelled work would lie in the heap until due: time-outs of minutes, by the
    /// million. Dropping it whenever the heap has doubled costs a constant per entry.</summary>
    private void Sweep()
    {
        if (_queue.Count < _sweepCount)
        {
            return;
        }

        var live = _queue.UnorderedItems.Where(item => !item.Element.IsCancelled).ToList();
        _queue.Clear();
        _queue.EnqueueRange(live);
        _sweepCount = Math.Max(SweepCountMin, 2 * live.Count);
    }

    private void Arm()
    {
        if (_stopped || !_queue.TryPeek(out _, out var first) || first.Due >= _nextDue)
        {
            return;
        }

        _nextDue = first.Due;
        var ticks = Math.Max(0, first.Due - MonotonicClock.Ticks);
        // Rounded up to the timer's milliseconds, so that it does not ring too early in vain.
        const long PerMs = TimeSpan.TicksPerMillisecond;
        var milliseconds = (ticks + PerMs - 1) / PerMs;
        _timer.Change(Math.Min(milliseconds, int.MaxValue), Timeout.Infinite);
    }

    /// <summary>One batch at a time: what is due first is run first.</summary>
    private void RunDue()
    {
        ScheduledWork[] due;
        lock (_lock)
        {
            if (_running || _stopped)
            {
                return;
            }

            _running = true;
            TakeDue(MonotonicClock.Ticks);
            due = [.. _due];
            _due.Clear();
        }

        foreach (var work in due)
        {
            Run(work);
        }

        lock (_lock)
        {
            _running = false;
            _nextDue = long.MaxValue;
            Arm();
        }
    }

    private void TakeDue(long now)
    {
        while (_queue.TryPeek(out _, out var first) && first.Due <= now)
        {
            var work = _queue.Dequeue();
            if (!work.IsCancelled)
            {
                _due.Add(work);
            }
        }

        // Periods are counted from when they were due, so that they do not drift.
        foreach (var work in _due.Where(work => work.Interval > TimeSpan.Zero))
        {
            var missed = Math.Max(0, (now - work.Due) / work.Interval.Ticks);
            Enqueue(work, work.Due + ((missed + 1) * work.Interval.Ticks));
        }
    }

    private void Run(ScheduledWork work)
    {
        try
        {
            if (!work.IsCancelled)
            {
                work.Run();
            }
        }
        catch (Exception e)
        {
            Log.Error(e, "Error while executing scheduled task {0}", work);
        }
    }
}

internal abstract class ScheduledWork(ICancelable cancelable, TimeSpan interval)
{
    public TimeSpan Interval { get; } = interval;

    /// <summary>In ticks of the monotonic clock.</summary>
    public long Due { get; set; }

    public bool IsCancelled => cancelable?.IsCancellationRequested == true;

    public abstract void Run();
}

internal sealed class ScheduledTell(
    ICanTell receiver,
    object message,
    IActorRef sender,
    ICancelable cancelable,
    TimeSpan interval) : ScheduledWork(cancelable, interval)
{
    public override void Run() => receiver.Tell(message, sender);

    public override string ToString() => $"{receiver}.Tell({message}, {sender})";
}

internal sealed class ScheduledAction(Action action, ICancelable cancelable, TimeSpan interval)
    : ScheduledWork(cancelable, interval)
{
    public override void Run() => action();
}
