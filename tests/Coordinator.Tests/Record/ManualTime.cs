namespace AkkaCoded.Coordinator.Tests.Record;

/// <summary>A clock that a test moves; timers fire while it does.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];
    private TimeSpan _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long GetTimestamp() => _now.Ticks;

    public override DateTimeOffset GetUtcNow() =>
        new DateTimeOffset(2026, 11, 21, 9, 30, 0, TimeSpan.Zero) + _now;

    public override ITimer CreateTimer(
        TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(() => callback(state), _now + dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    public void AdvanceTo(double seconds) => Advance(seconds - _now.TotalSeconds);

    public void Advance(double seconds)
    {
        var end = _now + TimeSpan.FromSeconds(seconds);
        while (_timers.Where(timer => timer.IsOn && timer.Due <= end)
            .MinBy(timer => timer.Due) is { } next)
        {
            _now = next.Due > _now ? next.Due : _now;
            next.Fire();
        }

        _now = end;
    }

    private sealed class ManualTimer(Action action, TimeSpan due, TimeSpan period) : ITimer
    {
        public TimeSpan Due { get; private set; } = due;

        public bool IsOn { get; private set; } = true;

        public void Fire()
        {
            Due += period;
            action();
        }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod) => false;

        public void Dispose() => IsOn = false;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
