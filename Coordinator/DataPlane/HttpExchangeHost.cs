using System.Collections.Concurrent;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>
/// The tensor exchange of a coordinator whose workers come over HTTP: keeps published parameters
/// and the routes of open steps; the endpoints serve from here. Safe for several threads.
/// </summary>
internal sealed class HttpExchangeHost : ITensorExchangeHost
{
    private readonly InMemoryExchange _parameters = new();
    private readonly ConcurrentDictionary<ParametersKey, HashOnce> _hashes = new();
    private readonly ConcurrentDictionary<StepKey, AnswerRoute> _routes = new();
    private readonly BlockPool _pool;
    private readonly JobStates _jobs;

    public HttpExchangeHost(DataPlaneLimits limits)
    {
        _pool = new BlockPool(limits.BlockLength);
        _jobs = new JobStates(limits.AnswerBytesPerJob, limits.VectorLengthMax);
    }

    /// <summary>Says how long answers of a job are; longer ones are refused before a byte of them
    /// is read.</summary>
    public void Admit(JobId job, long epoch, int vectorLength)
    {
        Contract.Require(vectorLength > 0, "an answer holds at least one value");
        _jobs.Note(job, epoch).VectorLength = vectorLength;
    }

    /// <inheritdoc/>
    public void Publish(ParametersKey key, ReadOnlySpan<float> values)
    {
        _jobs.Note(key.Job, key.JobEpoch);
        _hashes[key] = new HashOnce();
        _parameters.Publish(key, values);
    }

    /// <inheritdoc/>
    public void Retire(ParametersKey key)
    {
        _parameters.Retire(key);
        _hashes.TryRemove(key, out _);
    }

    /// <inheritdoc/>
    /// <remarks>Disposing of the route ends the answers on their way at once, also one whose
    /// sender has fallen silent.</remarks>
    public IDisposable Receive(StepKey step, IAnswerReceiver receiver)
    {
        var job = _jobs.Note(step.Job, step.JobEpoch);
        var route = new AnswerRoute(
            step, job, receiver, _pool, ended => _routes.TryRemove(new(ended.Step, ended)));
        Contract.Require(
            _routes.TryAdd(step, route), "a step has one receiver of answers at a time");
        return route;
    }

    /// <summary>Bytes that answers of a job on their way hold.</summary>
    public long AnswerBytesHeld(JobId job) =>
        _jobs.Look(job, 0, out var state) == Standing.UnknownJob ? 0 : state!.Memory.Held;

    internal Standing Look(JobId job, long epoch, out JobState? state) =>
        _jobs.Look(job, epoch, out state);

    internal AnswerRoute? FindRoute(StepKey step) => _routes.GetValueOrDefault(step);

    /// <summary>Parameters and their hash; null where they are not published (any more).</summary>
    internal (IParametersLease Lease, ulong Hash)? Find(ParametersKey key)
    {
        var fetch = _parameters.GetParametersAsync(key, CancellationToken.None);
        if (!fetch.IsCompletedSuccessfully)
        {
            // Read, so that the failure does not go unobserved.
            _ = fetch.AsTask().Exception;
            return null;
        }

        var lease = fetch.Result;
        var hash = _hashes.GetOrAdd(key, _ => new HashOnce());
        return (lease, hash.Of(lease.Values.Span));
    }

    /// <summary>Summed by the first who asks, not by the job that publishes: its actor has a step
    /// to open.</summary>
    private sealed class HashOnce
    {
        private readonly Lock _gate = new();
        private ulong? _hash;

        public ulong Of(ReadOnlySpan<float> values)
        {
            lock (_gate)
            {
                return _hash ??= ContentHash.Of(values);
            }
        }
    }
}
