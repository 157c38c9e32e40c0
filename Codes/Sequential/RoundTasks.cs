namespace AkkaCoded.Codes.Sequential;

/// <summary>The tasks of every worker in one round, in memory that is used again.</summary>
public sealed class RoundTasks
{
    private readonly SequentialScheme _scheme;
    private readonly int _places;
    private readonly SequentialTask[] _tasks;
    private readonly int[] _count;
    private readonly double[] _loads;

    internal RoundTasks(SequentialScheme scheme)
    {
        _scheme = scheme;
        _places = 2 * scheme.TasksMax;
        _tasks = new SequentialTask[scheme.Workers * _places];
        _count = new int[scheme.Workers];
        _loads = new double[scheme.Workers];
    }

    /// <summary>Which round, from 0.</summary>
    public int Round { get; private set; } = -1;

    /// <summary>Share of a job's samples that each worker computes in this round; 0 for a worker
    /// without a task.</summary>
    public ReadOnlySpan<double> Loads => _loads;

    /// <summary>The tasks of a worker, oldest job last; valid until the next round is opened.
    /// </summary>
    /// <param name="worker">0 .. n - 1.</param>
    public ReadOnlySpan<SequentialTask> Of(int worker) =>
        _tasks.AsSpan(worker * _places, _count[worker]);

    internal void Open(int round)
    {
        Round = round;
        Array.Clear(_count);
        Array.Clear(_loads);
    }

    internal void Add(int worker, int job, int part)
    {
        Contract.Require(_count[worker] < _places, "a round has a place for each task");
        _tasks[(worker * _places) + _count[worker]++] = new(job, part);
        _loads[worker] += _scheme.PartLoad(part);
    }
}

/// <summary>The jobs that are open: those of the last T + 1 rounds.</summary>
internal sealed class JobWindow
{
    private readonly SequentialScheme _scheme;
    private readonly JobState[] _states;
    private readonly int _jobs;
    private DecodableSet? _trial;
    private int _newest = -1;

    public JobWindow(SequentialScheme scheme, int jobs)
    {
        _scheme = scheme;
        _jobs = jobs;
        _states = new JobState[scheme.Delay + 1];
        for (var i = 0; i < _states.Length; i++)
        {
            _states[i] = scheme.NewJob();
        }
    }

    /// <summary>Opens the job of a round, in the memory of the one that had to be finished before.
    /// </summary>
    public void Open(int round)
    {
        Contract.Require(round == _newest + 1, "rounds come in order");
        _newest = round;
        _states[round % _states.Length].Clear();
    }

    /// <summary>
    /// Whether a set that is large enough by its number decodes by the rank test too. It always
    /// does where the code repeats; others may need more answers in unlucky sets.
    /// </summary>
    public bool Decodes(Func<int, bool> takesPart)
    {
        var parameters = _scheme.Parameters;
        if (_scheme.Code is not { Groups: null } code || parameters.Rule == DecodeRule.Count)
        {
            return true;
        }

        _trial ??= new(code, parameters.MaxAmplification);
        _trial.Clear();
        for (var worker = 0; worker < code.Workers; worker++)
        {
            if (takesPart(worker))
            {
                _trial.Add(worker);
            }
        }

        return _trial.IsDecodable;
    }

    /// <summary>The state of a job, or null for one before the first or after the last.</summary>
    public JobState? Find(int job)
    {
        if (job < 0 || job >= _jobs)
        {
            return null;
        }

        Contract.Require(
            job <= _newest && job > _newest - _states.Length, "only open jobs are asked for");
        return _states[job % _states.Length];
    }
}
