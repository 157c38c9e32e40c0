namespace AkkaCoded.Codes.Tests;

/// <summary>Random chunk gradients, what each worker would answer, and the true sum.</summary>
internal sealed class DecodedSum
{
    private const int Length = 5;

    private readonly double[][] _answers;
    private readonly double[] _sum = new double[Length];

    public DecodedSum(GradientCode code, ulong seed)
    {
        var random = SeededRandom.Stream(seed, 77);
        var gradients = Enumerable.Range(0, code.Chunks)
            .Select(_ => Enumerable.Range(0, Length).Select(_ => random.NextGaussian()).ToArray())
            .ToArray();
        foreach (var gradient in gradients)
        {
            Add(1, gradient, _sum);
        }

        _answers = new double[code.Workers][];
        for (var worker = 0; worker < code.Workers; worker++)
        {
            _answers[worker] = new double[Length];
            var row = code.Row(worker);
            for (var k = 0; k < row.Chunks.Length; k++)
            {
                Add(row.Coefficients[k], gradients[row.Chunks[k]], _answers[worker]);
            }
        }
    }

    /// <summary>Relative error of the sum that the set's coefficients decode.</summary>
    public double ErrorOf(DecodableSet set)
    {
        var decoded = new double[Length];
        var coefficients = set.Coefficients();
        foreach (var worker in set.Members)
        {
            Add(coefficients[worker], _answers[worker], decoded);
        }

        Add(-1, _sum, decoded);
        return Norm(decoded) / Norm(_sum);
    }

    /// <summary>
    /// 1e-10 up to the default limit of the amplification, above it in proportion: that is what the
    /// limit is for.
    /// </summary>
    public void Check(DecodableSet set, string where)
    {
        var amplification = set.Amplification;
        var allowed = 1e-10 * Math.Max(1, amplification / DecodableSet.DefaultMaxAmplification);
        var error = ErrorOf(set);
        Assert.True(
            error <= allowed,
            $"{where}: decoded sum is off by {error:g3}, amplification {amplification:g3}");
    }

    private static void Add(double factor, double[] source, double[] target)
    {
        for (var i = 0; i < Length; i++)
        {
            target[i] += factor * source[i];
        }
    }

    private static double Norm(double[] vector) => Math.Sqrt(vector.Sum(value => value * value));
}
