using System.Buffers.Binary;

namespace AkkaCoded.Training.Data;

/// <summary>
/// IDX (the format of MNIST): two zero bytes, a type byte (8: unsigned bytes), the number of
/// dimensions, each dimension as a big-endian 32-bit number, then the data. A plain file is mapped;
/// a gzip file is unpacked into memory.
/// </summary>
internal static class IdxReader
{
    private const string Code = "CDL-0205";
    private const int UnsignedByte = 8;

    public static IDataSet Read(
        string images, string labels, int classes, IReadOnlyList<int> shape)
    {
        var pixels = Open(images, 2, 4, out var dimensions);
        ByteRecords? classOf = null;
        try
        {
            classOf = Open(labels, 1, 1, out _);
            if (classOf.Count != pixels.Count)
            {
                throw DataErrors.Offset(
                    Code, labels, 4, $"{classOf.Count} labels",
                    $"{pixels.Count} labels, one per sample of {images}");
            }

            var own = dimensions.Count == 2
                ? [1, dimensions[0], dimensions[1]]
                : dimensions;
            return new ByteImageDataSet(
                pixels, classOf, Shapes.Reshape(images, shape, own), classes > 0 ? classes : 10);
        }
        catch
        {
            pixels.Dispose();
            classOf?.Dispose();
            throw;
        }
    }

    private static ByteRecords Open(
        string path, int rankMin, int rankMax, out IReadOnlyList<int> sample)
    {
        if (TextLines.IsGzip(path))
        {
            var bytes = Unpack(path);
            var layout = Header(path, bytes, bytes.Length, rankMin, rankMax);
            sample = layout.Sample;
            return new ByteRecords(path, bytes, layout.Start, layout.Size, layout.Count);
        }

        var file = new MappedBytes(path);
        try
        {
            var head = file.Slice(0, (int)Math.Min(64, file.Length));
            var layout = Header(path, head, file.Length, rankMin, rankMax);
            sample = layout.Sample;
            return new ByteRecords([file], layout.Start, layout.Size, layout.Size, layout.Count);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static (long Start, int Size, long Count, IReadOnlyList<int> Sample) Header(
        string path, ReadOnlySpan<byte> head, long length, int rankMin, int rankMax)
    {
        if (head.Length < 4 || head[0] != 0 || head[1] != 0 || head[2] != UnsignedByte)
        {
            throw DataErrors.Offset(
                Code, path, 0, Convert.ToHexString(head[..Math.Min(4, head.Length)]),
                "the IDX mark 000008nn (unsigned bytes, nn dimensions)");
        }

        var rank = head[3];
        var start = 4 + (4 * rank);
        if (rank < rankMin || rank > rankMax || head.Length < start)
        {
            throw DataErrors.Offset(
                Code, path, 3, $"{rank} dimensions in {length} bytes",
                $"{rankMin} .. {rankMax} dimensions and their extents");
        }

        var extents = new long[rank];
        for (var i = 0; i < rank; i++)
        {
            extents[i] = BinaryPrimitives.ReadUInt32BigEndian(head[(4 + (4 * i))..]);
            if (extents[i] == 0)
            {
                throw DataErrors.Offset(Code, path, 4 + (4 * i), 0, "an extent of at least 1");
            }
        }

        return (start, CheckLength(path, extents, start, length), extents[0],
            [.. extents.Skip(1).Select(extent => (int)extent)]);
    }

    private static int CheckLength(string path, long[] extents, int start, long length)
    {
        var size = extents.Skip(1).Aggregate((Int128)1, (product, extent) => product * extent);
        var needed = (size * extents[0]) + start;
        if (size > int.MaxValue || needed != length)
        {
            throw DataErrors.Offset(
                Code, path, Math.Min(length, (long)Int128.Min(needed, long.MaxValue)),
                $"{length} bytes", $"{needed} bytes, as the extents say");
        }

        return (int)size;
    }

    private static byte[] Unpack(string path)
    {
        using var stream = TextLines.Open(path);
        using var bytes = new MemoryStream();
        try
        {
            stream.CopyTo(bytes);
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException)
        {
            throw DataErrors.Offset(
                Code, path, bytes.Length, damage.Message, "a whole gzip stream (unpacked offset)");
        }

        return bytes.ToArray();
    }
}
