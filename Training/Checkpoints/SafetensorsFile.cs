using System.Buffers.Binary;
using System.Runtime.InteropServices;
using AkkaCoded.Codes;
using AkkaCoded.Training.Data;

namespace AkkaCoded.Training.Checkpoints;

/// <summary>
/// A safetensors file, mapped into memory: eight bytes with the length of the header, the header as
/// JSON, then the tensors' bytes (little-endian, row by row). Safe for use by several threads.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    private const int Prefix = 8;
    private readonly MappedBytes _bytes;
    private readonly SafetensorsHeader _header;
    private readonly Dictionary<string, TensorEntry> _byName;
    private readonly long _dataStart;

    private SafetensorsFile(MappedBytes bytes)
    {
        _bytes = bytes;
        if (bytes.Length < Prefix)
        {
            throw SafetensorsHeader.Damaged(
                bytes.Path, 0, $"{bytes.Length} bytes", "eight bytes with the header's length");
        }

        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Slice(0, Prefix));
        _dataStart = SafetensorsHeader.DataStart(bytes.Path, headerLength, bytes.Length);
        var json = bytes.Slice(Prefix, (int)headerLength);
        _header = SafetensorsHeader.Parse(bytes.Path, json, bytes.Length - _dataStart);
        _byName = _header.Tensors.ToDictionary(tensor => tensor.Name);
    }

    /// <summary>The file.</summary>
    public string Path => _bytes.Path;

    /// <summary>The tensors in the order of the header.</summary>
    public IReadOnlyList<TensorEntry> Tensors => _header.Tensors;

    /// <summary>The texts under <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Maps and checks a file.</summary>
    /// <exception cref="InvalidInputException">
    /// CDL-0202: no such file; CDL-0207: truncated, a header that is too large or wrong, ranges
    /// that overlap, leave gaps or lie outside.
    /// </exception>
    public static SafetensorsFile Open(string path)
    {
        var bytes = new MappedBytes(path);
        try
        {
            return new SafetensorsFile(bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>The tensor of that name, or null.</summary>
    public TensorEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="InvalidInputException">CDL-0207: there is none.</exception>
    public TensorEntry Get(string name) => Find(name)
        ?? throw SafetensorsHeader.Damaged(
            Path, Prefix, "(no tensor)", $"a tensor '{name}' beside {Names()}");

    /// <summary>Bytes of a tensor, from <paramref name="offset"/> of its data on.</summary>
    public ReadOnlySpan<byte> Bytes(TensorEntry tensor, long offset, int length)
    {
        Contract.Require(
            offset >= 0 && length >= 0 && offset <= tensor.Length - length,
            "the range lies inside the tensor");
        return _bytes.Slice(_dataStart + tensor.Start + offset, length);
    }

    /// <summary>Copies a float32 tensor.</summary>
    /// <exception cref="InvalidInputException">CDL-0207: absent, or of another type.</exception>
    public float[] ReadSingles(string name)
    {
        var tensor = Get(name);
        if (tensor.Dtype != "F32")
        {
            throw SafetensorsHeader.Damaged(
                Path, _dataStart + tensor.Start, $"dtype {tensor.Dtype} of '{name}'", "F32");
        }

        var values = new float[tensor.ElementCount];
        Copy(tensor, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>Copies the bytes of a tensor of less than 2 GiB.</summary>
    public void Copy(TensorEntry tensor, Span<byte> destination)
    {
        Contract.Require(destination.Length == tensor.Length, "room for the whole tensor");
        Bytes(tensor, 0, destination.Length).CopyTo(destination);
    }

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();

    private string Names()
    {
        var names = string.Join(", ", Tensors.Take(8).Select(tensor => tensor.Name));
        return names.Length == 0 ? "none" : names;
    }
}
