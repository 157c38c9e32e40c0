namespace AkkaCoded.Training.Data;

/// <summary>
/// CIFAR-10 binary: records of a class byte and 3 x 32 x 32 bytes. Several files (the five batches)
/// make one set; they are mapped and must have the same length.
/// </summary>
internal static class Cifar10Reader
{
    private const string Code = "CDL-0206";
    private const int Pixels = 3 * 32 * 32;
    private const int Record = Pixels + 1;

    public static IDataSet Read(IReadOnlyList<string> paths)
    {
        var images = new List<MappedBytes>();
        var labels = new List<MappedBytes>();
        try
        {
            foreach (var path in paths)
            {
                images.Add(new MappedBytes(path));
                labels.Add(new MappedBytes(path));
                Check(images[^1], images[0]);
            }

            var perFile = images[0].Length / Record;
            return new ByteImageDataSet(
                new ByteRecords([.. images], 1, Record, Pixels, perFile),
                new ByteRecords([.. labels], 0, Record, 1, perFile),
                [3, 32, 32],
                10);
        }
        catch
        {
            images.ForEach(file => file.Dispose());
            labels.ForEach(file => file.Dispose());
            throw;
        }
    }

    private static void Check(MappedBytes file, MappedBytes first)
    {
        if (file.Length == 0 || file.Length % Record != 0)
        {
            throw DataErrors.Offset(
                Code, file.Path, file.Length / Record * Record, $"{file.Length} bytes",
                $"a whole number of records of {Record} bytes");
        }

        if (file.Length != first.Length)
        {
            throw DataErrors.Offset(
                Code, file.Path, Math.Min(file.Length, first.Length), $"{file.Length} bytes",
                $"{first.Length} bytes as in {first.Path}");
        }

        for (long offset = 0; offset < file.Length; offset += Record)
        {
            var label = file.Slice(offset, 1)[0];
            if (label > 9)
            {
                throw DataErrors.Offset(Code, file.Path, offset, label, "a class byte 0 .. 9");
            }
        }
    }
}
