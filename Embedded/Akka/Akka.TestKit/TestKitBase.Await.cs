using Akka.Event;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Repeats the assertion until it throws nothing, or throws what it threw last.
    /// </summary>
    public void AwaitAssert(
        Action assertion,
        TimeSpan? duration = null,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        Await(Async(assertion), duration, interval, true, cancellationToken).Blocking();

    public async Task AwaitAssertAsync(
        Action assertion,
        TimeSpan? duration = null,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        await Await(Async(assertion), duration, interval, false, cancellationToken);

    public async Task AwaitAssertAsync(
        Func<Task> assertion,
        TimeSpan? duration = null,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        await Await(assertion, duration, interval, false, cancellationToken);

    public void AwaitCondition(
        Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, null, null, null, cancellationToken);

    public void AwaitCondition(
        Func<bool> conditionIsFulfilled,
        TimeSpan? max,
        CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, null, cancellationToken);

    public void AwaitCondition(
        Func<bool> conditionIsFulfilled,
        TimeSpan? max,
        string message,
        CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, message, cancellationToken);

    public void AwaitCondition(
        Func<bool> conditionIsFulfilled,
        TimeSpan? max,
        TimeSpan? interval,
        string message = null,
        CancellationToken cancellationToken = default) =>
        Until(Async(conditionIsFulfilled), RemainingOrDilated(max), interval, Failing(message),
            true, cancellationToken).Blocking();

    public Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, null, null, cancellationToken);

    public Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled,
        TimeSpan? max,
        string message,
        CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, message, cancellationToken);

    public Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled,
        TimeSpan? max,
        TimeSpan? interval,
        string message = null,
        CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(
            Async(conditionIsFulfilled), max, interval, message, cancellationToken);

    public Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, null, null, cancellationToken);

    public Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled,
        TimeSpan? max,
        CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, null, cancellationToken);

    public Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled,
        TimeSpan? max,
        string message,
        CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, message, cancellationToken);

    public async Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled,
        TimeSpan? max,
        TimeSpan? interval,
        string message = null,
        CancellationToken cancellationToken = default) =>
        await Until(conditionIsFulfilled, RemainingOrDilated(max), interval, Failing(message),
            false, cancellationToken);

    public bool AwaitConditionNoThrow(
        Func<bool> conditionIsFulfilled,
        TimeSpan max,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        Until(Async(conditionIsFulfilled), max, interval, Nothing, true, cancellationToken)
            .Blocking();

    public Task<bool> AwaitConditionNoThrowAsync(
        Func<bool> conditionIsFulfilled,
        TimeSpan max,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        AwaitConditionNoThrowAsync(
            Async(conditionIsFulfilled), max, interval, cancellationToken);

    public async Task<bool> AwaitConditionNoThrowAsync(
        Func<Task<bool>> conditionIsFulfilled,
        TimeSpan max,
        TimeSpan? interval = null,
        CancellationToken cancellationToken = default) =>
        await Until(conditionIsFulfilled, max, interval, Nothing, false, cancellationToken);

    protected static bool InternalAwaitCondition(
        Func<bool> conditionIsFulfilled,
        TimeSpan max,
        TimeSpan? interval,
        Action<string, object[]> fail,
        CancellationToken cancellationToken = default) =>
        Until(Async(conditionIsFulfilled), max, interval, fail, true, cancellationToken)
            .Blocking();

    protected static async Task<bool> InternalAwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled,
        TimeSpan max,
        TimeSpan? interval,
        Action<string, object[]> fail,
        CancellationToken cancellationToken = default) =>
        await Until(conditionIsFulfilled, max, interval, fail, false, cancellationToken);

    private static Func<Task> Async(Action action) => () =>
    {
        action();
        return Task.CompletedTask;
    };

    private static Func<Task<bool>> Async(Func<bool> condition) =>
        () => Task.FromResult(condition());

    private static void Nothing(string format, object[] args)
    {
    }

    private static async ValueTask<bool> Until(
        Func<Task<bool>> condition,
        TimeSpan max,
        TimeSpan? interval,
        Action<string, object[]> fail,
        bool blocking,
        CancellationToken cancellationToken)
    {
        max.EnsureIsPositiveFinite(nameof(max));
        var end = Clock + max;
        while (!await condition())
        {
            var left = end - Clock;
            if (left <= TimeSpan.Zero)
            {
                fail("Timeout {0} expired while waiting for condition.", [max]);
                return false;
            }

            await Pause(left.Min(interval ?? DefaultInterval), blocking, cancellationToken);
        }

        return true;
    }

    private static ValueTask<bool> Pause(
        TimeSpan span, bool blocking, CancellationToken cancellationToken)
    {
        async ValueTask<bool> Delay()
        {
            await Task.Delay(span, cancellationToken);
            return true;
        }

        if (!blocking)
        {
            return Delay();
        }

        cancellationToken.WaitHandle.WaitOne(span);
        cancellationToken.ThrowIfCancellationRequested();
        return new ValueTask<bool>(true);
    }

    private async ValueTask<bool> Await(
        Func<Task> assertion,
        TimeSpan? duration,
        TimeSpan? interval,
        bool blocking,
        CancellationToken cancellationToken)
    {
        var end = Clock + RemainingOrDilated(duration);
        var pause = interval ?? DefaultInterval;
        while (true)
        {
            try
            {
                await assertion();
                return true;
            }
            catch (Exception) when (Clock + pause < end)
            {
                // It may hold a little later.
            }

            await Pause((end - Clock).Min(pause), blocking, cancellationToken);
        }
    }

    private Action<string, object[]> Failing(string message) => (format, args) =>
        _assertions.Fail(message is null ? format : format + " Message: " + message, args);
}
