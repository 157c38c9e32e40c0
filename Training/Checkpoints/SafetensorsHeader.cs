using System.Text.Json;
using AkkaCoded.Codes;

namespace AkkaCoded.Training.Checkpoints;

/// <summary>
/// The JSON header of a safetensors file, checked before a byte of data is touched: known element
/// types, extents that agree with the ranges, ranges inside the file, no gap and no overlap.
/// </summary>
internal sealed class SafetensorsHeader
{
    public const string Code = "CDL-0207";

    /// <summary>The limit that the format's own library has.</summary>
    public const long BytesMax = 100_000_000;
    private const int Prefix = 8;
    private readonly string _path;
    private readonly List<TensorEntry> _tensors = [];
    private readonly Dictionary<string, string> _metadata = [];

    private SafetensorsHeader(string path) => _path = path;

    public IReadOnlyList<TensorEntry> Tensors => _tensors;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Where the header ends: its length plus the eight bytes that say it.</summary>
    public static long DataStart(string path, ulong headerLength, long fileLength)
    {
        if (headerLength is < 2 or > BytesMax)
        {
            throw Damaged(path, 0, headerLength, $"a header of 2 .. {BytesMax} bytes");
        }

        if ((long)headerLength > fileLength - Prefix)
        {
            throw Damaged(
                path, 0, headerLength, $"a header inside the file of {fileLength} bytes");
        }

        return Prefix + (long)headerLength;
    }

    /// <param name="path">The file, for error texts.</param>
    /// <param name="json">The header.</param>
    /// <param name="dataLength">Bytes of the file behind the header.</param>
    public static SafetensorsHeader Parse(string path, ReadOnlySpan<byte> json, long dataLength)
    {
        var header = new SafetensorsHeader(path);
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
            using var document = JsonDocument.ParseValue(ref reader);
            header.CheckTail(json[(int)reader.BytesConsumed..], reader.BytesConsumed);
            header.Read(document.RootElement);
        }
        catch (JsonException damage)
        {
            var offset = Prefix + (damage.BytePositionInLine ?? 0);
            throw Damaged(path, offset, "broken JSON", "a JSON object (" + damage.Message + ")");
        }
        catch (InvalidOperationException)
        {
            throw Damaged(path, Prefix, "broken text", "JSON strings in valid UTF-8");
        }

        header.CheckRanges(Prefix + json.Length, dataLength);
        return header;
    }

    public static InvalidInputException Damaged(
        string path, long offset, object? found, string expected) =>
        Data.DataErrors.Offset(Code, path, offset, found, expected);

    private void CheckTail(ReadOnlySpan<byte> tail, long offset)
    {
        if (tail.ContainsAnyExcept((byte)' '))
        {
            throw Damaged(_path, Prefix + offset, "more text", "spaces only behind the header");
        }
    }

    private void Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw Damaged(_path, Prefix, root.ValueKind, "a JSON object");
        }

        var names = new HashSet<string>();
        foreach (var member in root.EnumerateObject())
        {
            if (!names.Add(member.Name))
            {
                throw Damaged(_path, Prefix, member.Name, "each name once");
            }

            if (member.Name == "__metadata__")
            {
                ReadMetadata(member.Value);
            }
            else
            {
                _tensors.Add(ReadTensor(member.Name, member.Value));
            }
        }
    }

    private void ReadMetadata(JsonElement metadata)
    {
        if (metadata.ValueKind != JsonValueKind.Object)
        {
            throw Damaged(_path, Prefix, metadata.ValueKind, "__metadata__ as a JSON object");
        }

        foreach (var member in metadata.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.String)
            {
                throw Damaged(
                    _path, Prefix, member.Value.ValueKind, "texts as values of __metadata__");
            }

            _metadata[member.Name] = member.Value.GetString()!;
        }
    }

    private TensorEntry ReadTensor(string name, JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty("dtype", out var dtype)
            || dtype.ValueKind != JsonValueKind.String
            || !element.TryGetProperty("shape", out var shape)
            || !element.TryGetProperty("data_offsets", out var offsets))
        {
            throw Damaged(_path, Prefix, $"tensor '{name}'", "dtype, shape and data_offsets");
        }

        var type = dtype.GetString()!;
        if (TensorEntry.SizeOf(type) == 0)
        {
            throw Damaged(
                _path, Prefix, $"dtype {type} of '{name}'",
                string.Join(", ", TensorEntry.KnownDtypes));
        }

        var range = Numbers(name, offsets, "data_offsets");
        var extents = Numbers(name, shape, "shape");
        if (range.Length != 2 || range[0] > range[1])
        {
            throw Damaged(
                _path, Prefix, $"data_offsets [{string.Join(", ", range)}] of '{name}'",
                "[begin, end] with begin <= end");
        }

        var bytes = extents.Aggregate(
            (Int128)TensorEntry.SizeOf(type), (product, extent) => Capped(product, extent));
        return bytes == range[1] - range[0]
            ? new TensorEntry(name, type, extents, range[0], range[1] - range[0])
            : throw Damaged(
                _path, Prefix, $"{range[1] - range[0]} bytes for '{name}'",
                $"{bytes} bytes, as its shape and dtype say");
    }

    private static Int128 Capped(Int128 product, long extent) =>
        product > long.MaxValue && extent > 0 ? product : product * extent;

    private long[] Numbers(string name, JsonElement array, string what)
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            throw Damaged(_path, Prefix, $"{what} of '{name}'", "a list of numbers");
        }

        var numbers = new List<long>();
        foreach (var item in array.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out var number)
                || number < 0)
            {
                throw Damaged(
                    _path, Prefix, $"{item.GetRawText()} in {what} of '{name}'",
                    "whole numbers from 0 to 2^63 - 1");
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    private void CheckRanges(long dataStart, long dataLength)
    {
        long end = 0;
        foreach (var tensor in _tensors.OrderBy(t => t.Start).ThenBy(t => t.Length))
        {
            if (tensor.Start != end)
            {
                var what = tensor.Start < end ? "overlaps the tensor before" : "leaves a gap";
                throw Damaged(
                    _path, dataStart + tensor.Start, $"'{tensor.Name}' {what}",
                    $"data_offsets that begin at {end}");
            }

            end = tensor.Start + tensor.Length;
        }

        if (end != dataLength)
        {
            throw Damaged(
                _path, dataStart + Math.Min(end, dataLength), $"{dataLength} bytes of data",
                $"{end} bytes, as the header says");
        }
    }
}
