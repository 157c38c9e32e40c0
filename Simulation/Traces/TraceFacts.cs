using AkkaCoded.Codes.Latency;

namespace AkkaCoded.Simulation.Traces;

/// <summary>A ratio over the steps of a trace.</summary>
internal readonly record struct StepRatio(double Mean, double Max)
{
    public static StepRatio Of(IReadOnlyList<double> values) => new(values.Average(), values.Max());
}

/// <summary>What waiting for all costs against waiting for some: mean of the steps' maxima over the
/// mean of their k-th smallest times.</summary>
internal readonly record struct OrderRatio(int Answers, double Ratio);

/// <summary>Whether slowness stays with a worker.</summary>
/// <param name="Factor">Slow is above so many times the step's median.</param>
/// <param name="Share">Share of all worker-steps that are slow.</param>
/// <param name="Again">Of those that were slow in the step before; null where none was.</param>
internal readonly record struct Persistence(double Factor, double Share, double? Again);

/// <summary>A worker over the whole trace.</summary>
/// <param name="Worker">Column, from 0.</param>
/// <param name="MeanSeconds">Of all steps.</param>
/// <param name="SlowShare">Steps in which it took more than 1.25 times the step's median.</param>
internal readonly record struct WorkerFacts(int Worker, double MeanSeconds, double SlowShare);

/// <summary>What a trace says about stragglers, step by step and worker by worker.</summary>
internal sealed class TraceFacts
{
    /// <summary>From so many times the median on a worker counts as slow.</summary>
    public const double Slow = 1.25;

    private static readonly double[] Factors = [1.05, Slow, 1.5, 2];

    private readonly double[][] _rows;
    private readonly double[] _medians;

    public TraceFacts(LatencyTrace trace)
    {
        Trace = trace;
        _rows = [.. Enumerable.Range(0, trace.Steps).Select(step => trace.Step(step).ToArray())];
        var sorted = _rows.Select(row => row.Order().ToArray()).ToArray();
        _medians = [.. sorted.Select(row => Order.Quantile(row, 0.5))];
        var all = _rows.SelectMany(row => row).Order().ToArray();
        MeanSeconds = all.Average();
        MedianSeconds = Order.Quantile(all, 0.5);
        WaitForAllSeconds = sorted.Average(row => row[^1]);
        MaxOverMedian = Ratio(sorted, row => row[^1]);
        P99OverMedian = Ratio(sorted, row => Order.Quantile(row, 0.99));
        OrderRatios = [.. OrdersOf(trace.Workers).Select(k => new OrderRatio(
            k, WaitForAllSeconds / sorted.Average(row => row[k - 1])))];
        Persistence = [.. Factors.Select(PersistenceOf)];
        OverTwiceFastest = Share((row, step) => 2 * sorted[step][0]);
        Workers = [.. Enumerable.Range(0, trace.Workers).Select(FactsOf)];
    }

    public LatencyTrace Trace { get; }

    public double MeanSeconds { get; }

    /// <summary>Of all worker-steps.</summary>
    public double MedianSeconds { get; }

    /// <summary>Mean over the steps of the slowest worker.</summary>
    public double WaitForAllSeconds { get; }

    /// <summary>Mean over the steps of the median worker.</summary>
    public double MedianStepSeconds => _medians.Average();

    public StepRatio MaxOverMedian { get; }

    public StepRatio P99OverMedian { get; }

    public IReadOnlyList<OrderRatio> OrderRatios { get; }

    public IReadOnlyList<Persistence> Persistence { get; }

    /// <summary>Share of worker-steps above twice the step's median.</summary>
    public double OverTwiceMedian => Persistence[^1].Share;

    /// <summary>Share of worker-steps above twice the step's fastest worker.</summary>
    public double OverTwiceFastest { get; }

    public IReadOnlyList<WorkerFacts> Workers { get; }

    /// <summary>
    /// How many times faster than waiting for all fractional repetition with s = 1 would be if the
    /// slowness lay in the data and more load took no time: both replicas of a group then suffer
    /// from what is slow in its two shares. Never above 1.
    /// </summary>
    public double GainIfDataIsSlow() => WaitForAllSeconds / _rows
        .Select((row, step) => row.Chunk(2).Max(group => Together(group, _medians[step])))
        .Average();

    /// <summary>The laws that fit all times, the best first. A trace has one load, so how the load
    /// enters stays open.</summary>
    public LatencyFit Fit() => LatencyFit.Of(
        [.. _rows.SelectMany(row => row).Select(
            seconds => new LatencyObservation(1.0 / Trace.Workers, seconds))]);

    /// <summary>The slowest share, and what the others of the group have above the median.
    /// </summary>
    private static double Together(double[] shares, double median) => shares.Max()
        + shares.Order().SkipLast(1).Sum(seconds => Math.Max(0, seconds - median));

    private static IEnumerable<int> OrdersOf(int workers) =>
        new[] { workers - 1, workers - 2, (int)(0.75 * workers), (int)(0.5 * workers) }
            .Where(k => k >= 1).Distinct();

    private StepRatio Ratio(double[][] sorted, Func<double[], double> of) => StepRatio.Of(
        [.. sorted.Zip(_medians).Where(pair => pair.Second > 0)
            .Select(pair => of(pair.First) / pair.Second).DefaultIfEmpty(1)]);

    private double Share(Func<double[], int, double> limit) => _rows
        .Select((row, step) => row.Count(value => value > limit(row, step))).Sum()
        / (double)(_rows.Length * Trace.Workers);

    private Persistence PersistenceOf(double factor)
    {
        var (before, again) = (0, 0);
        for (var step = 1; step < _rows.Length; step++)
        {
            for (var worker = 0; worker < Trace.Workers; worker++)
            {
                if (IsSlow(step - 1, worker, factor))
                {
                    before++;
                    again += IsSlow(step, worker, factor) ? 1 : 0;
                }
            }
        }

        var share = Share((_, step) => factor * _medians[step]);
        return new(factor, share, before == 0 ? null : (double)again / before);
    }

    private bool IsSlow(int step, int worker, double factor) =>
        _rows[step][worker] > factor * _medians[step];

    private WorkerFacts FactsOf(int worker) => new(
        worker,
        _rows.Average(row => row[worker]),
        Enumerable.Range(0, _rows.Length).Count(step => IsSlow(step, worker, Slow))
            / (double)_rows.Length);
}
