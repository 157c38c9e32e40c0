using System.Diagnostics;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>The end of the innermost Within, on the monotonic clock.</summary>
    private TimeSpan? _end;

    /// <summary>The last expectation was for silence, which takes all the time there is.</summary>
    private bool _lastWasNoMsg;

    /// <summary>What is left of the innermost Within; an error outside of one.</summary>
    public TimeSpan Remaining =>
        _end is null
            ? throw new InvalidOperationException(
                "Remaining may not be called outside of \"Within\".")
            : RemainingOr(TimeSpan.Zero);

    public TimeSpan RemainingOrDefault =>
        RemainingOr(Dilated(TestKitSettings.SingleExpectDefault));

    private static TimeSpan Clock => Stopwatch.GetElapsedTime(0);

    public TimeSpan Dilated(TimeSpan duration)
    {
        if (duration < TimeSpan.Zero)
        {
            throw new ArgumentException(
                $"Must not be negative, got {duration}.", nameof(duration));
        }

        return TimeSpan.FromTicks((long)(duration.Ticks * TestKitSettings.TestTimeFactor));
    }

    public TimeSpan RemainingOrDilated(TimeSpan? duration) =>
        duration is { } given ? Dilated(given) : RemainingOrDefault;

    public TimeSpan GetTimeoutOrDefault(TimeSpan? timeout) =>
        timeout ?? TestKitSettings.SingleExpectDefault;

    public void Within(
        TimeSpan max,
        Action action,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, action, null, epsilonValue, cancellationToken);

    public void Within(
        TimeSpan min,
        TimeSpan max,
        Action action,
        string hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default)
    {
        object Run()
        {
            action();
            return null;
        }

        Within(min, max, Run, hint, epsilonValue, cancellationToken);
    }

    public T Within<T>(
        TimeSpan max,
        Func<T> function,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    public T Within<T>(
        TimeSpan min,
        TimeSpan max,
        Func<T> function,
        string hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default)
    {
        var window = Enter(min, max, hint);
        T result;
        try
        {
            result = function();
        }
        finally
        {
            _end = window.OuterEnd;
        }

        Leave(window, epsilonValue, hint);
        return result;
    }

    public Task WithinAsync(
        TimeSpan max,
        Func<Task> actionAsync,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, actionAsync, null, epsilonValue, cancellationToken);

    public Task WithinAsync(
        TimeSpan min,
        TimeSpan max,
        Func<Task> actionAsync,
        string hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default)
    {
        async Task<object> Run()
        {
            await actionAsync();
            return null;
        }

        return WithinAsync(min, max, Run, hint, epsilonValue, cancellationToken);
    }

    public Task<T> WithinAsync<T>(
        TimeSpan max,
        Func<Task<T>> function,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    public async Task<T> WithinAsync<T>(
        TimeSpan min,
        TimeSpan max,
        Func<Task<T>> function,
        string hint = null,
        TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default)
    {
        var window = Enter(min, max, hint);
        T result;
        try
        {
            // A block that hangs must not hang the test; its own time-outs get the first chance.
            var limit = window.Max + TimeSpan.FromMilliseconds(500);
            result = await function().WaitAsync(limit, cancellationToken);
        }
        catch (TimeoutException) when (Clock - window.Start > window.Max)
        {
            _assertions.Fail(
                "Failed: Block took {0}, exceeding {1}. {2}",
                Clock - window.Start, window.Max, hint ?? "");
            throw;
        }
        finally
        {
            _end = window.OuterEnd;
        }

        Leave(window, epsilonValue, hint);
        return result;
    }

    protected TimeSpan RemainingOr(TimeSpan duration)
    {
        if (_end is not { } end)
        {
            return duration;
        }

        var left = end - Clock;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left;
    }

    private Window Enter(TimeSpan min, TimeSpan max, string hint)
    {
        if (min != TimeSpan.Zero)
        {
            min.EnsureIsPositiveFinite(nameof(min));
        }

        max.EnsureIsPositiveFinite(nameof(max));
        var start = Clock;
        var limit = Dilated(max);
        if (_end is { } outer)
        {
            var left = outer - start;
            _assertions.AssertTrue(
                left >= min,
                "Required min time {0} not possible, only {1} left. {2}", min, left, hint ?? "");
            limit = limit.Min(left < TimeSpan.Zero ? TimeSpan.Zero : left);
        }

        var window = new Window(start, min, limit, _end);
        _end = start + limit;
        _lastWasNoMsg = false;
        return window;
    }

    private void Leave(Window window, TimeSpan? epsilon, string hint)
    {
        var elapsed = Clock - window.Start;
        if (elapsed < window.Min)
        {
            _assertions.Fail(
                "Failed: Block took {0}, should have at least been {1}. {2}",
                elapsed, window.Min, hint ?? "");
        }

        if (!_lastWasNoMsg && elapsed > window.Max + (epsilon ?? TimeSpan.Zero))
        {
            _assertions.Fail(
                "Failed: Block took {0}, exceeding {1}. {2}", elapsed, window.Max, hint ?? "");
        }
    }

    private readonly record struct Window(
        TimeSpan Start, TimeSpan Min, TimeSpan Max, TimeSpan? OuterEnd);
}
