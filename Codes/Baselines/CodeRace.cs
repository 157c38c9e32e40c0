namespace AkkaCoded.Codes.Baselines;

/// <summary>When the answers of a code first decode: for repetition codes in O(n), for others by
/// the rank test in order of arrival.</summary>
internal sealed class CodeRace
{
    private readonly GradientCode _code;
    private readonly double[] _best;
    private readonly DecodableSet? _set;

    public CodeRace(GradientCode code, LateWorkers late)
    {
        SchemeChecks.CanDecode(code);
        _code = code;
        Clock = new(code.Workers, late);
        Loads = new double[code.Workers];
        for (var worker = 0; worker < code.Workers; worker++)
        {
            Loads[worker] = (double)code.Row(worker).Chunks.Length / code.Chunks;
        }

        _best = new double[code.Groups?.Count ?? 0];
        _set = code.Groups is null ? new(code) : null;
    }

    public StepClock Clock { get; }

    public double[] Loads { get; }

    /// <summary>Starts a step; returns when it can end at the earliest, and how many answers it is
    /// made of.</summary>
    public (double Seconds, int Answers) Start(IWorkerTimes times)
    {
        Clock.Start(times, Loads);
        return _code.Groups is { } groups ? OfGroups(groups) : ByRank(_set!);
    }

    private (double Seconds, int Answers) OfGroups(RepetitionGroups groups)
    {
        Array.Fill(_best, double.PositiveInfinity);
        var arrivals = Clock.Arrivals;
        for (var worker = 0; worker < arrivals.Length; worker++)
        {
            var group = groups.GroupOf(worker);
            if (group >= 0 && arrivals[worker] < _best[group])
            {
                _best[group] = arrivals[worker];
            }
        }

        return (_best.Max(), _best.Length);
    }

    private (double Seconds, int Answers) ByRank(DecodableSet set)
    {
        Clock.Sort();
        set.Clear();
        for (var i = 0; i < Clock.Workers && double.IsFinite(Clock.Sorted[i]); i++)
        {
            if (set.Add(Clock.Order[i]))
            {
                return (Clock.Sorted[i], set.Count);
            }
        }

        return (double.PositiveInfinity, set.Count);
    }
}
