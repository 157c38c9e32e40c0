namespace AkkaCoded.Coordinator.Race;

/// <summary>What a partition does in a step.</summary>
internal enum Standing
{
    /// <summary>It was not asked, or what it had is lost.</summary>
    Idle,

    /// <summary>It was asked for its row.</summary>
    Computing,

    /// <summary>It was stopped; its answer may still come.</summary>
    Cancelled,

    /// <summary>Its answer is announced.</summary>
    Answered,
}

/// <summary>What became of a partition's answer in the end; see <see cref="RaceOutcome"/>.
/// </summary>
internal enum Fate
{
    Used,
    Late,
    Cancelled,
    Lost,
}

/// <summary>How a partition stands in the race of one step.</summary>
/// <param name="hasRow">Whether its row has chunks: random codes have empty rows.</param>
internal sealed class Runner(bool hasRow)
{
    public bool HasRow { get; } = hasRow;

    /// <summary>Whether a worker serves it now.</summary>
    public bool IsLive { get; set; }

    /// <summary>Its newest attempt in this step.</summary>
    public int Attempt { get; set; }

    public Standing Standing { get; set; }

    /// <summary>Whether the vector of its answer is here.</summary>
    public bool IsHere { get; set; }

    /// <summary>Whether that vector was asked for.</summary>
    public bool IsFetched { get; set; }

    public bool IsWinner { get; set; }

    public double? ArrivalSeconds { get; set; }

    public Fate Fate => IsWinner ? Fate.Used
        : Standing == Standing.Answered ? Fate.Late
        : (IsLive && Standing != Standing.Idle) || !HasRow ? Fate.Cancelled
        : Fate.Lost;

    /// <summary>For a new step.</summary>
    public void Reset(bool isLive, int attempt)
    {
        (IsLive, Attempt, ArrivalSeconds) = (isLive, attempt, null);
        PutBack();
    }

    /// <summary>Without an answer and not asked for one.</summary>
    public void PutBack()
    {
        Standing = Standing.Idle;
        (IsHere, IsFetched, IsWinner) = (false, false, false);
    }
}
