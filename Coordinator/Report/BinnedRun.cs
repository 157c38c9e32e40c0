using AkkaCoded.Coordinator.Record;

namespace AkkaCoded.Coordinator.Report;

/// <summary>
/// A run cut into at most a few hundred pieces of equally many steps, whatever its length: when
/// there are too many pieces, neighbours are joined. So a report of 100,000 steps needs no more
/// memory for its curves than one of 500.
/// </summary>
internal sealed class BinnedRun
{
    /// <summary>Pieces are joined in pairs when so many are full.</summary>
    public const int BinsMax = 480;

    private readonly List<Bin> _bins = [];

    /// <summary>Pieces in order; only the last may hold fewer steps than the others.</summary>
    public IReadOnlyList<Bin> Bins => _bins;

    /// <summary>Steps of a piece.</summary>
    public long StepsPerBin { get; private set; } = 1;

    /// <summary>Worker numbers are below this.</summary>
    public int Workers { get; private set; }

    public void Add(StepRecord step, double atSeconds)
    {
        if (_bins.Count == 0 || _bins[^1].Steps == StepsPerBin)
        {
            if (_bins.Count == BinsMax)
            {
                Replace(2);
                StepsPerBin *= 2;
            }

            _bins.Add(new Bin(step, atSeconds));
        }

        _bins[^1].Add(step, atSeconds);
        Workers = Math.Max(Workers, _bins[^1].Workers);
    }

    /// <summary>The same in at most so many pieces.</summary>
    public IReadOnlyList<Bin> AtMost(int count) =>
        Joined((int)Math.Ceiling((double)_bins.Count / count));

    private void Replace(int factor)
    {
        var joined = Joined(factor);
        _bins.Clear();
        _bins.AddRange(joined);
    }

    private List<Bin> Joined(int factor) =>
        [.. _bins.Chunk(factor).Select(part => part.Skip(1).Aggregate(part[0], Bin.Joined))];
}

/// <summary>Consecutive steps as one.</summary>
internal sealed class Bin
{
    private readonly List<WorkerBin> _workers = [];

    public Bin(StepRecord first, double atSeconds)
    {
        (FirstStep, FromSeconds) = (first.Step, Math.Max(atSeconds - first.Seconds, 0));
        (LossMin, LossMax) = (double.PositiveInfinity, double.NegativeInfinity);
    }

    public long FirstStep { get; private init; }

    public long LastStep { get; private set; }

    public double FromSeconds { get; private init; }

    public double ToSeconds { get; private set; }

    public long Steps { get; private set; }

    public double LossMin { get; private set; }

    public double LossMax { get; private set; }

    public double MeanLoss => _lossSum / Steps;

    public double MeanAccuracy => _accuracySum / Steps;

    public double MeanSeconds => _seconds / Steps;

    public TimeSplit MeanSplit => RunTally.Scaled(_split, 1.0 / Steps);

    public int Workers => _workers.Count;

    private double _lossSum;
    private double _accuracySum;
    private double _seconds;
    private TimeSplit _split;

    public void Add(StepRecord step, double atSeconds)
    {
        (LastStep, ToSeconds) = (step.Step, atSeconds);
        Steps++;
        (LossMin, LossMax) = (Math.Min(LossMin, step.Loss), Math.Max(LossMax, step.Loss));
        _lossSum += step.Loss;
        _accuracySum += step.Accuracy;
        _seconds += step.Seconds;
        _split = RunTally.Sum(_split, step.Split);
        foreach (var (worker, state) in AnswerStates.Of(step))
        {
            Of(worker).States[(int)state]++;
        }

        for (var worker = 0; worker < step.ArrivalSeconds.Count; worker++)
        {
            if (step.ArrivalSeconds[worker] is { } arrival)
            {
                Of(worker).ArrivalSeconds += arrival;
                Of(worker).Arrivals++;
            }
        }
    }

    /// <summary>How often a worker's answer ended in each state.</summary>
    public IReadOnlyList<int> States(int worker) =>
        worker < _workers.Count ? _workers[worker].States : new int[AnswerStates.Count];

    /// <summary>Mean arrival of a worker's answers; NaN where none came.</summary>
    public double MeanArrival(int worker) => worker < _workers.Count
        ? _workers[worker].ArrivalSeconds / _workers[worker].Arrivals
        : double.NaN;

    public static Bin Joined(Bin left, Bin right)
    {
        var joined = new Bin(left, right);
        for (var worker = 0; worker < Math.Max(left.Workers, right.Workers); worker++)
        {
            var target = joined.Of(worker);
            foreach (var source in new[] { left, right }.Where(bin => worker < bin.Workers))
            {
                target.Add(source._workers[worker]);
            }
        }

        return joined;
    }

    private Bin(Bin left, Bin right)
    {
        (FirstStep, LastStep) = (left.FirstStep, right.LastStep);
        (FromSeconds, ToSeconds) = (left.FromSeconds, right.ToSeconds);
        Steps = left.Steps + right.Steps;
        LossMin = Math.Min(left.LossMin, right.LossMin);
        LossMax = Math.Max(left.LossMax, right.LossMax);
        _lossSum = left._lossSum + right._lossSum;
        _accuracySum = left._accuracySum + right._accuracySum;
        _seconds = left._seconds + right._seconds;
        _split = RunTally.Sum(left._split, right._split);
    }

    private WorkerBin Of(int worker)
    {
        while (_workers.Count <= worker)
        {
            _workers.Add(new WorkerBin());
        }

        return _workers[worker];
    }

    private sealed class WorkerBin
    {
        public int[] States { get; } = new int[AnswerStates.Count];

        public double ArrivalSeconds { get; set; }

        public int Arrivals { get; set; }

        public void Add(WorkerBin other)
        {
            for (var state = 0; state < States.Length; state++)
            {
                States[state] += other.States[state];
            }

            ArrivalSeconds += other.ArrivalSeconds;
            Arrivals += other.Arrivals;
        }
    }
}
