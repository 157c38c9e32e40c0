namespace AkkaCoded.Training.Checkpoints;

/// <summary>A tensor as a safetensors header names it.</summary>
/// <param name="Name">Key in the header.</param>
/// <param name="Dtype">Element type in the format's letters, such as <c>F32</c>.</param>
/// <param name="Shape">Extents; empty for a scalar.</param>
/// <param name="Start">First byte, counted from the end of the header.</param>
/// <param name="Length">Bytes.</param>
public sealed record TensorEntry(
    string Name, string Dtype, IReadOnlyList<long> Shape, long Start, long Length)
{
    private static readonly Dictionary<string, int> ElementBytes = new()
    {
        ["BOOL"] = 1, ["U8"] = 1, ["I8"] = 1, ["F8_E5M2"] = 1, ["F8_E4M3"] = 1,
        ["I16"] = 2, ["U16"] = 2, ["F16"] = 2, ["BF16"] = 2,
        ["I32"] = 4, ["U32"] = 4, ["F32"] = 4,
        ["F64"] = 8, ["I64"] = 8, ["U64"] = 8,
    };

    /// <summary>Number of elements; 1 for a scalar.</summary>
    public long ElementCount => Length / SizeOf(Dtype);

    /// <summary>The element types that the format knows.</summary>
    public static IEnumerable<string> KnownDtypes => ElementBytes.Keys;

    /// <summary>Bytes per element, or 0 for a type that the format does not know.</summary>
    public static int SizeOf(string dtype) => ElementBytes.GetValueOrDefault(dtype);
}
