using AkkaCoded.Codes;

namespace AkkaCoded.Training.Data;

/// <summary>
/// Training data and test data of a job, and the normalisation fitted on the first.
/// </summary>
public sealed class DataPair : IDisposable
{
    private readonly List<IDataSet> _opened;

    internal DataPair(IDataSet train, IDataSet test, string normalize, List<IDataSet> opened)
    {
        if (!Shapes.Same(train.Shape, test.Shape))
        {
            throw new InvalidInputException(
                "CDL-0209", "coded.data.test", Shapes.Text(test.Shape),
                $"samples of the training data's shape {Shapes.Text(train.Shape)}",
                "Test data must have the features of the training data: check the files.");
        }

        Train = train;
        Test = test;
        Classes = Math.Max(train.Classes, test.Classes);
        _opened = opened;
        Normalization = Normalization.Fit(normalize, train);
    }

    /// <summary>Samples to learn from.</summary>
    public IDataSet Train { get; }

    /// <summary>Samples to judge by.</summary>
    public IDataSet Test { get; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>How features are scaled; fitted on <see cref="Train"/>.</summary>
    public Normalization Normalization { get; }

    /// <summary>Opens the data that <paramref name="options"/> name.</summary>
    /// <exception cref="InvalidInputException">
    /// CDL-0202: a file is missing; CDL-0203 .. 0208: a file is damaged; CDL-0209, 0210: the parts
    /// do not fit together.
    /// </exception>
    public static DataPair Open(DataOptions options) => new DataOpener(options).Open();

    /// <inheritdoc/>
    public void Dispose() => _opened.ForEach(set => set.Dispose());
}
