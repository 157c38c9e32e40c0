using AkkaCoded.Codes;

namespace AkkaCoded.Training.Data;

/// <summary>Where samples come from; <c>coded.data</c>.</summary>
public sealed record DataOptions
{
    /// <summary>The formats that <c>coded.data.format</c> may name.</summary>
    public static readonly IReadOnlyList<string> Formats =
        ["glyphs", "csv", "libsvm", "idx", "cifar10", "safetensors"];

    /// <summary>Classes that data can have at most.</summary>
    internal const int ClassesMax = 1_000_000;

    /// <summary>One of <see cref="Formats"/>.</summary>
    public required string Format { get; init; }

    /// <summary>Folder that relative paths start from; empty: <see cref="DefaultFolder"/>.
    /// </summary>
    public required string Folder { get; init; }

    /// <summary>Where data lie unless told: AKKACODED_DATA, else ../shared/data.</summary>
    public static string DefaultFolder =>
        Environment.GetEnvironmentVariable("AKKACODED_DATA") is { Length: > 0 } folder
            ? folder
            : Path.Combine("..", "shared", "data");

    /// <summary>Where relative paths of the job start.</summary>
    public string FolderOrDefault => Folder.Length > 0 ? Folder : DefaultFolder;

    /// <summary>Files of the training data.</summary>
    public required IReadOnlyList<string> Train { get; init; }

    /// <summary>IDX: labels of the training data.</summary>
    public required string TrainLabels { get; init; }

    /// <summary>Files of the test data; empty: split off the training files.</summary>
    public required IReadOnlyList<string> Test { get; init; }

    /// <summary>IDX: labels of the test data.</summary>
    public required string TestLabels { get; init; }

    /// <summary>Extents of a sample; empty: as the format says.</summary>
    public required IReadOnlyList<int> Shape { get; init; }

    /// <summary>Number of classes; 0: as the file says.</summary>
    public required int Classes { get; init; }

    /// <summary>One of <see cref="Normalization.Kinds"/>.</summary>
    public required string Normalize { get; init; }

    /// <summary>Training samples; 0: all.</summary>
    public required long SplitTrain { get; init; }

    /// <summary>Test samples split off the training files.</summary>
    public required long SplitTest { get; init; }

    /// <summary>Seed of the order in which a file is split.</summary>
    public required long SplitSeed { get; init; }

    /// <summary>The images drawn by the program itself.</summary>
    public required GlyphOptions Glyphs { get; init; }

    /// <summary>CSV: column of the class; negative counts from the last.</summary>
    public required int CsvLabelColumn { get; init; }

    /// <summary>CSV: lines before the first sample.</summary>
    public required int CsvSkipLines { get; init; }

    /// <summary>LIBSVM: number of features; 0: the largest index found.</summary>
    public required int LibsvmFeatures { get; init; }

    /// <summary>safetensors: name of the tensor with the samples.</summary>
    public required string TensorFeatures { get; init; }

    /// <summary>safetensors: name of the tensor with the classes.</summary>
    public required string TensorLabels { get; init; }

    /// <summary>Checks each value.</summary>
    /// <exception cref="InvalidInputException">CDL-0210: a value outside its range.</exception>
    public DataOptions Validate()
    {
        const string code = "CDL-0210";
        const string key = "coded.data.";
        Check.Choice(code, key + "format", Format, Formats);
        Check.Choice(code, key + "normalize", Normalize, Normalization.Kinds);
        Check.Whole(code, key + "classes", Classes, 0, ClassesMax);
        Check.Whole(code, key + "split.train", SplitTrain, 0, long.MaxValue);
        Check.Whole(code, key + "split.test", SplitTest, 0, long.MaxValue);
        Check.Whole(code, key + "csv.skip-lines", CsvSkipLines, 0, int.MaxValue);
        Check.Whole(code, key + "libsvm.features", LibsvmFeatures, 0, 100_000_000);
        for (var i = 0; i < Shape.Count; i++)
        {
            Check.Whole(code, $"{key}shape[{i}]", Shape[i], 1, int.MaxValue);
        }

        if (Shape.Count > 0 && Format is ("glyphs" or "libsvm" or "cifar10"))
        {
            throw new InvalidInputException(
                code, key + "shape", Shapes.Text(Shape), "[] for the format " + Format,
                "Leave it out: samples of this format have a shape of their own.");
        }

        Glyphs.Validate();
        if (Format != "glyphs")
        {
            ValidateFiles(code, key);
        }

        return this;
    }

    private void ValidateFiles(string code, string key)
    {
        var filesMax = Format == "cifar10" ? int.MaxValue : 1;
        Check.Whole(code, key + "train (number of files)", Train.Count, 1, filesMax);
        Check.Whole(code, key + "test (number of files)", Test.Count, 0, filesMax);
        if (Test.Count == 0 && SplitTest == 0)
        {
            throw new InvalidInputException(
                code, key + "test", "[]", "a file, or a number in split.test",
                "Name test data, or say how many samples to split off.");
        }

        if (Format == "idx")
        {
            Check.Named(code, key + "train-labels", TrainLabels, "an IDX file with the labels");
            if (Test.Count > 0)
            {
                Check.Named(code, key + "test-labels", TestLabels, "an IDX file with the labels");
            }
        }
    }
}
