using System.IO.MemoryMappedFiles;
using AkkaCoded.Codes;
using Microsoft.Win32.SafeHandles;

namespace AkkaCoded.Training.Data;

/// <summary>
/// The bytes of a file, mapped into memory by the operating system: files larger than memory work,
/// and processes that read the same file share its pages.
/// </summary>
internal sealed unsafe class MappedBytes : IDisposable
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly SafeMemoryMappedViewHandle? _handle;
    private readonly byte* _start;

    public MappedBytes(string path)
    {
        Path = path;
        if (!File.Exists(path))
        {
            throw DataErrors.Missing(path);
        }

        Length = new FileInfo(path).Length;
        if (Length == 0)
        {
            return;
        }

        _file = MemoryMappedFile.CreateFromFile(
            path, FileMode.Open, mapName: null, capacity: 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        _handle = _view.SafeMemoryMappedViewHandle;
        _handle.AcquirePointer(ref _start);
        _start += _view.PointerOffset;
    }

    public string Path { get; }

    /// <summary>Length of the file in bytes.</summary>
    public long Length { get; }

    /// <summary>Bytes of the file; the range must lie inside it.</summary>
    public ReadOnlySpan<byte> Slice(long offset, int length)
    {
        Contract.Require(offset >= 0 && length >= 0, "the range starts inside the file");
        Contract.Require(offset <= Length - length, "the range ends inside the file");
        return new ReadOnlySpan<byte>(_start + offset, length);
    }

    public void Dispose()
    {
        if (_handle is { IsClosed: false })
        {
            _handle.ReleasePointer();
        }

        _view?.Dispose();
        _file?.Dispose();
    }
}
