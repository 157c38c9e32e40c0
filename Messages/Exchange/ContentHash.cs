using System.Numerics;
using System.Runtime.InteropServices;

namespace AkkaCoded.Messages.Exchange;

/// <summary>
/// A 64-bit sum over the raw bits of a vector, the same on every machine, to notice that replicas
/// of one row differ. It is not cryptographic: it finds accidents, not forgeries. Vectors equal in
/// every bit have equal hashes; 0 and -0 differ, and so do two NaN of other bits.
/// </summary>
/// <remarks>
/// Two CRC-32C chains (Castagnoli's polynomial, as in RFC 3720, 12.1) take the pairs of values in
/// turn, so the processor overlaps them; each starts from its own non-zero value and ends with the
/// length. A change within one chain alone is missed once in 2^32 times.
/// </remarks>
public static class ContentHash
{
    // Non-zero, so that leading zeros count, and different, so that the chains are.
    private const uint EvenStart = 0xFFFFFFFF;
    private const uint OddStart = 0x9E3779B9;

    /// <summary>The hash of a vector.</summary>
    /// <param name="values">The vector, of any length.</param>
    /// <returns>The chain of the even pairs in the low half, of the odd ones in the high half.
    /// </returns>
    public static ulong Of(ReadOnlySpan<float> values)
    {
        var words = MemoryMarshal.Cast<float, ulong>(values);
        uint even = EvenStart, odd = OddStart;
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

        even = BitOperations.Crc32C(even, (uint)values.Length);
        odd = BitOperations.Crc32C(odd, (uint)values.Length);
        return ((ulong)odd << 32) | even;
    }

    // Two values as one word: the first in the low half, on a big-endian machine too.
    private static ulong Word(ulong pair) =>
        BitConverter.IsLittleEndian ? pair : BitOperations.RotateLeft(pair, 32);
}
