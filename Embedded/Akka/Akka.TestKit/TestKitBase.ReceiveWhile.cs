using System.Collections;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>Collects what the filter makes of the messages, until it makes null.</summary>
    public IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max,
        Func<object, T> filter,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default) =>
        While(filter, max, null, msgs, true, cancellationToken).Blocking();

    public IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max,
        TimeSpan? idle,
        Func<object, T> filter,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default) =>
        While(filter, max, idle, msgs, true, cancellationToken).Blocking();

    public IReadOnlyList<T> ReceiveWhile<T>(
        Func<object, T> filter,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default) =>
        While(filter, max, idle, msgs, true, cancellationToken).Blocking();

    public IReadOnlyList<T> ReceiveWhile<T>(
        Predicate<T> shouldContinue,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        bool shouldIgnoreOtherMessageTypes = true,
        CancellationToken cancellationToken = default) =>
        While(shouldContinue, max, idle, msgs, shouldIgnoreOtherMessageTypes, true,
            cancellationToken).Blocking();

    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        TimeSpan? max,
        Func<object, T> filter,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default) =>
        Each(token => While(filter, max, null, msgs, false, token), cancellationToken);

    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        TimeSpan? max,
        TimeSpan? idle,
        Func<object, T> filter,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default) =>
        Each(token => While(filter, max, idle, msgs, false, token), cancellationToken);

    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        Func<object, T> filter,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        CancellationToken cancellationToken = default) =>
        Each(token => While(filter, max, idle, msgs, false, token), cancellationToken);

    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        Predicate<T> shouldContinue,
        TimeSpan? max = null,
        TimeSpan? idle = null,
        int msgs = int.MaxValue,
        bool shouldIgnoreOtherMessageTypes = true,
        CancellationToken cancellationToken = default) =>
        Each(token => While(
            shouldContinue, max, idle, msgs, shouldIgnoreOtherMessageTypes, false, token),
            cancellationToken);

    /// <summary>Skips messages until one fits.</summary>
    public object FishForMessage(
        Predicate<object> isMessage,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default) =>
        FishForMessage<object>(isMessage, max, hint, cancellationToken);

    public T FishForMessage<T>(
        Predicate<T> isMessage,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default) =>
        Fish(isMessage, null, max, hint, true, cancellationToken).Blocking();

    public T FishForMessage<T>(
        Predicate<T> isMessage,
        ArrayList allMessages,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default) =>
        Fish(isMessage, allMessages, max, hint, true, cancellationToken).Blocking();

    public ValueTask<object> FishForMessageAsync(
        Predicate<object> isMessage,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default) =>
        Fish(isMessage, null, max, hint, false, cancellationToken);

    public ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default) =>
        Fish(isMessage, null, max, hint, false, cancellationToken);

    public ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage,
        ArrayList allMessages,
        TimeSpan? max = null,
        string hint = "",
        CancellationToken cancellationToken = default) =>
        Fish(isMessage, allMessages, max, hint, false, cancellationToken);

    /// <summary>Receives until it is silent; a message of type T fails the test.</summary>
    public async Task FishUntilMessageAsync<T>(
        TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        bool GoOn(object message)
        {
            _assertions.AssertFalse(
                message is T, "did not expect a message of type {0}", typeof(T));
            return true;
        }

        await While<object>(GoOn, max, null, int.MaxValue, true, false, cancellationToken);
    }

    /// <summary>Receives until no message comes for the time, and returns them all.</summary>
    public async Task<ArrayList> WaitForRadioSilenceAsync(
        TimeSpan? max = null,
        uint? maxMessages = null,
        CancellationToken cancellationToken = default)
    {
        var messages = new ArrayList();
        while (await Take(max, false, cancellationToken) is { } envelope)
        {
            messages.Add(envelope.Message);
            _assertions.AssertFalse(
                messages.Count > maxMessages, "more than {0} messages", maxMessages);
        }

        return ArrayList.ReadOnly(messages);
    }

    private async ValueTask<T> Fish<T>(
        Predicate<T> isMessage,
        ArrayList allMessages,
        TimeSpan? max,
        string hint,
        bool blocking,
        CancellationToken cancellationToken)
    {
        var limit = RemainingOrDilated(max);
        var end = Clock + limit;
        while (true)
        {
            var envelope = await Take(Positive(end - Clock), blocking, cancellationToken);
            if (envelope is null)
            {
                _assertions.Fail(
                    "Timeout ({0}) during fishForMessage{1}",
                    limit, string.IsNullOrEmpty(hint) ? "" : ", hint: " + hint);
                return default;
            }

            if (envelope.Message is T typed && isMessage(typed))
            {
                return typed;
            }

            allMessages?.Add(envelope.Message);
        }
    }

    private ValueTask<List<T>> While<T>(
        Func<object, T> filter,
        TimeSpan? max,
        TimeSpan? idle,
        int count,
        bool blocking,
        CancellationToken cancellationToken) =>
        Collect(
            message => filter(message) is { } result ? (true, true, result) : default,
            max, idle, count, blocking, cancellationToken);

    private ValueTask<List<T>> While<T>(
        Predicate<T> shouldContinue,
        TimeSpan? max,
        TimeSpan? idle,
        int count,
        bool ignoreOthers,
        bool blocking,
        CancellationToken cancellationToken) =>
        Collect(
            message => message is T typed
                ? (shouldContinue(typed), true, typed)
                : (ignoreOthers, false, default(T)),
            max, idle, count, blocking, cancellationToken);

    /// <summary>The message that ends the collection stays in the queue.</summary>
    private async ValueTask<List<T>> Collect<T>(
        Func<object, (bool Accept, bool Keep, T Result)> judge,
        TimeSpan? max,
        TimeSpan? idle,
        int count,
        bool blocking,
        CancellationToken cancellationToken)
    {
        var end = Clock + RemainingOrDilated(max);
        var results = new List<T>();
        while (results.Count < count)
        {
            var limit = Positive(end - Clock).Min(idle);
            var envelope = await Peek(limit, blocking, cancellationToken);
            if (envelope is null || judge(envelope.Message) is not { Accept: true } verdict)
            {
                break;
            }

            await Take(TimeSpan.Zero, blocking, cancellationToken);
            if (verdict.Keep)
            {
                results.Add(verdict.Result);
            }
        }

        _lastWasNoMsg = true;
        return results;
    }
}
