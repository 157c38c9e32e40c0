using System.Collections.Immutable;

namespace AkkaCoded.Codes.Sequential;

/// <summary>What has arrived of one job.</summary>
internal sealed class JobState
{
    private readonly int _parts;
    private readonly int _private;
    private readonly bool[] _arrived;
    private readonly int[] _privateOfWorker;
    private readonly CodedGroup[] _groups;
    private int _privateMissing;

    /// <param name="scheme">Whose job it is.</param>
    /// <param name="privateParts">Parts 0 .. this - 1 of every worker are all needed; the others
    /// are groups of <see cref="SequentialScheme.Code"/>.</param>
    public JobState(SequentialScheme scheme, int privateParts)
    {
        _parts = scheme.Parts;
        _private = privateParts;
        _arrived = new bool[scheme.Workers * _parts];
        _privateOfWorker = new int[scheme.Workers];
        _privateMissing = scheme.Workers * privateParts;
        _groups = new CodedGroup[_parts - privateParts];
        for (var group = 0; group < _groups.Length; group++)
        {
            _groups[group] = new(scheme.Code!, scheme.Parameters);
        }
    }

    /// <summary>Whether <see cref="FinishedJob"/> has been made of it.</summary>
    public bool IsFinished { get; set; }

    public bool IsDecodable =>
        _privateMissing == 0 && Array.TrueForAll(_groups, group => group.IsDecodable);

    public bool IsGroupDecodable(int group) => _groups[group].IsDecodable;

    public bool Has(int worker, int part) => _arrived[(worker * _parts) + part];

    /// <summary>The first private part that a worker has not delivered, or -1.</summary>
    public int PrivateMissing(int worker)
    {
        for (var part = 0; _privateOfWorker[worker] < _private && part < _private; part++)
        {
            if (!Has(worker, part))
            {
                return part;
            }
        }

        return -1;
    }

    public int CountOf(int group) => _groups[group].Count;

    public void Add(int worker, int part)
    {
        ref var arrived = ref _arrived[(worker * _parts) + part];
        if (arrived)
        {
            return;
        }

        arrived = true;
        if (part < _private)
        {
            _privateOfWorker[worker]++;
            _privateMissing--;
        }
        else
        {
            _groups[part - _private].Add(worker);
        }
    }

    public void Clear()
    {
        IsFinished = false;
        Array.Clear(_arrived);
        Array.Clear(_privateOfWorker);
        _privateMissing = _privateOfWorker.Length * _private;
        Array.ForEach(_groups, group => group.Clear());
    }

    /// <summary>The gradient's terms: the private parts as they are, those of each group by its
    /// code.</summary>
    public ImmutableArray<DecodeTerm> Terms()
    {
        var terms = ImmutableArray.CreateBuilder<DecodeTerm>();
        for (var worker = 0; worker < _privateOfWorker.Length; worker++)
        {
            for (var part = 0; part < _private; part++)
            {
                terms.Add(new(worker, part, 1));
            }
        }

        for (var group = 0; group < _groups.Length; group++)
        {
            var coefficients = _groups[group].Coefficients();
            for (var worker = 0; worker < coefficients.Length; worker++)
            {
                if (coefficients[worker] != 0)
                {
                    terms.Add(new(worker, _private + group, coefficients[worker]));
                }
            }
        }

        return terms.ToImmutable();
    }
}

/// <summary>The answers of one gradient code. The rank test of a code without groups starts only
/// when its promise is met: before that it succeeds by chance alone and costs as much.</summary>
internal sealed class CodedGroup
{
    private readonly GradientCode _code;
    private readonly SequentialParameters _parameters;
    private readonly List<int> _pending = [];
    private DecodableSet? _set;

    public CodedGroup(GradientCode code, SequentialParameters parameters)
    {
        _code = code;
        _parameters = parameters;
    }

    public int Count { get; private set; }

    public bool IsDecodable
    {
        get
        {
            if (_parameters.Rule == DecodeRule.Count)
            {
                return Count >= _code.AnswersNeeded;
            }

            return (_code.Groups is not null || Count >= _code.AnswersNeeded) && Set().IsDecodable;
        }
    }

    public void Add(int worker)
    {
        Count++;
        _pending.Add(worker);
    }

    public void Clear()
    {
        Count = 0;
        _pending.Clear();
        _set?.Clear();
    }

    public double[] Coefficients() => Set().Coefficients();

    private DecodableSet Set()
    {
        _set ??= new(_code, _parameters.MaxAmplification);
        foreach (var worker in _pending)
        {
            _set.Add(worker);
        }

        _pending.Clear();
        return _set;
    }
}
