namespace AkkaCoded.Coordinator.Metrics;

/// <summary>The figures of one instrument under one set of labels. Guarded by its instrument.
/// </summary>
/// <param name="labels">As they stand between the braces.</param>
/// <param name="bounds">Upper bounds of a histogram's buckets; empty for other instruments.
/// </param>
internal sealed class MetricSeries(string labels, IReadOnlyList<double> bounds)
{
    private readonly long[] _buckets = new long[bounds.Count];

    public string Labels => labels;

    /// <summary>Sum of a counter or histogram, value of a gauge.</summary>
    public double Value { get; private set; }

    /// <summary>Measurements of a histogram.</summary>
    public long Count { get; private set; }

    /// <summary>Which change of the instrument was its last: who is longest unchanged goes
    /// first.</summary>
    public long ChangedAt { get; set; }

    public void Add(double value) => Value += value;

    public void Set(double value) => Value = value;

    public void Record(double value)
    {
        Value += value;
        Count++;
        for (var i = 0; i < _buckets.Length; i++)
        {
            // Few enough bounds that looking at each is as fast as searching.
            if (value <= bounds[i])
            {
                _buckets[i]++;
                return;
            }
        }
    }

    /// <summary>Measurements up to a bound.</summary>
    public long UpTo(int bound)
    {
        var sum = 0L;
        for (var i = 0; i <= bound; i++)
        {
            sum += _buckets[i];
        }

        return sum;
    }
}
