using Google.Protobuf.Reflection;

namespace AkkaCoded.Messages.Protocol;

/// <summary>
/// Whether every field of some Protocol Buffers bytes lies within them. The parser alone is not
/// enough: a length near 2^31 overruns its own limits, and it then takes a list of coefficients for
/// an empty one, or throws an IndexOutOfRangeException.
/// </summary>
internal static class WireShape
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int Fixed32 = 5;

    /// <summary>Walks over the fields, and into those that are messages themselves. The types of
    /// wire.proto do not contain themselves, so the depth is bounded.</summary>
    public static bool IsSound(ReadOnlySpan<byte> bytes, MessageDescriptor type)
    {
        while (!bytes.IsEmpty)
        {
            if (!TakeVarint(ref bytes, out var tag) || tag >> 3 is 0 or > int.MaxValue)
            {
                return false;
            }

            var isInside = (int)(tag & 7) switch
            {
                Varint => TakeVarint(ref bytes, out _),
                Fixed64 => Take(ref bytes, sizeof(ulong), out _),
                Fixed32 => Take(ref bytes, sizeof(uint), out _),
                Delimited => TakeDelimited(ref bytes, type.FindFieldByNumber((int)(tag >> 3))),
                _ => false,
            };
            if (!isInside)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TakeDelimited(ref ReadOnlySpan<byte> bytes, FieldDescriptor? field) =>
        TakeVarint(ref bytes, out var length)
        && Take(ref bytes, length, out var content)
        && field?.FieldType switch
        {
            FieldType.Message => IsSound(content, field.MessageType),
            FieldType.Double => content.Length % sizeof(double) == 0,
            _ => true,
        };

    private static bool Take(
        ref ReadOnlySpan<byte> bytes, ulong length, out ReadOnlySpan<byte> content)
    {
        content = default;
        if (length > (ulong)bytes.Length)
        {
            return false;
        }

        content = bytes[..(int)length];
        bytes = bytes[(int)length..];
        return true;
    }

    // Seven bits a byte, least first; at most ten bytes.
    private static bool TakeVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var i = 0; i < bytes.Length && i < 10; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
