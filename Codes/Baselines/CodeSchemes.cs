namespace AkkaCoded.Codes.Baselines;

/// <summary>
/// Gradient coding as AkkaCoded does it: the step ends at the first decodable set of answers, and
/// only the answers of that set are uploaded.
/// </summary>
public sealed class CodeRaceScheme : IStepScheme
{
    private readonly CodeRace _race;

    /// <param name="code">Whose answers decode when all have come.</param>
    /// <param name="late">What late workers do.</param>
    /// <exception cref="InvalidInputException">CDL-0075: the code can't decode at all.</exception>
    public CodeRaceScheme(GradientCode code, LateWorkers late = LateWorkers.Cancel)
    {
        _race = new(code, late);
        Name = $"race({code.Family}, {code.Stragglers})";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSynchronousExact => true;

    /// <inheritdoc/>
    public SchemeStep Step(int step, IWorkerTimes times)
    {
        var (seconds, answers) = _race.Start(times);
        return _race.Clock.End(seconds, useful: 1, vectors: answers);
    }
}

/// <summary>
/// Gradient coding with the rule by time of the sequential gradient coding paper (Krishnan,
/// Ebrahimi, Khisti, ICLR 2023, arXiv 2211.13802, section 4): the step lasts (1 + mu) times as long
/// as its fastest worker, unless all have answered before; where what has come by then does not
/// decode, it waits. Every answer is uploaded.
/// </summary>
public sealed class CutoffCodeScheme : IStepScheme
{
    private readonly CodeRace _race;
    private readonly double _mu;
    private readonly WaitOut _waitOut;

    /// <param name="code">Whose answers decode when all have come.</param>
    /// <param name="mu">0 or more.</param>
    /// <param name="waitOut">For whom it waits.</param>
    /// <param name="late">What late workers do.</param>
    /// <exception cref="InvalidInputException">CDL-0064, CDL-0075.</exception>
    public CutoffCodeScheme(
        GradientCode code,
        double mu = 1,
        WaitOut waitOut = WaitOut.UntilEnough,
        LateWorkers late = LateWorkers.Cancel)
    {
        SchemeChecks.Mu("gc", mu);
        _race = new(code, late);
        _mu = mu;
        _waitOut = waitOut;
        Name = $"gc({code.Family}, {code.Stragglers}, mu={SchemeNumber.Text(mu)})";
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public bool IsSynchronousExact => true;

    /// <inheritdoc/>
    public SchemeStep Step(int step, IWorkerTimes times)
    {
        var (earliest, _) = _race.Start(times);
        var cutoff = (1 + _mu) * _race.Clock.Fastest();
        var slowest = _race.Clock.Slowest();
        var seconds = Math.Min(cutoff, slowest);
        if (earliest > seconds)
        {
            // A dead worker is waited for only as long as the others cannot do without it.
            seconds = _waitOut == WaitOut.ForAll && double.IsFinite(slowest) ? slowest : earliest;
        }

        return _race.Clock.End(seconds, useful: 1, vectors: _race.Clock.ArrivedBy(seconds));
    }
}
