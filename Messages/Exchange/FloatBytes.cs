using System.Buffers;
using System.Runtime.InteropServices;
using AkkaCoded.Codes;

namespace AkkaCoded.Messages.Exchange;

/// <summary>
/// The bytes of a vector in place, for sockets and streams: vectors of 100 MB are not copied to be
/// sent. As the wire is little-endian, so must be the machine.
/// </summary>
public sealed class FloatBytes : MemoryManager<byte>
{
    private readonly Memory<float> _values;

    private FloatBytes(Memory<float> values)
    {
        Contract.Require(BitConverter.IsLittleEndian, "the wire is little-endian");
        _values = values;
    }

    /// <summary>The bytes of values that may be written.</summary>
    public static Memory<byte> Of(Memory<float> values) => new FloatBytes(values).Memory;

    /// <summary>The bytes of values that are only read.</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<float> values) =>
        new FloatBytes(MemoryMarshal.AsMemory(values)).Memory;

    /// <inheritdoc/>
    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(_values.Span);

    /// <inheritdoc/>
    public override unsafe MemoryHandle Pin(int elementIndex = 0)
    {
        var inner = _values.Pin();
        return new MemoryHandle((byte*)inner.Pointer + elementIndex, default, new Pinned(inner));
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
        // Every pin ends with its own handle.
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        // The memory belongs to the caller.
    }

    private sealed class Pinned(MemoryHandle inner) : IPinnable
    {
        private MemoryHandle _inner = inner;

        public MemoryHandle Pin(int elementIndex) => throw new NotSupportedException();

        public void Unpin() => _inner.Dispose();
    }
}
