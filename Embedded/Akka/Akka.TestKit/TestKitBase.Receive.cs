using System.Runtime.CompilerServices;
using Akka.TestKit.Internal;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>The next message; null when there is none within the time.</summary>
    public object ReceiveOne(
        TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        MessageOrNull(Take(max, true, cancellationToken).Blocking());

    public async ValueTask<object> ReceiveOneAsync(
        TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        MessageOrNull(await Take(max, false, cancellationToken));

    public bool TryReceiveOne(
        out MessageEnvelope envelope,
        TimeSpan? max = null,
        CancellationToken cancellationToken = default)
    {
        var taken = Take(max, true, cancellationToken).Blocking();
        envelope = taken ?? NullMessageEnvelope.Instance;
        return taken is not null;
    }

    public async ValueTask<(bool success, MessageEnvelope envelope)> TryReceiveOneAsync(
        TimeSpan? max, CancellationToken cancellationToken = default)
    {
        var taken = await Take(max, false, cancellationToken);
        return (taken is not null, taken ?? NullMessageEnvelope.Instance);
    }

    /// <summary>The next message, which stays the next one.</summary>
    public object PeekOne(
        TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        MessageOrNull(Peek(max, true, cancellationToken).Blocking());

    public object PeekOne(CancellationToken cancellationToken) =>
        PeekOne(Timeout.InfiniteTimeSpan, cancellationToken);

    public async ValueTask<object> PeekOneAsync(
        TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        MessageOrNull(await Peek(max, false, cancellationToken));

    public ValueTask<object> PeekOneAsync(CancellationToken cancellationToken) =>
        PeekOneAsync(Timeout.InfiniteTimeSpan, cancellationToken);

    public bool TryPeekOne(
        out MessageEnvelope envelope, TimeSpan? max, CancellationToken cancellationToken)
    {
        var seen = Peek(max, true, cancellationToken).Blocking();
        envelope = seen ?? NullMessageEnvelope.Instance;
        return seen is not null;
    }

    public async ValueTask<(bool success, MessageEnvelope envelope)> TryPeekOneAsync(
        TimeSpan? max, CancellationToken cancellationToken)
    {
        var seen = await Peek(max, false, cancellationToken);
        return (seen is not null, seen ?? NullMessageEnvelope.Instance);
    }

    public IReadOnlyCollection<object> ReceiveN(
        int numberOfMessages, CancellationToken cancellationToken = default) =>
        ReceiveMany(numberOfMessages, RemainingOrDefault, true, cancellationToken).Blocking();

    public IReadOnlyCollection<object> ReceiveN(
        int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        ReceiveMany(numberOfMessages, Dilated(max), true, cancellationToken).Blocking();

    public IAsyncEnumerable<object> ReceiveNAsync(
        int numberOfMessages, CancellationToken cancellationToken = default) =>
        Each(token => ReceiveMany(numberOfMessages, RemainingOrDefault, false, token),
            cancellationToken);

    public IAsyncEnumerable<object> ReceiveNAsync(
        int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        Each(token => ReceiveMany(numberOfMessages, Dilated(max), false, token),
            cancellationToken);

    private static object MessageOrNull(MessageEnvelope envelope) => envelope?.Message;

    /// <summary>A collected answer one by one, for the methods that return a stream.</summary>
    private static async IAsyncEnumerable<T> Each<T>(
        Func<CancellationToken, ValueTask<List<T>>> collect,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var item in await collect(cancellationToken))
        {
            yield return item;
        }
    }

    /// <summary>Null is the default time, infinite waits for ever, negative does not wait and
    /// finds nothing.</summary>
    private async ValueTask<MessageEnvelope> Take(
        TimeSpan? max, bool blocking, CancellationToken cancellationToken)
    {
        var limit = GetTimeoutOrDefault(max);
        var taken = limit < TimeSpan.Zero && limit != Timeout.InfiniteTimeSpan
            ? null
            : await _queue.Take(limit, blocking, cancellationToken);
        _lastWasNoMsg = false;
        _lastMessage = taken ?? NullMessageEnvelope.Instance;
        return taken;
    }

    private ValueTask<MessageEnvelope> Peek(
        TimeSpan? max, bool blocking, CancellationToken cancellationToken)
    {
        var limit = GetTimeoutOrDefault(max);
        return limit < TimeSpan.Zero && limit != Timeout.InfiniteTimeSpan
            ? new ValueTask<MessageEnvelope>((MessageEnvelope)null)
            : _queue.Peek(limit, blocking, cancellationToken);
    }

    private async ValueTask<List<object>> ReceiveMany(
        int count, TimeSpan max, bool blocking, CancellationToken cancellationToken)
    {
        var start = Clock;
        var received = new List<object>();
        while (received.Count < count)
        {
            var left = max - (Clock - start);
            var envelope = await Take(Positive(left), blocking, cancellationToken);
            if (envelope is null)
            {
                _assertions.Fail(
                    "Timeout ({0}) while expecting {1} messages. Only got {2} after {3}.",
                    max, count, received.Count, Clock - start);
                break;
            }

            received.Add(envelope.Message);
        }

        return received;
    }

    private static TimeSpan Positive(TimeSpan span) =>
        span < TimeSpan.Zero ? TimeSpan.Zero : span;
}
