using System.Collections.Concurrent;

namespace Akka.TestKit.Internal;

/// <summary>
/// The messages of one test actor, in the order of arrival. Every wait comes in two manners:
/// blocking, which holds the calling thread and completes synchronously, and awaiting, which gives
/// it back; so one implementation serves the plain and the Async methods of the test kit.
/// </summary>
internal sealed class TestQueue
{
    private readonly ConcurrentQueue<MessageEnvelope> _messages = new();
    private readonly SemaphoreSlim _available = new(0);

    public bool HasMessages => !_messages.IsEmpty;

    public void Add(MessageEnvelope envelope)
    {
        _messages.Enqueue(envelope);
        _available.Release();
    }

    /// <summary>Null when no message comes within the time; a negative time is for ever.</summary>
    public async ValueTask<MessageEnvelope> Take(
        TimeSpan max, bool blocking, CancellationToken cancellationToken)
    {
        var found = await Wait(max, blocking, cancellationToken);
        return found && _messages.TryDequeue(out var envelope) ? envelope : null;
    }

    /// <summary>Like <see cref="Take"/>, but the message stays the first one.</summary>
    public async ValueTask<MessageEnvelope> Peek(
        TimeSpan max, bool blocking, CancellationToken cancellationToken)
    {
        if (!await Wait(max, blocking, cancellationToken))
        {
            return null;
        }

        _messages.TryPeek(out var envelope);
        _available.Release();
        return envelope;
    }

    private ValueTask<bool> Wait(
        TimeSpan max, bool blocking, CancellationToken cancellationToken)
    {
        var limit = max < TimeSpan.Zero ? Timeout.InfiniteTimeSpan : max;
        return blocking
            ? new ValueTask<bool>(_available.Wait(limit, cancellationToken))
            : new ValueTask<bool>(_available.WaitAsync(limit, cancellationToken));
    }
}
