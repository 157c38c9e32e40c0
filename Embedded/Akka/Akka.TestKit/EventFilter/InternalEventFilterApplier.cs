using Akka.Actor;
using Akka.Event;

namespace Akka.TestKit.Internal;

/// <summary>
/// Every form of expecting comes down to <see cref="Intercept{T}"/>: mute, run the block, wait
/// until enough events have matched, unmute.
/// </summary>
public class InternalEventFilterApplier(
    TestKitBase testkit, ActorSystem system, IReadOnlyList<EventFilterBase> filters)
    : IEventFilterApplier
{
    public EventFilterFactory And => new(testkit, system, filters);

    public void ExpectOne(Action action, CancellationToken cancellationToken = default) =>
        Intercept(Valued(action), 1, null, true, cancellationToken).Blocking();

    public void ExpectOne(
        TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Intercept(Valued(action), 1, timeout, true, cancellationToken).Blocking();

    public T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default) =>
        Intercept(Valued(func), 1, null, true, cancellationToken).Blocking();

    public T ExpectOne<T>(
        TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default) =>
        Intercept(Valued(func), 1, timeout, true, cancellationToken).Blocking();

    public Task ExpectOneAsync(
        Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        Intercept(Valued(actionAsync), 1, null, false, cancellationToken).AsTask();

    public Task ExpectOneAsync(
        TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        Intercept(Valued(action), 1, timeout, false, cancellationToken).AsTask();

    public Task<T> ExpectOneAsync<T>(
        Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        Intercept(func, 1, null, false, cancellationToken).AsTask();

    public Task<T> ExpectOneAsync<T>(
        TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        Intercept(func, 1, timeout, false, cancellationToken).AsTask();

    public void Expect(
        int expectedCount, Action action, CancellationToken cancellationToken = default) =>
        Intercept(Valued(action), expectedCount, null, true, cancellationToken).Blocking();

    public void Expect(
        int expectedCount,
        TimeSpan timeout,
        Action action,
        CancellationToken cancellationToken = default) =>
        Intercept(Valued(action), expectedCount, timeout, true, cancellationToken).Blocking();

    public T Expect<T>(
        int expectedCount, Func<T> func, CancellationToken cancellationToken = default) =>
        Intercept(Valued(func), expectedCount, null, true, cancellationToken).Blocking();

    public T Expect<T>(
        int expectedCount,
        TimeSpan timeout,
        Func<T> func,
        CancellationToken cancellationToken = default) =>
        Intercept(Valued(func), expectedCount, timeout, true, cancellationToken).Blocking();

    public Task ExpectAsync(
        int expectedCount,
        Func<Task> actionAsync,
        CancellationToken cancellationToken = default) =>
        ExpectAsync(expectedCount, actionAsync, null, cancellationToken);

    public Task ExpectAsync(
        int expectedCount,
        Func<Task> actionAsync,
        TimeSpan? timeout,
        CancellationToken cancellationToken = default) =>
        Intercept(Valued(actionAsync), expectedCount, timeout, false, cancellationToken).AsTask();

    public Task ExpectAsync(
        int expectedCount,
        TimeSpan timeout,
        Func<Task> action,
        CancellationToken cancellationToken = default) =>
        ExpectAsync(expectedCount, action, timeout, cancellationToken);

    public Task<T> ExpectAsync<T>(
        int expectedCount,
        Func<Task<T>> func,
        CancellationToken cancellationToken = default) =>
        Intercept(func, expectedCount, null, false, cancellationToken).AsTask();

    public Task<T> ExpectAsync<T>(
        int expectedCount,
        TimeSpan timeout,
        Func<Task<T>> func,
        CancellationToken cancellationToken = default) =>
        Intercept(func, expectedCount, timeout, false, cancellationToken).AsTask();

    public T Mute<T>(Func<T> func, CancellationToken cancellationToken = default) =>
        Intercept(Valued(func), null, null, true, cancellationToken).Blocking();

    public void Mute(Action action, CancellationToken cancellationToken = default) =>
        Intercept(Valued(action), null, null, true, cancellationToken).Blocking();

    public Task<T> MuteAsync<T>(
        Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        Intercept(func, null, null, false, cancellationToken).AsTask();

    public Task MuteAsync(Func<Task> action, CancellationToken cancellationToken = default) =>
        Intercept(Valued(action), null, null, false, cancellationToken).AsTask();

    public IUnmutableFilter Mute()
    {
        system.EventStream.Publish(new TestEvent.Mute(filters));
        return new InternalUnmutableFilter(filters, system);
    }

    private static Func<Task<object>> Valued(Action action) => () =>
    {
        action();
        return Task.FromResult<object>(null);
    };

    private static Func<Task<T>> Valued<T>(Func<T> func) => () => Task.FromResult(func());

    private static Func<Task<object>> Valued(Func<Task> action) => async () =>
    {
        await action();
        return null;
    };

    private async ValueTask<T> Intercept<T>(
        Func<Task<T>> block,
        int? expected,
        TimeSpan? timeout,
        bool blocking,
        CancellationToken cancellationToken)
    {
        var limit = testkit.Dilated(
            timeout ?? TestKitExtension.For(system).TestEventFilterLeeway);
        var count = 0;
        void Matched(EventFilterBase filter, LogEvent logEvent) => Interlocked.Increment(ref count);
        system.EventStream.Publish(new TestEvent.Mute(filters));
        foreach (var filter in filters)
        {
            filter.EventMatched += Matched;
        }

        try
        {
            var result = await block();
            if (expected is { } number)
            {
                await Await(() => Volatile.Read(ref count), number, limit, blocking,
                    cancellationToken);
                Check(Volatile.Read(ref count), number, limit);
            }

            return result;
        }
        finally
        {
            foreach (var filter in filters)
            {
                filter.EventMatched -= Matched;
            }

            system.EventStream.Publish(new TestEvent.Unmute(filters));
        }
    }

    /// <summary>To see that nothing comes takes all of the time.</summary>
    private async ValueTask<bool> Await(
        Func<int> count,
        int expected,
        TimeSpan limit,
        bool blocking,
        CancellationToken cancellationToken)
    {
        bool Enough() => expected == 0 ? count() > 0 : count() >= expected;
        var interval = TimeSpan.FromMilliseconds(10);
        return blocking
            ? testkit.AwaitConditionNoThrow(Enough, limit, interval, cancellationToken)
            : await testkit.AwaitConditionNoThrowAsync(
                Enough, limit, interval, cancellationToken);
    }

    private void Check(int actual, int expected, TimeSpan limit)
    {
        if (actual == expected)
        {
            return;
        }

        var names = string.Join(", ", filters);
        var assertions = TestKitAssertionsExtension.For(testkit.Sys).Assertions;
        assertions.Fail(actual < expected
            ? $"Timeout ({limit}) while waiting for messages. Only received {actual}/{expected} "
                + $"messages that matched filter [{names}]"
            : $"Received {actual - expected} messages too many. Expected {expected} but received "
                + $"{actual} that matched filter [{names}]");
    }

    protected class InternalUnmutableFilter(
        IReadOnlyCollection<EventFilterBase> filters, ActorSystem system) : IUnmutableFilter
    {
        private int _unmuted;

        public void Unmute()
        {
            if (Interlocked.Exchange(ref _unmuted, 1) == 0)
            {
                system.EventStream.Publish(new TestEvent.Unmute(filters));
            }
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing) => Unmute();
    }
}
