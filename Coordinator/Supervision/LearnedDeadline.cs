using AkkaCoded.Codes;
using AkkaCoded.Messages.Job;

namespace AkkaCoded.Coordinator.Supervision;

/// <summary>
/// How long a worker may go without progress before it counts as hung. Learns the time of a unit of
/// load from recent rows: the 90 % quantile of seconds per chunk, so that neither a few outliers
/// (a worker that hung and came back) nor a race that only shows the fastest sets the measure.
/// </summary>
/// <param name="options">Factor and bounds.</param>
/// <param name="window">Rows that count as recent.</param>
internal sealed class LearnedDeadline(SupervisionOptions options, int window = 256)
{
    /// <summary>Share of the recent rows that took at most the learned time.</summary>
    public const double Quantile = 0.9;

    private readonly double[] _recent = new double[window];
    private readonly (double Share, double Seconds)[] _rows = new (double, double)[window];
    private readonly double[] _sorted = new double[window];
    private int _count;
    private int _oldest;
    private int _chunks = 1;

    /// <summary>Whether a row was seen.</summary>
    public bool HasLearned => _count > 0;

    /// <summary>Learned seconds per chunk; 0 while nothing is learned.</summary>
    public double SecondsPerChunk => _count == 0
        ? 0
        : _sorted[(int)Math.Ceiling(Quantile * _count) - 1];

    /// <summary>Learns from a row that was computed to its end.</summary>
    /// <param name="loadChunks">Its chunks, at least 1; of a row that went on from chunks done
    /// before, those computed now.</param>
    /// <param name="seconds">From the request to the answer, injected delays included.</param>
    public void Observe(int loadChunks, double seconds)
    {
        Contract.Require(loadChunks >= 1, "a row has a chunk");
        Contract.Require(double.IsFinite(seconds) && seconds >= 0, "a row takes some time");
        if (_count == window)
        {
            Remove(_recent[_oldest]);
        }

        var value = seconds / loadChunks;
        _recent[_oldest] = value;
        _rows[_oldest] = ((double)loadChunks / _chunks, seconds);
        _oldest = (_oldest + 1) % window;
        Insert(value);
    }

    /// <summary>
    /// A step is cut into other chunks from now on. A larger row may take longer in proportion; a
    /// smaller one is not expected to be faster, since delays need not shrink with the work.
    /// </summary>
    /// <param name="chunks">Chunks of a step.</param>
    /// <param name="loadChunks">Chunks of the largest row.</param>
    public void Measure(int chunks, int loadChunks)
    {
        Contract.Require(loadChunks >= 1 && loadChunks <= chunks, "a row is part of a step");
        _chunks = chunks;
        for (var i = 0; i < _count; i++)
        {
            var (share, seconds) = _rows[i];
            _recent[i] = seconds * Math.Max(1, loadChunks / (chunks * share)) / loadChunks;
        }

        _recent.AsSpan(0, _count).CopyTo(_sorted);
        Array.Sort(_sorted, 0, _count);
    }

    /// <summary>The time within which a row should come; and so, at the latest, any progress of
    /// it.</summary>
    /// <param name="loadChunks">Chunks that are to be computed.</param>
    /// <param name="isFirst">Whether it is the first row of a worker's life: loading and warming
    /// up take many times longer than the work.</param>
    public TimeSpan For(int loadChunks, bool isFirst = false)
    {
        Contract.Require(loadChunks >= 0, "a load is not negative");
        var seconds = options.DeadlineFactor * SecondsPerChunk * loadChunks;
        var learned = TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2));
        var least = isFirst || !HasLearned
            ? Max(options.DeadlineFirst, options.DeadlineMin)
            : options.DeadlineMin;
        return Max(learned, least);
    }

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;

    private void Insert(double value)
    {
        var at = Array.BinarySearch(_sorted, 0, _count, value);
        at = at < 0 ? ~at : at;
        Array.Copy(_sorted, at, _sorted, at + 1, _count - at);
        _sorted[at] = value;
        _count++;
    }

    private void Remove(double value)
    {
        var at = Array.BinarySearch(_sorted, 0, _count, value);
        Contract.Require(at >= 0, "what is forgotten was learned");
        _count--;
        Array.Copy(_sorted, at + 1, _sorted, at, _count - at);
    }
}
