using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace AkkaCoded.Training.Models;

/// <summary>
/// Dropout whose mask follows from (seed, step, chunk, layer): whichever worker computes the chunk
/// draws the same mask. torch's own Dropout draws from a generator that the whole process shares,
/// so eight threads get eight masks; use this module in models of your own.
/// </summary>
public sealed class SeededDropout : nn.Module<Tensor, Tensor>
{
    private const ulong Stream = 0x44524F50;
    private readonly double _share;
    private KeyedRandom _random;
    private ulong _drawn;

    /// <param name="share">Share of the elements that are dropped in training, in [0, 1).</param>
    public SeededDropout(double share)
        : base(nameof(SeededDropout))
    {
        Codes.Contract.Require(share is >= 0 and < 1, "a share in [0, 1)");
        _share = share;
        RegisterComponents();
    }

    /// <summary>Sets which mask comes next.</summary>
    internal void Seed(ulong seed, int layer, long step, int chunk)
    {
        _random = new KeyedRandom(seed, Stream, (ulong)layer, (ulong)step, (ulong)chunk);
        _drawn = 0;
    }

    /// <summary>
    /// In training sets elements to zero and scales the others, so that the mean stays; otherwise
    /// passes its input on.
    /// </summary>
    public override Tensor forward(Tensor input)
    {
        if (!training || _share == 0)
        {
            return input.alias();
        }

        using var mask = torch.empty(input.shape, ScalarType.Float32);
        var kept = (float)(1.0 / (1.0 - _share));
        var threshold = (ulong)(_share * ulong.MaxValue);
        foreach (ref var element in MemoryMarshal.Cast<byte, float>(mask.bytes))
        {
            element = _random.Bits(_drawn++) < threshold ? 0f : kept;
        }

        using var moved = mask.to(input.device);
        return input * moved;
    }
}
