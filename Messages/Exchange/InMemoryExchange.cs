using System.Collections.Concurrent;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Messages.Exchange;

/// <summary>
/// The tensor exchange of coordinator and workers in one process: parameters are copied once per
/// version into a buffer that all workers read, answers are not copied at all. Safe for several
/// threads, and free of locks where answers are posted.
/// </summary>
public sealed class InMemoryExchange : ITensorExchange, ITensorExchangeHost
{
    /// <summary>Length of a block unless told otherwise: 256 KiB, about a second-level cache.
    /// </summary>
    public const int DefaultBlockLength = 64 * 1024;

    private readonly int _blockLength;
    private readonly BufferPool _pool = new();
    private readonly ConcurrentDictionary<ParametersKey, PublishedParameters> _published = new();
    private readonly ConcurrentDictionary<StepKey, IAnswerReceiver> _receivers = new();

    /// <summary>Makes an exchange without parameters and receivers.</summary>
    /// <param name="blockLength">Values per block that a receiver is offered, from 1.</param>
    public InMemoryExchange(int blockLength = DefaultBlockLength)
    {
        Contract.Require(blockLength > 0, "a block holds at least one value");
        _blockLength = blockLength;
    }

    /// <inheritdoc/>
    /// <remarks>A version is published once. The copy goes into the buffer of a retired version
    /// that no lease holds any more, where there is one.</remarks>
    public void Publish(ParametersKey key, ReadOnlySpan<float> values)
    {
        var buffer = _pool.Rent(values.Length);
        values.CopyTo(buffer);
        Contract.Require(
            _published.TryAdd(key, new PublishedParameters(_pool, buffer)),
            "a version of parameters is published once");
    }

    /// <inheritdoc/>
    /// <remarks>Does nothing where the version is not published.</remarks>
    public void Retire(ParametersKey key)
    {
        if (_published.TryRemove(key, out var retired))
        {
            retired.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask<IParametersLease> GetParametersAsync(
        ParametersKey key, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<IParametersLease>(cancellation);
        }

        return _published.TryGetValue(key, out var published)
            && published.TryLease() is { } lease
                ? ValueTask.FromResult(lease)
                : ValueTask.FromException<IParametersLease>(new ParametersGoneException(key));
    }

    /// <inheritdoc/>
    /// <remarks>A step has one receiver at a time. An answer on its way while the route is
    /// disposed of stops at its next block.</remarks>
    public IDisposable Receive(StepKey step, IAnswerReceiver receiver)
    {
        Contract.Require(
            _receivers.TryAdd(step, receiver), "a step has one receiver of answers at a time");
        return new Route(this, step, receiver);
    }

    /// <inheritdoc/>
    /// <remarks>The receiver is called on the caller's thread, block after block, and has been
    /// offered everything when this returns.</remarks>
    public ValueTask<bool> PostAnswerAsync(
        AnswerKey key, ReadOnlyMemory<float> vector, CancellationToken cancellation)
    {
        Contract.Require(vector.Length > 0, "an answer holds at least one value");
        try
        {
            return ValueTask.FromResult(Post(key, vector, cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<bool>(cancellation);
        }
        catch (Exception failure)
        {
            // To be found where the task is awaited, as with an exchange over the network.
            return ValueTask.FromException<bool>(failure);
        }
    }

    private bool Post(
        AnswerKey key, ReadOnlyMemory<float> vector, CancellationToken cancellation)
    {
        var offset = 0;
        while (offset < vector.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            var block = vector.Slice(offset, Math.Min(_blockLength, vector.Length - offset));
            if (!_receivers.TryGetValue(key.Step, out var receiver)
                || !receiver.Offer(key, offset, block))
            {
                return false;
            }

            offset += block.Length;
        }

        return true;
    }

    private sealed class Route(InMemoryExchange owner, StepKey step, IAnswerReceiver receiver)
        : IDisposable
    {
        private int _ended;

        // Only once, because the step may have another route since.
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                owner._receivers.TryRemove(new(step, receiver));
            }
        }
    }
}
