namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>Why a request was not served.</summary>
internal enum Refusal
{
    /// <summary>No valid bearer token.</summary>
    Token,

    /// <summary>Caused by a website in somebody's browser, or for a host that is not this one.
    /// </summary>
    Origin,

    /// <summary>One address has too many connections open.</summary>
    Connections,

    /// <summary>Not what HTTP/1.1 looks like, or larger than its limits.</summary>
    Request,

    /// <summary>A path that leads nowhere, or another method than it serves.</summary>
    Path,

    /// <summary>No job of this name.</summary>
    Job,

    /// <summary>Another reign of the coordinator.</summary>
    Epoch,

    /// <summary>The step is over or not begun, or its receiver wants no more.</summary>
    Step,

    /// <summary>The parameters are not published (any more).</summary>
    Version,

    /// <summary>No length, or one beyond the limit of the job.</summary>
    Length,

    /// <summary>A block that is none, lies outside, or contradicts the length of the body.
    /// </summary>
    Block,

    /// <summary>Values other than their checksum says.</summary>
    Checksum,

    /// <summary>No file of this hash is shared.</summary>
    File,

    /// <summary>A presence connection that does not behave as one.</summary>
    Presence,

    /// <summary>The sender went away or was too slow.</summary>
    Broken,

    /// <summary>The receiver of an answer threw.</summary>
    Receiver,

    /// <summary>An endpoint threw: a mistake of this program.</summary>
    Failure,
}

/// <summary>
/// Counts what was refused, by kind, and logs the first of each kind only: who sends garbage must
/// not fill the disk. Safe for several threads.
/// </summary>
internal sealed class RefusalLedger(Action<string> log)
{
    private readonly long[] _counts = new long[Enum.GetValues<Refusal>().Length];

    public long this[Refusal kind] => Interlocked.Read(ref _counts[(int)kind]);

    public long Total => Enum.GetValues<Refusal>().Sum(kind => this[kind]);

    /// <summary>Counts a refusal; late answers and old versions are everyday life and are not
    /// logged.</summary>
    public void Count(Refusal kind, string detail)
    {
        var count = Interlocked.Increment(ref _counts[(int)kind]);
        if (count == 1 && kind is not (Refusal.Step or Refusal.Version))
        {
            log($"data plane refused ({kind}): {detail}; further ones are only counted");
        }
    }
}
