using System.Collections.Immutable;

namespace AkkaCoded.Codes.Sequential;

/// <summary>
/// The coordinator's side of a scheme, round by round: <see cref="Open"/> says who does what,
/// <see cref="Report"/> takes who has answered and says whether the round can end and which jobs
/// are finished. Knows no time: whoever drives it decides when it is worth asking, as a rule at
/// (1 + mu) times the fastest answer, and at every answer after that. Not for several threads.
/// </summary>
/// <remarks>
/// A round ends as soon as its stragglers, with those of the rounds before, are of the kind that
/// the scheme tolerates; until then it waits ("wait-out"). So every job is finished within its
/// delay, whatever happens. Answers that were cut off are not used later: the schedule counts on
/// their being repeated.
/// </remarks>
public sealed class SequentialRun
{
    private readonly JobWindow _window;
    private readonly StragglerPattern _pattern;
    private readonly RoundTasks _tasks;
    private readonly bool[] _isTaken;
    private readonly int _jobs;
    private bool _isOpen;
    private int _oldestUnfinished;

    internal SequentialRun(SequentialScheme scheme, int jobs)
    {
        SequentialChecks.Jobs(jobs);
        Scheme = scheme;
        _jobs = jobs;
        _window = new(scheme, jobs);
        _pattern = new(scheme.Workers);
        _tasks = new(scheme);
        _isTaken = new bool[scheme.Workers];
    }

    /// <summary>The scheme that is run.</summary>
    public SequentialScheme Scheme { get; }

    /// <summary>The round that is open or comes next, from 0.</summary>
    public int Round { get; private set; }

    /// <summary>Whether every job is finished; always so after J + T rounds.</summary>
    public bool IsFinished => _oldestUnfinished == _jobs;

    /// <summary>Opens the next round.</summary>
    /// <returns>The tasks of every worker; overwritten when the next round is opened.</returns>
    public RoundTasks Open()
    {
        Contract.Require(!_isOpen, "a round ends before the next begins");
        Contract.Require(!IsFinished, "a finished run has no further rounds");
        _isOpen = true;
        Array.Clear(_isTaken);
        _window.Open(Round);
        _pattern.NextRound();
        _tasks.Open(Round);
        Scheme.Assign(_window, Round, _tasks);
        return _tasks;
    }

    /// <summary>Says who has answered in the open round so far; who has answered once stays so.
    /// Workers without a task count as having answered.</summary>
    /// <param name="answered">By worker, n values.</param>
    public RoundReport Report(ReadOnlySpan<bool> answered)
    {
        Contract.Require(_isOpen, "answers belong to an open round");
        Contract.Require(answered.Length == Scheme.Workers, "every worker is reported on");
        var missing = Take(answered);
        if (missing > 0 && (!Scheme.Tolerates(_pattern) || !Scheme.IsServed(_window, Round)))
        {
            return RoundReport.Wait;
        }

        Contract.Require(
            Scheme.IsServed(_window, Round), "a job is decodable by the end of its last round");
        var finished = Finish();
        _isOpen = false;
        Round++;
        return new(false, finished);
    }

    /// <summary>Whether these stragglers would be tolerated; a round that has to wait may still be
    /// waiting for numbers that decode. Takes nothing, and never turns false with more answers.
    /// </summary>
    internal bool WouldTolerate(ReadOnlySpan<bool> answered)
    {
        for (var worker = 0; worker < answered.Length; worker++)
        {
            _pattern.Set(worker, !answered[worker] && !_isTaken[worker] && HasTask(worker));
        }

        return Scheme.Tolerates(_pattern);
    }

    private bool HasTask(int worker) => _tasks.Of(worker).Length > 0;

    /// <summary>Adds new answers to their jobs; returns how many workers are missing.</summary>
    private int Take(ReadOnlySpan<bool> answered)
    {
        var missing = 0;
        for (var worker = 0; worker < answered.Length; worker++)
        {
            var tasks = _tasks.Of(worker);
            if (answered[worker] && !_isTaken[worker])
            {
                _isTaken[worker] = true;
                foreach (var task in tasks)
                {
                    _window.Find(task.Job)!.Add(worker, task.Part);
                }
            }

            var straggles = !_isTaken[worker] && HasTask(worker);
            _pattern.Set(worker, straggles);
            missing += straggles ? 1 : 0;
        }

        return missing;
    }

    private ImmutableArray<FinishedJob> Finish()
    {
        var finished = ImmutableArray.CreateBuilder<FinishedJob>();
        for (var job = Math.Max(0, Round - Scheme.Delay); job <= Math.Min(Round, _jobs - 1); job++)
        {
            var state = _window.Find(job)!;
            if (!state.IsFinished && state.IsDecodable)
            {
                state.IsFinished = true;
                finished.Add(new(job, Round, Scheme.Parameters.Rule == DecodeRule.Rank
                    ? state.Terms()
                    : []));
            }
        }

        while (_oldestUnfinished < _jobs && _oldestUnfinished <= Round
            && (_oldestUnfinished < Round - Scheme.Delay
                || _window.Find(_oldestUnfinished)!.IsFinished))
        {
            _oldestUnfinished++;
        }

        return finished.ToImmutable();
    }
}
