using AkkaCoded.Codes;

namespace AkkaCoded.Training.Data;

/// <summary>Helpers for extents such as [1, 28, 28].</summary>
internal static class Shapes
{
    /// <summary>The product of the extents: 1 for a scalar.</summary>
    public static int Size(IReadOnlyList<int> shape)
    {
        long size = 1;
        foreach (var extent in shape)
        {
            Contract.Require(extent > 0, "an extent is positive");
            size = checked(size * extent);
        }

        return checked((int)size);
    }

    public static string Text(IReadOnlyList<int> shape) => $"[{string.Join(", ", shape)}]";

    public static bool Same(IReadOnlyList<int> left, IReadOnlyList<int> right) =>
        left.SequenceEqual(right);

    /// <summary>
    /// The wished shape if it has the features of the file's own, else the error.
    /// </summary>
    public static IReadOnlyList<int> Reshape(
        string path, IReadOnlyList<int> wished, IReadOnlyList<int> found)
    {
        if (wished.Count == 0)
        {
            return found;
        }

        // In float64, since the product of wished extents may be any number.
        if (wished.Aggregate(1.0, (product, extent) => product * extent) != Size(found))
        {
            throw new InvalidInputException(
                "CDL-0209", "coded.data.shape", Text(wished),
                $"extents whose product is {Size(found)}, the features of a sample in {path}",
                "Correct coded.data.shape, or leave it empty.");
        }

        return wished;
    }
}
