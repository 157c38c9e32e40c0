namespace AkkaCoded.Training.Data;

/// <summary>
/// Byte fields of equal length at equal distances: in one or more mapped files of the same layout,
/// or in one array.
/// </summary>
internal sealed class ByteRecords : IDisposable
{
    private readonly MappedBytes[] _files;
    private readonly byte[]? _array;
    private readonly long _perFile;
    private readonly long _start;
    private readonly int _stride;
    private readonly int _length;

    /// <summary>Records in an array.</summary>
    public ByteRecords(string path, byte[] array, long start, int length, long count)
    {
        Path = path;
        _files = [];
        _array = array;
        (_start, _stride, _length) = (start, length, length);
        (_perFile, Count) = (count, count);
    }

    /// <summary>Records in files that hold <paramref name="perFile"/> of them each.</summary>
    public ByteRecords(MappedBytes[] files, long start, int stride, int length, long perFile)
    {
        Path = files[0].Path;
        _files = files;
        (_start, _stride, _length) = (start, stride, length);
        (_perFile, Count) = (perFile, perFile * files.Length);
    }

    /// <summary>The (first) file, for error texts.</summary>
    public string Path { get; }

    public long Count { get; }

    public ReadOnlySpan<byte> this[long index]
    {
        get
        {
            var offset = _start + (index % _perFile * _stride);
            return _array is null
                ? _files[index / _perFile].Slice(offset, _length)
                : _array.AsSpan(checked((int)offset), _length);
        }
    }

    public void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }
    }
}
