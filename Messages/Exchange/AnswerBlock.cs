using System.Buffers.Binary;
using System.Numerics;
using AkkaCoded.Codes;

namespace AkkaCoded.Messages.Exchange;

/// <summary>
/// Header of a block in the body of an answer; its values follow as little-endian float32.
/// </summary>
/// <remarks>
/// Bytes, little-endian: 0 mark, 4 offset, 8 count, 12 content hash of the values, 20 CRC-32C of
/// bytes 0 to 19. The header's own sum makes a shifted or cut stream known before its length is
/// believed.
/// </remarks>
/// <param name="Offset">Place of the first value in the vector.</param>
/// <param name="Count">Number of values, at least 1.</param>
/// <param name="Hash"><see cref="ContentHash"/> of the values.</param>
public readonly record struct AnswerBlock(int Offset, int Count, ulong Hash)
{
    /// <summary>Bytes of a header.</summary>
    public const int HeaderBytes = 24;

    // "ACB1" in the order of the bytes: a block of this format, first version.
    private const uint Mark = 0x31424341;

    /// <summary>Bytes of the values that follow.</summary>
    public long ValueBytes => (long)Count * sizeof(float);

    /// <summary>Bytes of the body of an answer cut into full blocks.</summary>
    public static long BodyBytes(int vectorLength, int blockLength)
    {
        var blocks = ((long)vectorLength + blockLength - 1) / blockLength;
        return ((long)vectorLength * sizeof(float)) + (blocks * HeaderBytes);
    }

    /// <summary>Writes the header.</summary>
    /// <param name="target">At least <see cref="HeaderBytes"/> long.</param>
    public void Write(Span<byte> target)
    {
        Contract.Require(Offset >= 0 && Count > 0, "a block lies in its vector");
        BinaryPrimitives.WriteUInt32LittleEndian(target, Mark);
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], Offset);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], Count);
        BinaryPrimitives.WriteUInt64LittleEndian(target[12..], Hash);
        BinaryPrimitives.WriteUInt32LittleEndian(target[20..], Sum(target));
    }

    /// <summary>Reads a header.</summary>
    /// <param name="source">At least <see cref="HeaderBytes"/> long.</param>
    /// <param name="block">The header where it is one.</param>
    /// <returns>False where the bytes are no header, or place and count are no numbers of values.
    /// </returns>
    public static bool TryRead(ReadOnlySpan<byte> source, out AnswerBlock block)
    {
        block = new AnswerBlock(
            BinaryPrimitives.ReadInt32LittleEndian(source[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(source[12..]));
        return BinaryPrimitives.ReadUInt32LittleEndian(source) == Mark
            && BinaryPrimitives.ReadUInt32LittleEndian(source[20..]) == Sum(source)
            && block.Offset >= 0
            && block.Count > 0;
    }

    private static uint Sum(ReadOnlySpan<byte> header)
    {
        var sum = BitOperations.Crc32C(
            uint.MaxValue, BinaryPrimitives.ReadUInt64LittleEndian(header));
        sum = BitOperations.Crc32C(
            sum, BinaryPrimitives.ReadUInt64LittleEndian(header[8..]));
        return BitOperations.Crc32C(
            sum, BinaryPrimitives.ReadUInt32LittleEndian(header[16..]));
    }
}
