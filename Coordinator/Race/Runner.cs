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
    public int Attempt { get; private set; }

    /// <summary>The attempt with which the row was last asked for; reminders come after it, and
    /// an answer to any of them will do.</summary>
    public int AskedFrom { get; private set; }

    /// <summary>How often the row was asked for in this step, reminders not counted.</summary>
    public int Asks { get; private set; }

    /// <summary>The attempt that was answered, else the newest.</summary>
    public int NamedAttempt { get; private set; }

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
        (IsLive, Attempt, ArrivalSeconds, Asks) = (isLive, attempt, null, 0);
        (AskedFrom, NamedAttempt) = (attempt, attempt);
        PutBack();
    }

    /// <summary>Asked for its row.</summary>
    public void Ask()
    {
        PutBack();
        Remind();
        AskedFrom = Attempt;
        Asks++;
        Standing = Standing.Computing;
    }

    /// <summary>Asked once more for what it computes.</summary>
    public void Remind()
    {
        Attempt++;
        NamedAttempt = Attempt;
    }

    /// <summary>Its answer to an attempt is announced.</summary>
    public void Answer(int attempt, bool isHere) =>
        (Standing, IsHere, NamedAttempt) = (Standing.Answered, isHere, attempt);

    /// <summary>Whether an attempt is the one that counts: of several reminders any, until one is
    /// answered.</summary>
    public bool IsNamed(int attempt) => Standing == Standing.Answered
        ? attempt == NamedAttempt
        : attempt >= AskedFrom && attempt <= Attempt;

    /// <summary>Without an answer and not asked for one.</summary>
    public void PutBack()
    {
        Standing = Standing.Idle;
        (IsHere, IsFetched, IsWinner) = (false, false, false);
    }
}
