using System.Buffers.Binary;
using System.Text;

namespace Akka.Remote.Wire;

/// <summary>Reads a frame's content; whoever writes past its end breaks the protocol.</summary>
internal ref struct FrameReader(ReadOnlySpan<byte> content)
{
    private ReadOnlySpan<byte> _rest = content;

    public byte Byte() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    /// <summary>Bytes with their number (u16) before them.</summary>
    public ReadOnlySpan<byte> Block() => Take(UInt16());

    public string Text() => Encoding.UTF8.GetString(Block());

    public ReadOnlySpan<byte> Rest() => Take(_rest.Length);

    public readonly void End()
    {
        if (_rest.Length > 0)
        {
            throw new ProtocolException($"{_rest.Length} bytes too many in a frame");
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
        {
            throw new ProtocolException(
                $"a frame ends {length - _rest.Length} bytes before its content does");
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
