namespace AkkaCoded.Codes.Choosing;

/// <summary>What the chooser has learned, as far as it can be said in numbers.</summary>
/// <param name="TypicalSeconds">Time of a typical worker with the load 1/n, without delay.</param>
/// <param name="GrowingShare">Share of it that is proportional to the load, 0 .. 1: slope over base
/// and slope.</param>
/// <param name="TailShare">Mean delay above a fast answer, as a share of it.</param>
/// <param name="Persistence">How much of a worker's lateness comes again, 0 .. 1.</param>
/// <param name="Slowness">By worker: factor on the typical time, as far as it is sure.</param>
public sealed record LearnedDelays(
    double TypicalSeconds,
    double GrowingShare,
    double TailShare,
    double Persistence,
    IReadOnlyList<double> Slowness);

/// <summary>Fits everything to the history, and compares plans with it.</summary>
internal sealed class WorkerKnowledge
{
    private const double HopelessLocation = 0.45;
    private const int ProbeSteps = 32;
    private const int PartsBeforeExclusion = 3;

    private readonly StepHistory _history;
    private readonly ChooserOptions _options;
    private readonly int[] _lastPart;
    private readonly int[] _parts;
    private double[] _locations;
    private TailPool? _pool;

    public WorkerKnowledge(StepHistory history, ChooserOptions options)
    {
        _history = history;
        _options = options;
        _locations = new double[history.Workers];
        _lastPart = new int[history.Workers];
        _parts = new int[history.Workers];
        Array.Fill(_lastPart, -1);
        Slopes = new(history, _locations, null);
    }

    public SlopePosterior Slopes { get; private set; }

    public LearnedDelays? Learned { get; private set; }

    public void Note(StepObservation seen)
    {
        foreach (var one in seen.Workers)
        {
            _lastPart[one.Worker] = _history.Steps - 1;
            _parts[one.Worker]++;
        }
    }

    /// <summary>Whether so many steps were done with this load.</summary>
    public bool HasTried(double load, int steps) =>
        _history.Levels.Any(rows => rows.Count >= steps
            && Math.Abs(Math.Log(rows[^1].Load!.Value / load)) < 0.05);

    /// <summary>Whether trying this load once more would hardly tell anything new.</summary>
    public bool IsKnown(double load) =>
        _history.Levels.Any(rows => rows.Count >= 4
            && Math.Abs(Math.Log(rows[^1].Load!.Value / load)) < 0.05
            && _history.Steps - rows[^1].Step < 100);

    /// <summary>Whether a worker without a row is to be given one again, to see how it does.
    /// </summary>
    public bool ProbeDue(CodePlan plan) =>
        plan.Excluded.Any(worker => _history.Steps - _lastPart[worker] == ProbeInterval());

    /// <summary>Whether some workers stay slow and would be faster with less work.</summary>
    public bool SpeedsMayPay() => Learned is { Persistence: > 0.6, GrowingShare: > 0.3 }
        && _locations.Count(location => location > 0.2) >= 0.05 * _history.Workers;

    /// <summary>Likely time of waiting for all once; who never answered may be twice as slow as it
    /// looks.</summary>
    public double SlowestSeconds() =>
        TypicalOfBest() * _locations.Select((location, worker) => Math.Exp(
            location + (_history.HasAnswered(worker) ? 0.1 : 0.7))).Max();

    public IReadOnlyList<PlanCost> Compare(IReadOnlyList<int> live, CodePlan? current)
    {
        var speeds = Fit();
        var load = LoadHypothesis.All[Slopes.Best].Hypothesis;
        var random = SeededRandom.Stream(_options.Seed, (ulong)_history.Steps);
        var scenarios = new Scenarios(
            _history, speeds, load, TypicalOfBest(), random).Make();
        var costs = new PlanCosts(
            scenarios, Slopes, _history.Workers, _history.Answers, _pool!.Spread);
        var candidates = new PlanCandidates(
            _history.Workers, live, _locations, speeds.Suspicion, Hopeless());
        var found = candidates.All(load).Select(costs.Of).ToList();
        if (current is not null && !found.Any(cost => cost.Plan.IsSameAs(current)))
        {
            found.Add(costs.Of(current));
        }

        return found;
    }

    /// <summary>Speeds need the slope to compare steps of different load, and the slope needs the
    /// speeds where different workers took part, so each is fitted twice.</summary>
    private WorkerSpeeds Fit()
    {
        WorkerSpeeds? speeds = null;
        for (var pass = 0; pass < 2; pass++)
        {
            Slopes = new(_history, _locations, _pool);
            var load = LoadHypothesis.All[Slopes.Best].Hypothesis;
            var (typical, n) = (TypicalOfBest(), _history.Workers);
            speeds = new WorkerSpeeds(
                _history.Rows, _locations, (t, l) => load.Convert(t, l * n, 1, typical), _pool);
            _locations = speeds.Locations;
            _pool = speeds.Pool;
        }

        Learned = new(
            TypicalOfBest(), Slopes.MeanShare, _pool!.Spread, speeds!.Persistence,
            [.. _locations.Select(Math.Exp)]);
        return speeds;
    }

    private double TypicalOfBest() => Slopes.TypicalSeconds(Slopes.Best);

    private HashSet<int> Hopeless() => !_options.MayExclude ? [] : [.. Enumerable
        .Range(0, _history.Workers)
        .Where(worker => _locations[worker] > HopelessLocation && Learned!.Persistence > 0.5
            && _parts[worker] >= PartsBeforeExclusion
            && _history.Steps - _lastPart[worker] < ProbeInterval())];

    /// <summary>Where a change of plan is dear, workers are tried again more seldom.</summary>
    private int ProbeInterval()
    {
        var step = _history.Seconds / Math.Max(1, _history.Steps);
        var dear = _options.ReplanSeconds / Math.Max(1e-9, 0.005 * step);
        return (int)Math.Clamp(dear, ProbeSteps, 1_000_000);
    }
}
