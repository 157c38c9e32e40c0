namespace AkkaCoded.Training.Data;

/// <summary>
/// Running mean and variance per group of features in float64 (Welford, Technometrics 1962), in the
/// order of the samples, so that every worker finds the same numbers.
/// </summary>
internal sealed class FeatureMoments(int groups, int features)
{
    private readonly double[] _mean = new double[groups];
    private readonly double[] _squares = new double[groups];
    private readonly int _run = features / groups;
    private long _samples;

    public double LargestMagnitude { get; private set; }

    public void Add(ReadOnlySpan<float> sample)
    {
        for (var group = 0; group < groups; group++)
        {
            var count = _samples * _run;
            foreach (var value in sample.Slice(group * _run, _run))
            {
                count++;
                var delta = value - _mean[group];
                _mean[group] += delta / count;
                _squares[group] += delta * (value - _mean[group]);
                LargestMagnitude = Math.Max(LargestMagnitude, Math.Abs(value));
            }
        }

        _samples++;
    }

    public float[] Means() => [.. _mean.Select(mean => (float)mean)];

    public IEnumerable<double> Deviations() =>
        _squares.Select(squares => Math.Sqrt(squares / (_samples * _run)));
}
