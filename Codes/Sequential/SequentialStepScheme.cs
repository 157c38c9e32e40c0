using AkkaCoded.Codes.Baselines;

namespace AkkaCoded.Codes.Sequential;

/// <summary>
/// SR-SGC or M-SGC as a step scheme: a round lasts (1 + mu) times as long as its fastest worker, or
/// until all have answered; where the stragglers are not of the kind tolerated it waits (Krishnan,
/// Ebrahimi, Khisti, ICLR 2023, arXiv 2211.13802, section 4).
/// </summary>
/// <remarks>
/// Every task is uploaded as a vector of its own, since the tasks of a round belong to different
/// jobs: W - 1 + B vectors per worker and round for M-SGC. A run of J updates takes
/// J + <see cref="Delay"/> steps, and the updates of a step are those it finished; what was wasted
/// on a job is counted in the step that finishes it. Steps after the last job take no time. A round
/// that needs a worker which never answers lasts for ever, and so do all after it.
/// </remarks>
public sealed class SequentialStepScheme : IStepScheme
{
    private readonly SequentialRun _run;
    private readonly StepClock _clock;
    private readonly bool[] _answered;
    private readonly double _mu;
    private readonly WaitOut _waitOut;
    private readonly double[] _workOfJob;
    private SchemeStep? _stuck;

    /// <param name="scheme">SR-SGC or M-SGC.</param>
    /// <param name="jobs">J: how many updates the run is for, at least 1.</param>
    /// <param name="mu">0 or more; the paper takes 1.</param>
    /// <param name="waitOut">For whom a round waits that can't end yet.</param>
    /// <exception cref="InvalidInputException">CDL-0064, CDL-0065.</exception>
    public SequentialStepScheme(
        SequentialScheme scheme,
        int jobs,
        double mu = 1,
        WaitOut waitOut = WaitOut.UntilEnough)
    {
        SchemeChecks.Mu(scheme.Name, mu);
        _run = scheme.Start(jobs);
        _clock = new(scheme.Workers);
        _answered = new bool[scheme.Workers];
        (_mu, _waitOut) = (mu, waitOut);
        Name = $"{scheme.Name[..^1]}, mu={SchemeNumber.Text(mu)})";
        Delay = scheme.Delay;
        _workOfJob = new double[Delay + 1];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <remarks>Exact, but its updates are late by the delay unless models take turns.</remarks>
    public bool IsSynchronousExact => false;

    /// <inheritdoc/>
    public int Delay { get; }

    /// <summary>Rounds that could not end at their time.</summary>
    public int WaitOuts { get; private set; }

    /// <inheritdoc/>
    public SchemeStep Step(int step, IWorkerTimes times)
    {
        if (_stuck is { } stuck)
        {
            return stuck with { Work = 0, Wasted = 0, Vectors = 0 };
        }

        if (_run.IsFinished)
        {
            return default;
        }

        Contract.Require(step == _run.Round, "steps come in order");
        var tasks = _run.Open();
        _workOfJob[step % _workOfJob.Length] = 0;
        _clock.Start(times, tasks.Loads);
        var seconds = Math.Min((1 + _mu) * _clock.Fastest(), _clock.Slowest());
        var report = ReportAt(seconds);
        if (report.MustWait)
        {
            WaitOuts++;
            (seconds, report) = Wait(seconds);
        }

        var outcome = _clock.End(seconds, useful: 0, vectors: Vectors(tasks)) with
        {
            Wasted = Wasted(tasks, report),
            Updates = report.Finished.Length,
            FreshShare = report.Finished.IsEmpty ? 0 : 1,
        };
        _stuck = report.MustWait ? outcome : null;
        return outcome;
    }

    /// <summary>Work done for the jobs of this report, beyond computing each once.</summary>
    private double Wasted(RoundTasks tasks, RoundReport report)
    {
        for (var worker = 0; worker < _answered.Length; worker++)
        {
            var done = _clock.Done[worker] / Math.Max(1, tasks.Of(worker).Length);
            foreach (var task in tasks.Of(worker))
            {
                _workOfJob[task.Job % _workOfJob.Length] += done;
            }
        }

        return report.Finished.Sum(
            job => Math.Max(0, _workOfJob[job.Job % _workOfJob.Length] - 1));
    }

    private RoundReport ReportAt(double seconds) => _run.Report(AnsweredBy(seconds));

    private bool[] AnsweredBy(double seconds)
    {
        for (var worker = 0; worker < _answered.Length; worker++)
        {
            _answered[worker] = _clock.HasArrived(worker, seconds);
        }

        return _answered;
    }

    private (double Seconds, RoundReport Report) Wait(double cutoff)
    {
        if (_waitOut == WaitOut.ForAll && double.IsFinite(_clock.Slowest()))
        {
            return (_clock.Slowest(), ReportAt(_clock.Slowest()));
        }

        _clock.Sort();
        for (var i = FirstTolerated(cutoff); i < _clock.Workers; i++)
        {
            var arrival = _clock.Sorted[i];
            if (double.IsFinite(arrival) && ReportAt(arrival) is { MustWait: false } report)
            {
                return (arrival, report);
            }
        }

        return (double.PositiveInfinity, RoundReport.Wait);
    }

    /// <summary>The first arrival after the cut-off whose stragglers are tolerated, by bisection:
    /// with a thousand workers to wait for, asking at each is slow.</summary>
    private int FirstTolerated(double cutoff)
    {
        var low = 0;
        var high = _clock.Workers;
        while (low < high)
        {
            var middle = (low + high) / 2;
            var arrival = _clock.Sorted[middle];
            var isLater = arrival > cutoff && double.IsFinite(arrival);
            (low, high) = isLater && _run.WouldTolerate(AnsweredBy(arrival))
                ? (low, middle)
                : arrival <= cutoff || isLater ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private int Vectors(RoundTasks tasks)
    {
        var vectors = 0;
        for (var worker = 0; worker < _answered.Length; worker++)
        {
            vectors += _answered[worker] ? tasks.Of(worker).Length : 0;
        }

        return vectors;
    }
}
