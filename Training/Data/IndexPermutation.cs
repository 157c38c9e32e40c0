using System.Numerics;
using AkkaCoded.Codes;

namespace AkkaCoded.Training.Data;

/// <summary>
/// A seeded permutation of 0..count-1 that is evaluated at single places, in constant memory: a
/// Feistel network over the smallest even number of bits that holds the count, walked along its
/// cycles until it lands inside (Black and Rogaway, "Ciphers with arbitrary finite domains",
/// CT-RSA 2002, section 3). On average it takes less than four rounds of the network.
/// </summary>
internal sealed class IndexPermutation
{
    private const int Rounds = 6;
    private readonly ulong _count;
    private readonly int _halfBits;
    private readonly ulong _halfMask;
    private readonly ulong[] _keys = new ulong[Rounds];

    public IndexPermutation(ulong seed, ulong stream, long count)
    {
        Contract.Require(count > 0, "an empty set cannot be permuted");
        Stream = stream;
        _count = (ulong)count;
        var bits = 64 - BitOperations.LeadingZeroCount(_count - 1);
        _halfBits = Math.Max(1, (bits + 1) / 2);
        _halfMask = (1UL << _halfBits) - 1;
        var random = new KeyedRandom(seed, 0x5045524DUL, stream);
        for (var round = 0; round < Rounds; round++)
        {
            _keys[round] = random.Bits((ulong)round);
        }
    }

    /// <summary>Which of the seed's permutations this is (an epoch's number).</summary>
    public ulong Stream { get; }

    /// <summary>Where <paramref name="index"/> goes; each target is hit once.</summary>
    public long this[long index]
    {
        get
        {
            Contract.Require((ulong)index < _count, "the index lies in the permuted set");
            var value = Encrypt((ulong)index);
            while (value >= _count)
            {
                value = Encrypt(value);
            }

            return (long)value;
        }
    }

    private ulong Encrypt(ulong value)
    {
        var left = value >> _halfBits;
        var right = value & _halfMask;
        foreach (var key in _keys)
        {
            (left, right) = (right, left ^ (KeyedRandom.Mix(right ^ key) & _halfMask));
        }

        return (left << _halfBits) | right;
    }
}
