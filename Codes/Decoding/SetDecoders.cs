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

/// <summary>Any code: the rank test of <see cref="RowSpace"/>.</summary>
internal sealed class RankDecoder : ISetDecoder
{
    private readonly GradientCode _code;
    private readonly RowSpace _space;
    private readonly double _residualMax;
    private readonly double _lambda;
    private readonly double _estimateLambda;
    private readonly double[] _scaled;
    private List<int>? _membersToAdd;
    private bool? _isDecodable;

    public RankDecoder(GradientCode code, double maxAmplification)
    {
        _code = code;
        _residualMax = DecodableSet.ResidualLimit * Math.Sqrt(code.Chunks);
        _lambda = DecodableSet.ResidualLimit / maxAmplification;

        // With it no estimate amplifies more than half of what is accepted.
        _estimateLambda = 1 / maxAmplification;
        _space = new(code.Workers, code.ScaledRows.Ones);
        _scaled = new double[code.Workers];
    }

    public bool IsDecodable => _isDecodable ??= IsReached
        && Space.Penalty(_lambda) <= _residualMax * _residualMax;

    public int Rank => Space.Rank;

    public double Residual => Space.Residual;

    private bool IsReached => Space.Residual <= _residualMax;

    /// <summary>The space of the present rows; built anew at the first look after a loss.</summary>
    private RowSpace Space
    {
        get
        {
            if (_membersToAdd is { } members)
            {
                _membersToAdd = null;
                _space.Clear();
                members.ForEach(worker => _space.Add(_code.ScaledRows.Row(worker)));
            }

            return _space;
        }
    }

    public void Add(int worker)
    {
        // A list still waiting is the set's own and holds this worker already.
        if (_membersToAdd is null)
        {
            _space.Add(_code.ScaledRows.Row(worker));
        }

        _isDecodable = null;
    }

    public void Remove(int worker, List<int> members)
    {
        _membersToAdd = members;
        _isDecodable = null;
    }

    public void Clear()
    {
        _membersToAdd = null;
        _isDecodable = null;
        _space.Clear();
    }

    public double Amplification(List<int> members)
    {
        var scaled = SolveScaled(IsReached ? _lambda : _estimateLambda, members);
        return Math.Sqrt(Dense.Dot(scaled, scaled) / _code.Chunks);
    }

    public void Solve(List<int> members, Span<double> coefficients)
    {
        var scaled = SolveScaled(IsDecodable ? _lambda : _estimateLambda, members);
        for (var i = 0; i < members.Count; i++)
        {
            var norm = _code.Row(members[i]).Norm;
            coefficients[members[i]] = norm == 0 ? 0 : scaled[i] / norm;
        }
    }

    private ReadOnlySpan<double> SolveScaled(double lambda, List<int> members)
    {
        var scaled = _scaled.AsSpan(0, members.Count);
        Space.Solve(lambda, scaled);
        return scaled;
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
