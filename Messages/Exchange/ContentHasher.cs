using System.Numerics;
using System.Runtime.InteropServices;
using AkkaCoded.Codes;

namespace AkkaCoded.Messages.Exchange;

/// <summary>
/// <see cref="ContentHash"/> of a vector that comes in pieces, so that each is summed while the
/// cache still holds it. One thread at a time.
/// </summary>
public struct ContentHasher
{
    /// <summary>Every piece but the last is a multiple of so many values: a pair for either chain.
    /// </summary>
    public const int PieceMultiple = 4;

    // Non-zero, so that leading zeros count, and different, so that the chains are.
    private const uint EvenStart = 0xFFFFFFFF;
    private const uint OddStart = 0x9E3779B9;

    private uint _even = EvenStart;
    private uint _odd = OddStart;
    private int _length;

    /// <summary>Of nothing so far.</summary>
    public ContentHasher()
    {
    }

    /// <summary>Adds the next values.</summary>
    public void Append(ReadOnlySpan<float> values)
    {
        Contract.Require(
            _length % PieceMultiple == 0, "only the last piece is no multiple of four values");
        var words = MemoryMarshal.Cast<float, ulong>(values);
        var (even, odd) = (_even, _odd);
        var i = 0;
        for (; i + 1 < words.Length; i += 2)
        {
            even = BitOperations.Crc32C(even, Word(words[i]));
            odd = BitOperations.Crc32C(odd, Word(words[i + 1]));
        }

        if (i < words.Length)
        {
            even = BitOperations.Crc32C(even, Word(words[i]));
        }

        if ((values.Length & 1) == 1)
        {
            odd = BitOperations.Crc32C(odd, BitConverter.SingleToUInt32Bits(values[^1]));
        }

        (_even, _odd) = (even, odd);
        _length += values.Length;
    }

    /// <summary>The hash of all values added.</summary>
    public readonly ulong Finish()
    {
        var even = BitOperations.Crc32C(_even, (uint)_length);
        var odd = BitOperations.Crc32C(_odd, (uint)_length);
        return ((ulong)odd << 32) | even;
    }

    // Two values as one word: the first in the low half, on a big-endian machine too.
    private static ulong Word(ulong pair) =>
        BitConverter.IsLittleEndian ? pair : BitOperations.RotateLeft(pair, 32);
}
