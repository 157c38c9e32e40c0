using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Simulation.Faults;

/// <summary>The data plane of one reign: the real one of a single process, in small blocks; what is
/// published is held against the truth.</summary>
internal sealed class FaultExchange(FaultWorld world) : ITensorExchangeHost
{
    private readonly InMemoryExchange _inner = new(blockLength: 2);
    private readonly List<AnswerKey> _wanted = [];
    private readonly List<float[]> _posted = [];

    public void Publish(ParametersKey key, ReadOnlySpan<float> values)
    {
        world.Findings.Require(
            ContentHash.Of(values) == world.Truth.Digest(key.Version), world.Now,
            "no step is lost or applied twice",
            $"parameters {key.JobEpoch}/{key.Version} are not those of one process");
        _inner.Publish(key, values);
    }

    public void Retire(ParametersKey key) => _inner.Retire(key);

    public IDisposable Receive(StepKey step, IAnswerReceiver receiver) =>
        _inner.Receive(step, receiver);

    /// <summary>Hash of a version, as a worker gets it; null where it is gone.</summary>
    public ulong? Fetch(ParametersKey key)
    {
        var fetch = _inner.GetParametersAsync(key, CancellationToken.None);
        if (!fetch.IsCompletedSuccessfully)
        {
            _ = fetch.AsTask().Exception;
            return null;
        }

        using var lease = fetch.Result;
        return ContentHash.Of(lease.Values.Span);
    }

    /// <summary>An upload was asked for.</summary>
    public void Want(AnswerKey key)
    {
        if (world.Sabotage == Sabotage.ArrivalOrder && world.Truth.HasGroups)
        {
            if (_wanted.Count > 0 && _wanted[0].Step != key.Step)
            {
                _wanted.Clear();
                _posted.Clear();
            }

            _wanted.Add(key);
        }
    }

    /// <summary>A worker's upload arrives.</summary>
    public void Post(AnswerKey key, ReadOnlyMemory<float> vector)
    {
        if (_wanted.Contains(key))
        {
            PostInOrderOfArrival(vector);
            return;
        }

        var post = _inner.PostAnswerAsync(key, vector, CancellationToken.None);
        if (post.IsFaulted)
        {
            throw post.AsTask().Exception!;
        }
    }

    /// <summary>What came first is added first, whoever it is of.</summary>
    private void PostInOrderOfArrival(ReadOnlyMemory<float> vector)
    {
        _posted.Add(vector.ToArray());
        if (_posted.Count < _wanted.Count)
        {
            return;
        }

        for (var i = 0; i < _wanted.Count; i++)
        {
            _ = _inner.PostAnswerAsync(_wanted[i], _posted[i], CancellationToken.None);
        }

        _wanted.Clear();
        _posted.Clear();
    }
}
