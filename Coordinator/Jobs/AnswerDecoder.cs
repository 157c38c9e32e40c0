using AkkaCoded.Coordinator.Decoding;
using AkkaCoded.Coordinator.Race;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Jobs;

/// <summary>
/// Has the vectors of a decision combined: those that came with their announcement are offered at
/// once, the others come over the exchange. One thread at a time.
/// </summary>
internal sealed class AnswerDecoder : IDisposable
{
    /// <summary>Up to this decode error any set of winners decodes the same sum.</summary>
    private const double ExactErrorMax = 1e-6;

    private readonly ITensorExchangeHost _exchange;
    private readonly StreamingDecode _decode;
    private readonly float[] _sum;
    private Ready?[] _inline = [];
    private float[]?[] _buffers = [];
    private IDisposable? _route;
    private Decision? _decision;

    /// <param name="exchange">The data plane.</param>
    /// <param name="vectorLength">Length of the answers; 0: nothing is ever decoded.</param>
    /// <param name="completed">Told on any thread.</param>
    public AnswerDecoder(
        ITensorExchangeHost exchange, int vectorLength, Action<DecodeDone> completed)
    {
        _exchange = exchange;
        _sum = new float[vectorLength];
        _decode = new StreamingDecode(completed, TimeProvider.System);
    }

    /// <summary>The decision that is being decoded, or null.</summary>
    public Decision? Decision => _decision;

    /// <summary>Whether what has come stays when a winner is replaced: estimates begin anew.
    /// </summary>
    public bool KeepsParts => _decision is { Error: <= ExactErrorMax };

    /// <summary>What <see cref="DecodeDone"/> of the running decode will say.</summary>
    public long Number { get; private set; } = -1;

    /// <summary>The decoded sum, once complete.</summary>
    public Span<float> Sum => _sum;

    /// <summary>Blocks that nobody wanted.</summary>
    public long Refused => _decode.Refused.Total;

    /// <summary>A step begins.</summary>
    public void Open(StepKey key, int partitions)
    {
        if (_inline.Length != partitions)
        {
            _inline = new Ready?[partitions];
            _buffers = new float[]?[partitions];
        }

        Array.Clear(_inline);
        (_decision, Number) = (null, -1);
        _route = _sum.Length == 0 ? null : _exchange.Receive(key, _decode);
    }

    /// <summary>Keeps a vector that came inside its announcement.</summary>
    public void Hold(Ready ready) => _inline[ready.Key.Partition] = ready;

    /// <summary>Whether all of a winner's vector is here.</summary>
    public bool IsWhole(int partition)
    {
        foreach (var winner in _decision?.Winners ?? [])
        {
            if (winner.Key.Partition == partition)
            {
                return _decode.MissingValues(winner.Key) == 0;
            }
        }

        return false;
    }

    /// <summary>Starts to combine a decision, or goes on with another one.</summary>
    /// <returns>Whether vectors that came over the exchange were dropped, since an average over
    /// other answers is another sum: they have to be sent again.</returns>
    public bool Start(Decision decision)
    {
        var before = _decision;
        _decision = decision;
        var isSame = before is { Error: <= ExactErrorMax } && KeepsParts;
        if (isSame)
        {
            _decode.Replace(decision.Winners.AsSpan());
        }
        else
        {
            _decode.End();
            Number = _decode.Begin(_sum, decision.Winners.AsSpan());
        }

        foreach (var winner in decision.Winners)
        {
            if (_inline[winner.Key.Partition] is { } ready && ready.Key == winner.Key)
            {
                _decode.Offer(winner.Key, 0, Values(ready));
            }
        }

        return before is not null && !isSame;
    }

    /// <summary>The step is over: nothing more is taken.</summary>
    public void Close()
    {
        _route?.Dispose();
        _route = null;
        _decode.End();
        (_decision, Number) = (null, -1);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _decode.Dispose();
    }

    private ReadOnlyMemory<float> Values(Ready ready)
    {
        var buffer = _buffers[ready.Key.Partition] ??= new float[_sum.Length];
        InlineVector.CopyTo(ready, buffer);
        return buffer;
    }
}
