using System.Buffers.Binary;
using System.Text;

namespace Akka.Remote.Wire;

/// <summary>Fills a frame whose length has been counted before.</summary>
internal ref struct FrameWriter
{
    private readonly Span<byte> _frame;
    private int _at;

    public FrameWriter(Span<byte> frame, FrameKind kind)
    {
        _frame = frame;
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - 4);
        frame[4] = (byte)kind;
        _at = Frame.HeaderLength;
    }

    public void Byte(byte value) => _frame[_at++] = value;

    public void UInt16(int value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_frame[_at..], checked((ushort)value));
        _at += 2;
    }

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_frame[_at..], value);
        _at += 4;
    }

    public void Int32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_frame[_at..], value);
        _at += 4;
    }

    public void Int64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_frame[_at..], value);
        _at += 8;
    }

    public void Block(ReadOnlySpan<byte> bytes)
    {
        UInt16(bytes.Length);
        Raw(bytes);
    }

    public void Text(string text, int length)
    {
        UInt16(length);
        _at += Encoding.UTF8.GetBytes(text, _frame[_at..]);
    }

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_frame[_at..]);
        _at += bytes.Length;
    }
}
