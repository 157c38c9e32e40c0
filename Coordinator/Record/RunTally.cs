namespace AkkaCoded.Coordinator.Record;

/// <summary>Counts along while a job runs; memory: a number per step and a few per worker.
/// </summary>
/// <param name="samplesPerStep">Samples of a step; 0: taken from session lines.</param>
public sealed class RunTally(int samplesPerStep) : IJobObserver
{
    private readonly object _lock = new();
    private readonly List<double> _stepSeconds = [];
    private readonly List<Counts> _workers = [];
    private Mean _earliest;
    private Mean _all;
    private TimeSplit _split;
    private long _restarts;
    private double _decodeErrorMax;
    private double? _lastLoss;
    private double? _testLoss;
    private double? _testAccuracy;
    private int _samplesPerStep = samplesPerStep;

    /// <inheritdoc/>
    public void OnStep(StepRecord step)
    {
        lock (_lock)
        {
            _stepSeconds.Add(step.Seconds);
            _earliest.Add(step.EarliestDecodableSeconds);
            _all.Add(step.WaitForAllSeconds);
            _split = Sum(_split, step.Split);
            _decodeErrorMax = Math.Max(_decodeErrorMax, step.DecodeError);
            _lastLoss = step.Loss;
            CountAnswers(step);
        }
    }

    /// <inheritdoc/>
    public void OnEvent(JobEvent happened)
    {
        lock (_lock)
        {
            _testLoss = happened.Loss ?? _testLoss;
            _testAccuracy = happened.Accuracy ?? _testAccuracy;
            if (happened.Kind == "restarted")
            {
                _restarts++;
                if (happened.Worker is { } worker)
                {
                    Of(worker.Number).Restarts++;
                }
            }
        }
    }

    /// <summary>Counts a line of a record.</summary>
    public void Add(RunRecordLine line)
    {
        switch (line)
        {
            case SessionLine session:
                _samplesPerStep = session.Header.SamplesPerStep;
                break;
            case StepLine step:
                OnStep(step.Step);
                break;
            case EventLine happened:
                OnEvent(happened.Event);
                break;
        }
    }

    /// <summary>The totals so far.</summary>
    public RunSummary Summary()
    {
        lock (_lock)
        {
            var sorted = _stepSeconds.Order().ToArray();
            var total = sorted.Sum();
            var workers = _workers.Select((counts, number) => counts.Totals(number)).ToArray();
            return new RunSummary
            {
                Steps = sorted.Length,
                StepSeconds = total,
                MeanStepSeconds = sorted.Length == 0 ? 0 : total / sorted.Length,
                P50StepSeconds = Quantile(sorted, 0.5),
                P99StepSeconds = Quantile(sorted, 0.99),
                EarliestDecodableSeconds = _earliest.Value,
                WaitForAllSeconds = _all.Value,
                Used = workers.Sum(worker => worker.Used),
                Late = workers.Sum(worker => worker.Late),
                Cancelled = workers.Sum(worker => worker.Cancelled),
                Lost = workers.Sum(worker => worker.Lost),
                Restarts = _restarts,
                DecodeErrorMax = _decodeErrorMax,
                SamplesPerSecond = total > 0 ? _samplesPerStep * sorted.Length / total : 0,
                MeanSplit = Scaled(_split, 1.0 / Math.Max(sorted.Length, 1)),
                LastLoss = _lastLoss,
                TestLoss = _testLoss,
                TestAccuracy = _testAccuracy,
                Workers = workers,
            };
        }
    }

    /// <summary>Smallest value that at least the share <paramref name="p"/> does not exceed.
    /// </summary>
    internal static double Quantile(double[] sorted, double p) => sorted.Length == 0
        ? 0
        : sorted[Math.Clamp((int)Math.Ceiling(p * sorted.Length) - 1, 0, sorted.Length - 1)];

    internal static TimeSplit Sum(TimeSplit left, TimeSplit right) => new(
        left.ComputeSeconds + right.ComputeSeconds,
        left.WaitSeconds + right.WaitSeconds,
        left.TransferSeconds + right.TransferSeconds,
        left.DecodeSeconds + right.DecodeSeconds,
        left.OptimizerSeconds + right.OptimizerSeconds);

    internal static TimeSplit Scaled(TimeSplit split, double factor) => new(
        split.ComputeSeconds * factor,
        split.WaitSeconds * factor,
        split.TransferSeconds * factor,
        split.DecodeSeconds * factor,
        split.OptimizerSeconds * factor);

    private void CountAnswers(StepRecord step)
    {
        foreach (var (worker, state) in AnswerStates.Of(step))
        {
            Of(worker).Answers[(int)state]++;
        }

        for (var worker = 0; worker < step.ArrivalSeconds.Count; worker++)
        {
            Of(worker).Arrival.Add(step.ArrivalSeconds[worker]);
        }
    }

    private Counts Of(int worker)
    {
        while (_workers.Count <= worker)
        {
            _workers.Add(new Counts());
        }

        return _workers[worker];
    }

    private struct Mean
    {
        private double _sum;
        private long _count;

        public readonly double? Value => _count == 0 ? null : _sum / _count;

        public void Add(double? value)
        {
            _sum += value ?? 0;
            _count += value is null ? 0 : 1;
        }
    }

    private sealed class Counts
    {
        public Mean Arrival;

        public long[] Answers { get; } = new long[AnswerStates.Count];

        public long Restarts { get; set; }

        public WorkerTotals Totals(int worker) => new(
            worker,
            Answers[(int)AnswerState.Used],
            Answers[(int)AnswerState.Late],
            Answers[(int)AnswerState.Cancelled],
            Answers[(int)AnswerState.Lost],
            Restarts,
            Arrival.Value);
    }
}
