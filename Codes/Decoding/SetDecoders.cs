namespace AkkaCoded.Codes;

/// <summary>How a <see cref="DecodableSet"/> decides; membership is its own business.</summary>
internal interface ISetDecoder
{
    bool IsDecodable { get; }

    int Rank { get; }

    double Residual { get; }

    /// <param name="members">Those who are there, in order of arrival.</param>
    double Amplification(List<int> members);

    void Add(int worker);

    /// <param name="worker">Who leaves.</param>
    /// <param name="members">Those who stay, in order of arrival.</param>
    void Remove(int worker, List<int> members);

    void Clear();

    /// <param name="members">Those who are there, in order of arrival.</param>
    /// <param name="coefficients">By worker; all zero before.</param>
    void Solve(List<int> members, Span<double> coefficients);
}

/// <summary>
/// Any code. Whether it decodes, and with which coefficients, is told by <see cref="BandSpace"/>;
/// what is asked of sets that do not decode (rank, residual, estimates) by <see cref="RowSpace"/>,
/// which is only filled then.
/// </summary>
internal sealed class RankDecoder : ISetDecoder
{
    private readonly GradientCode _code;
    private readonly BandSpace _band;
    private readonly double _residualMax;
    private readonly double _lambda;
    private readonly double _estimateLambda;
    private readonly double[] _scaled;
    private readonly List<int> _workers = [];
    private readonly int[] _holders;
    private RowSpace? _space;
    private int _uncovered;
    private int _inBand;
    private int _inSpace;
    private bool? _isDecodable;

    public RankDecoder(GradientCode code, double maxAmplification)
    {
        _code = code;
        _residualMax = DecodableSet.ResidualLimit * Math.Sqrt(code.Chunks);
        _lambda = DecodableSet.ResidualLimit / maxAmplification;

        // With it no estimate amplifies more than half of what is accepted.
        _estimateLambda = 1 / maxAmplification;
        var rows = code.ScaledRows;
        _band = new(rows.Order, rows.Ones, _lambda);
        _scaled = new double[code.Workers];
        _holders = new int[rows.Ones.Length];
        _uncovered = _holders.Length;
    }

    public bool IsDecodable => _isDecodable ??= _uncovered == 0
        && Band.Penalty(PenaltyMax) <= PenaltyMax;

    public int Rank => Space.Rank;

    public double Residual => IsDecodable ? ResidualOf(SolveScaled(_lambda)) : Space.Residual;

    private double PenaltyMax => _residualMax * _residualMax;

    /// <summary>With the present rows; they come in late, since before every column is in one of
    /// them the set does not decode anyway.</summary>
    private BandSpace Band
    {
        get
        {
            for (; _inBand < _workers.Count; _inBand++)
            {
                _band.Add(_code.ScaledRows.Row(_workers[_inBand]));
            }

            return _band;
        }
    }

    private RowSpace Space
    {
        get
        {
            _space ??= new(_code.Workers, _code.ScaledRows.Ones);
            for (; _inSpace < _workers.Count; _inSpace++)
            {
                _space.Add(_code.ScaledRows.Row(_workers[_inSpace]));
            }

            return _space;
        }
    }

    public void Add(int worker)
    {
        _workers.Add(worker);
        foreach (var column in _code.ScaledRows.Row(worker).Columns)
        {
            _uncovered -= _holders[column]++ == 0 ? 1 : 0;
        }

        // What decodes goes on doing so with one more answer.
        _isDecodable = _isDecodable == true ? true : null;
    }

    public void Remove(int worker, List<int> members)
    {
        Clear();
        members.ForEach(Add);
    }

    public void Clear()
    {
        _workers.Clear();
        Array.Clear(_holders);
        _uncovered = _holders.Length;
        _isDecodable = null;
        if (_inBand > 0)
        {
            _band.Clear();
        }

        _space?.Clear();
        (_inBand, _inSpace) = (0, 0);
    }

    public double Amplification(List<int> members)
    {
        var isReached = IsDecodable || Space.Residual <= _residualMax;
        var scaled = SolveScaled(isReached ? _lambda : _estimateLambda);
        return Math.Sqrt(Dense.Dot(scaled, scaled) / _code.Chunks);
    }

    public void Solve(List<int> members, Span<double> coefficients)
    {
        var scaled = SolveScaled(_estimateLambda);
        for (var i = 0; i < members.Count; i++)
        {
            var norm = _code.Row(members[i]).Norm;
            coefficients[members[i]] = norm == 0 ? 0 : scaled[i] / norm;
        }
    }

    /// <param name="lambda">Weight of the coefficients where the set does not decode.</param>
    private ReadOnlySpan<double> SolveScaled(double lambda)
    {
        var scaled = _scaled.AsSpan(0, _workers.Count);
        if (IsDecodable)
        {
            Band.Solve(scaled);
        }
        else
        {
            Space.Solve(lambda, scaled);
        }

        return scaled;
    }

    private double ResidualOf(ReadOnlySpan<double> scaled)
    {
        var missing = _code.ScaledRows.Ones.ToArray();
        for (var i = 0; i < scaled.Length; i++)
        {
            var (columns, values) = _code.ScaledRows.Row(_workers[i]);
            for (var k = 0; k < columns.Length; k++)
            {
                missing[columns[k]] -= scaled[i] * values[k];
            }
        }

        return Math.Sqrt(Dense.Dot(missing, missing));
    }
}

/// <summary>
/// Repetition codes: the first answer of each group counts, so an answer costs O(1) and the
/// coefficients are exactly 0 and 1.
/// </summary>
internal sealed class RepetitionDecoder : ISetDecoder
{
    private readonly RepetitionGroups _groups;
    private readonly int[] _answers;
    private readonly int _chunks;
    private int _chunksMissing;

    public RepetitionDecoder(GradientCode code, RepetitionGroups groups)
    {
        _groups = groups;
        _answers = new int[groups.Count];
        _chunks = code.Chunks;
        _chunksMissing = _chunks;
    }

    public bool IsDecodable => _chunksMissing == 0;

    public int Rank { get; private set; }

    public double Residual => Math.Sqrt(_chunksMissing);

    public double Amplification(List<int> members) =>
        Math.Sqrt((double)(_chunks - _chunksMissing) / _chunks);

    public void Add(int worker)
    {
        var group = _groups.GroupOf(worker);
        if (group >= 0 && _answers[group]++ == 0)
        {
            Rank++;
            _chunksMissing -= _groups.Rows[group].Chunks.Length;
        }

        Contract.Require(_chunksMissing >= 0, "groups share no chunk");
    }

    public void Remove(int worker, List<int> members)
    {
        var group = _groups.GroupOf(worker);
        if (group >= 0 && --_answers[group] == 0)
        {
            Rank--;
            _chunksMissing += _groups.Rows[group].Chunks.Length;
        }
    }

    public void Clear()
    {
        Array.Clear(_answers);
        Rank = 0;
        _chunksMissing = _chunks;
    }

    public void Solve(List<int> members, Span<double> coefficients)
    {
        var isServed = new bool[_groups.Count];
        foreach (var worker in members)
        {
            var group = _groups.GroupOf(worker);
            if (group >= 0 && !isServed[group])
            {
                isServed[group] = true;
                coefficients[worker] = 1;
            }
        }
    }
}
