using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using AkkaCoded.Codes;

namespace AkkaCoded.Training.Checkpoints;

/// <summary>A float32 tensor to be written.</summary>
/// <param name="Name">Key in the header.</param>
/// <param name="Shape">Extents; empty for a scalar.</param>
/// <param name="Values">The elements, row by row.</param>
public sealed record NamedTensor(
    string Name, IReadOnlyList<long> Shape, ReadOnlyMemory<float> Values);

/// <summary>Writes float32 tensors as a safetensors file.</summary>
public static class SafetensorsWriter
{
    /// <summary>
    /// Writes header and data. The same tensors and metadata give the same bytes. The header is
    /// padded so that the data begin at a multiple of eight.
    /// </summary>
    public static void Write(
        Stream stream,
        IReadOnlyList<NamedTensor> tensors,
        IReadOnlyDictionary<string, string> metadata)
    {
        Contract.Require(BitConverter.IsLittleEndian, "the format is little-endian");
        var header = Header(tensors, metadata);
        Span<byte> prefix = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, (ulong)header.Length);
        stream.Write(prefix);
        stream.Write(header);
        foreach (var tensor in tensors)
        {
            stream.Write(MemoryMarshal.AsBytes(tensor.Values.Span));
        }
    }

    private static byte[] Header(
        IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        if (metadata.Count > 0)
        {
            json.WriteStartObject("__metadata__");
            foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
        }

        WriteTensors(json, tensors);
        json.WriteEndObject();
        json.Flush();
        var padding = -buffer.WrittenCount & 7;
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteTensors(Utf8JsonWriter json, IReadOnlyList<NamedTensor> tensors)
    {
        var names = new HashSet<string>();
        long offset = 0;
        foreach (var tensor in tensors)
        {
            Contract.Require(names.Add(tensor.Name), "each tensor has a name of its own");
            var elements = tensor.Shape.Aggregate(1L, (product, extent) => product * extent);
            Contract.Require(elements == tensor.Values.Length, "the values fill the shape");
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", "F32");
            json.WriteStartArray("shape");
            foreach (var extent in tensor.Shape)
            {
                json.WriteNumberValue(extent);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            offset += elements * sizeof(float);
            json.WriteNumberValue(offset);
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }
}
