using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Messages.Exchange;

/// <summary>One version of a job's parameters.</summary>
/// <param name="Job">The job.</param>
/// <param name="JobEpoch">The coordinator's reign.</param>
/// <param name="Version">Number of updates applied.</param>
public readonly record struct ParametersKey(JobId Job, long JobEpoch, long Version);

/// <summary>Parameters while somebody reads them; dispose it to give the memory back.</summary>
public interface IParametersLease : IDisposable
{
    /// <summary>Weights and running statistics.</summary>
    ReadOnlyMemory<float> Values { get; }
}

/// <summary>
/// The data plane as a worker sees it: vectors never travel in actor messages, small ones excepted.
/// Safe for several threads.
/// </summary>
public interface ITensorExchange
{
    /// <summary>Fetches parameters.</summary>
    /// <exception cref="ParametersGoneException">The version is not published (any more).
    /// </exception>
    ValueTask<IParametersLease> GetParametersAsync(
        ParametersKey key, CancellationToken cancellation);

    /// <summary>
    /// Hands over an answer. The memory may be read until the step is closed or the returned task
    /// ends, whichever is later.
    /// </summary>
    /// <returns>False where nobody waits for it any more.</returns>
    ValueTask<bool> PostAnswerAsync(
        AnswerKey key, ReadOnlyMemory<float> vector, CancellationToken cancellation);
}

/// <summary>The data plane as a coordinator sees it. Safe for several threads.</summary>
public interface ITensorExchangeHost
{
    /// <summary>Makes a copy of the values available under a key.</summary>
    void Publish(ParametersKey key, ReadOnlySpan<float> values);

    /// <summary>Ends the availability of a version; leases keep their memory.</summary>
    void Retire(ParametersKey key);

    /// <summary>Routes posted answers of a step to a receiver until disposed.</summary>
    IDisposable Receive(StepKey step, IAnswerReceiver receiver);
}

/// <summary>Takes answers as they arrive, in blocks, from any thread.</summary>
public interface IAnswerReceiver
{
    /// <summary>Takes one block.</summary>
    /// <param name="key">Whose answer.</param>
    /// <param name="offset">Place of the block's first value in the vector.</param>
    /// <param name="block">
    /// The values; stays valid as <see cref="ITensorExchange.PostAnswerAsync"/> says.
    /// </param>
    /// <returns>False where the answer is not wanted (any more); the sender stops.</returns>
    bool Offer(AnswerKey key, int offset, ReadOnlyMemory<float> block);

    /// <summary>Whether this receiver will not read again what it was offered of a range, from
    /// whomever; an exchange may then use that memory anew before the step is closed.</summary>
    /// <param name="offset">Place of the range's first value.</param>
    /// <param name="count">Number of values.</param>
    bool IsSettled(int offset, int count) => false;
}

/// <summary>A version of the parameters is not published (any more).</summary>
public sealed class ParametersGoneException(ParametersKey key)
    : Exception($"version {key.Version} of {key.Job}, epoch {key.JobEpoch}, is not published")
{
    /// <summary>What was asked for.</summary>
    public ParametersKey Key { get; } = key;
}
