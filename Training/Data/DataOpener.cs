using AkkaCoded.Codes;

namespace AkkaCoded.Training.Data;

/// <summary>Opens files by their format and makes training and test data of them.</summary>
internal sealed class DataOpener(DataOptions options)
{
    private readonly List<IDataSet> _opened = [];

    public DataPair Open()
    {
        try
        {
            var (train, test) = options.Format == "glyphs" ? Glyphs() : Files();
            return new DataPair(train, test, options.Normalize, _opened);
        }
        catch
        {
            _opened.ForEach(set => set.Dispose());
            throw;
        }
    }

    private (IDataSet Train, IDataSet Test) Glyphs()
    {
        var glyphs = options.Glyphs;
        return (
            Keep(new GlyphDataSet(glyphs.Seed, 0, glyphs.Train, glyphs.Size, glyphs.Noise)),
            Keep(new GlyphDataSet(
                glyphs.Seed, glyphs.Train, glyphs.Test, glyphs.Size, glyphs.Noise)));
    }

    private (IDataSet Train, IDataSet Test) Files()
    {
        var whole = Keep(OpenFiles(options.Train, options.TrainLabels, like: null));
        if (options.Test.Count > 0)
        {
            var test = Keep(OpenFiles(options.Test, options.TestLabels, whole));
            return (Part(whole, 0, options.SplitTrain), Part(test, 0, options.SplitTest));
        }

        var train = options.SplitTrain > 0 ? options.SplitTrain : whole.Count - options.SplitTest;
        if (train < 1 || train > whole.Count - options.SplitTest)
        {
            throw new InvalidInputException(
                "CDL-0210", "coded.data.split",
                $"{options.SplitTrain} + {options.SplitTest}",
                $"training and test samples that together are at most {whole.Count}",
                "Split off fewer samples.");
        }

        return (Part(whole, 0, train), Part(whole, train, options.SplitTest));
    }

    private IDataSet Part(IDataSet whole, long start, long count)
    {
        if (count == 0 || (start == 0 && count == whole.Count))
        {
            return whole;
        }

        if (start + count > whole.Count)
        {
            throw new InvalidInputException(
                "CDL-0210", "coded.data.split", count, $"1 .. {whole.Count - start}",
                "Take fewer samples than the file has.");
        }

        var order = new IndexPermutation((ulong)options.SplitSeed, 0x53504C54, whole.Count);
        return new SubsetDataSet(whole, order, start, count);
    }

    private IDataSet OpenFiles(IReadOnlyList<string> files, string labels, IDataSet? like)
    {
        var paths = files.Select(Resolve).ToList();
        switch (options.Format)
        {
            case "csv":
                return CsvReader.Read(
                    paths[0], options.CsvLabelColumn, options.CsvSkipLines,
                    like?.Classes ?? options.Classes, options.Shape);
            case "libsvm":
                return LibsvmReader.Read(
                    paths[0], like?.Shape[0] ?? options.LibsvmFeatures,
                    like is SparseDataSet known ? known.Labels : []);
            case "idx":
                return IdxReader.Read(paths[0], Resolve(labels), options.Classes, options.Shape);
            case "cifar10":
                return Cifar10Reader.Read(paths);
            default:
                return SafetensorsDataSet.Open(
                    paths[0], options.TensorFeatures, options.TensorLabels,
                    like?.Classes ?? options.Classes, options.Shape);
        }
    }

    private string Resolve(string path) => Path.Combine(options.FolderOrDefault, path);

    private IDataSet Keep(IDataSet set)
    {
        _opened.Add(set);
        return set;
    }
}
