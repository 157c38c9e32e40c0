namespace AkkaCoded.Coordinator.Record;

/// <summary>Cuts a stream of bytes into lines and says whether the last one is whole.</summary>
internal sealed class LineSplitter(Stream stream)
{
    /// <summary>What is longer is no line of a record, and must not fill the memory.</summary>
    private const int LineBytesMax = 1 << 26;

    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    /// <summary>Lines without their end; each is valid until the next is taken. Empty lines are
    /// left out; a line that never ends is cut.</summary>
    public IEnumerable<(ReadOnlyMemory<byte> Text, bool IsWhole)> Lines()
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                if (length > 0)
                {
                    yield return (_buffer.AsMemory(_start, length), true);
                }

                _start += length + 1;
            }
            else if (_end - _start == LineBytesMax)
            {
                yield return (_buffer.AsMemory(_start, LineBytesMax), true);
                _start = _end;
            }
            else if (!Fill())
            {
                break;
            }
        }

        if (_end > _start)
        {
            yield return (_buffer.AsMemory(_start, _end - _start), false);
        }
    }

    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        return count > 0;
    }
}
