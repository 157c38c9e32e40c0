using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.WorkerNode.Tests;

/// <summary>An exchange whose posts end when the test says so, and that counts leases.</summary>
internal sealed class SlowExchange(ITensorExchange inner) : ITensorExchange
{
    private readonly List<PostedAnswer> _posts = [];
    private readonly List<long> _fetches = [];
    private int _leasesTaken;
    private int _leasesReturned;

    /// <summary>Fetches wait for it, where there is one.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>A worker that got its lease without waiting is past all looks at its item until
    /// the faults of its step have struck.</summary>
    public int LeasesTaken => Volatile.Read(ref _leasesTaken);

    public int LeasesReturned => Volatile.Read(ref _leasesReturned);

    public IReadOnlyList<long> Fetches
    {
        get
        {
            lock (_fetches)
            {
                return [.. _fetches];
            }
        }
    }

    public IReadOnlyList<PostedAnswer> Posts
    {
        get
        {
            lock (_posts)
            {
                return [.. _posts];
            }
        }
    }

    public async ValueTask<IParametersLease> GetParametersAsync(
        ParametersKey key, CancellationToken cancellation)
    {
        lock (_fetches)
        {
            _fetches.Add(key.Version);
        }

        if (Gate is { } gate)
        {
            await gate.Task;
        }

        var lease = await inner.GetParametersAsync(key, cancellation);
        Interlocked.Increment(ref _leasesTaken);
        return new Lease(this, lease);
    }

    public ValueTask<bool> PostAnswerAsync(
        AnswerKey key, ReadOnlyMemory<float> vector, CancellationToken cancellation)
    {
        var post = new PostedAnswer(
            key, vector, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_posts)
        {
            _posts.Add(post);
        }

        return new ValueTask<bool>(post.Done.Task);
    }

    private sealed class Lease(SlowExchange owner, IParametersLease lease) : IParametersLease
    {
        public ReadOnlyMemory<float> Values => lease.Values;

        public void Dispose()
        {
            lease.Dispose();
            Interlocked.Increment(ref owner._leasesReturned);
        }
    }
}

internal sealed record PostedAnswer(
    AnswerKey Key, ReadOnlyMemory<float> Vector, TaskCompletionSource<bool> Done);
