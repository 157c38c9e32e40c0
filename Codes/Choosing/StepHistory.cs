namespace AkkaCoded.Codes.Choosing;

/// <summary>One step as it is remembered: by worker, so that slowness keeps its name.</summary>
internal sealed class StepRow
{
    public StepRow(int step, int workers, StepObservation seen)
    {
        Step = step;
        Seconds = new double[workers];
        Loads = new double[workers];
        Fates = new AnswerFate?[workers];
        foreach (var one in seen.Workers)
        {
            Contract.Require(
                one.Worker >= 0 && one.Worker < workers && Fates[one.Worker] is null,
                "every worker of a step is named once");
            Contract.Require(one.Load > 0 && one.Seconds >= 0, "a row is work, and takes time");
            Fates[one.Worker] = one.Fate;
            Seconds[one.Worker] = one.Seconds;
            Loads[one.Worker] = one.Load;
            Participants += one.Fate == AnswerFate.Lost ? 0 : 1;
            Answered += one.Fate == AnswerFate.Answered ? 1 : 0;
        }

        var even = seen.Workers.Count > 0
            && seen.Workers.All(w => Math.Abs(w.Load - seen.Workers[0].Load) < 1e-9);
        Load = even ? seen.Workers[0].Load : null;
    }

    public int Step { get; }

    public double[] Seconds { get; }

    public double[] Loads { get; }

    public AnswerFate?[] Fates { get; }

    /// <summary>The load of every worker; null where they differ.</summary>
    public double? Load { get; }

    public int Participants { get; }

    public int Answered { get; }

    /// <summary>Share of the participants whose time is known.</summary>
    public double Seen => Participants == 0 ? 0 : (double)Answered / Participants;
}

/// <summary>
/// The last steps, and a few of every load that was ever tried: what a load does to the time can be
/// learned only by comparing loads, and the first steps may be the only ones with another load.
/// </summary>
internal sealed class StepHistory
{
    private const int RowsOfLoadMax = 12;
    private const int LoadsMax = 20;

    private readonly int _rowsMax;
    private readonly List<StepRow> _rows = [];
    private readonly Dictionary<long, List<StepRow>> _byLoad = [];

    public StepHistory(int workers)
    {
        Workers = workers;
        _rowsMax = workers <= 64 ? 256 : workers <= 512 ? 64 : 24;
    }

    public int Workers { get; }

    /// <summary>Steps seen, also those forgotten.</summary>
    public int Steps { get; private set; }

    /// <summary>Answers seen, also those forgotten.</summary>
    public long Answers { get; private set; }

    public double Seconds { get; private set; }

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<StepRow> Rows => _rows;

    /// <summary>By load, the steps that all workers did with it.</summary>
    public IEnumerable<IReadOnlyList<StepRow>> Levels => _byLoad.Values;

    /// <summary>Steps of which most answers were seen, later ones counting more.</summary>
    public double SeenSteps => _rows.Sum(row => row.Seen > 0.6 ? 1 : row.Seen * row.Seen);

    /// <summary>Share of the answers that came in the last steps.</summary>
    public double RecentlySeen => _rows.TakeLast(6).Average(row => row.Seen);

    /// <summary>Of the last step.</summary>
    public double LatestSeconds { get; private set; }

    public bool HasAnswered(int worker) =>
        _rows.Any(row => row.Fates[worker] == AnswerFate.Answered);

    public void Add(StepObservation seen)
    {
        var row = new StepRow(Steps++, Workers, seen);
        Answers += row.Answered;
        Seconds += seen.Seconds;
        LatestSeconds = seen.Seconds;
        _rows.Add(row);
        if (_rows.Count > _rowsMax)
        {
            _rows.RemoveAt(0);
        }

        if (row.Load is { } load && row.Answered > 0)
        {
            AddToLevel(row, load);
        }
    }

    private void AddToLevel(StepRow row, double load)
    {
        var key = Key(load);
        if (!_byLoad.TryGetValue(key, out var level))
        {
            _byLoad[key] = level = [];
        }

        level.Add(row);
        if (level.Count > RowsOfLoadMax)
        {
            level.RemoveAt(0);
        }

        if (_byLoad.Count > LoadsMax)
        {
            _byLoad.Remove(_byLoad.MinBy(pair => pair.Value[^1].Step).Key);
        }
    }

    /// <summary>Loads within some 3 % of each other are one.</summary>
    private static long Key(double load) => (long)Math.Round(Math.Log(load) * 30);
}
