using System.Buffers.Binary;
using System.Runtime.InteropServices;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Messages.Exchange;

/// <summary>Short vectors that ride in <see cref="Ready"/>, as little-endian float32.</summary>
public static class InlineVector
{
    /// <summary>Whether a vector of this length rides inside <see cref="Ready"/>.</summary>
    /// <param name="vectorLength">Number of float32 values.</param>
    public static bool Fits(int vectorLength) =>
        vectorLength <= WireLimits.InlineBytesMax / sizeof(float);

    /// <summary>The bytes to put into <see cref="Ready.Inline"/>: a copy, or empty where the
    /// vector is too long to ride along.</summary>
    /// <param name="vector">The values; they may change afterwards.</param>
    public static ReadOnlyMemory<byte> Bytes(ReadOnlySpan<float> vector)
    {
        if (!Fits(vector.Length))
        {
            return default;
        }

        var bytes = new byte[vector.Length * sizeof(float)];
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(vector).CopyTo(bytes);
            return bytes;
        }

        BinaryPrimitives.ReverseEndianness(
            MemoryMarshal.Cast<float, int>(vector),
            MemoryMarshal.Cast<byte, int>(bytes.AsSpan()));
        return bytes;
    }

    /// <summary>Copies the values of an answer to where they are aligned as float32.</summary>
    /// <param name="ready">An answer whose <see cref="Ready.Inline"/> is not empty.</param>
    /// <param name="target">As long as <see cref="Ready.VectorLength"/>.</param>
    public static void CopyTo(Ready ready, Span<float> target)
    {
        Contract.Require(
            ready.Inline.Length == (long)ready.VectorLength * sizeof(float),
            "an answer without its values cannot be read");
        Contract.Require(
            target.Length == ready.VectorLength, "the target must be as long as the answer");
        ready.Inline.Span.CopyTo(MemoryMarshal.AsBytes(target));
        if (!BitConverter.IsLittleEndian)
        {
            var bits = MemoryMarshal.Cast<float, int>(target);
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
    }

    /// <summary>The values of an answer in an array of their own.</summary>
    /// <param name="ready">An answer whose <see cref="Ready.Inline"/> is not empty.</param>
    public static float[] Values(Ready ready)
    {
        var values = new float[ready.VectorLength];
        CopyTo(ready, values);
        return values;
    }
}
