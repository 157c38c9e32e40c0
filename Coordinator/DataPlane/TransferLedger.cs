namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>What moves over the data plane.</summary>
internal enum Transfer
{
    /// <summary>Parameters, to a worker.</summary>
    Parameters,

    /// <summary>An answer, from a worker.</summary>
    Answers,

    /// <summary>A file or a part of it, to a node.</summary>
    Files,
}

/// <summary>Counts transfers that came to their end, and their bytes, by kind. Safe for several
/// threads.</summary>
internal sealed class TransferLedger
{
    private readonly long[] _counts = new long[Enum.GetValues<Transfer>().Length];
    private readonly long[] _bytes = new long[Enum.GetValues<Transfer>().Length];

    public void Count(Transfer kind, long bytes)
    {
        Interlocked.Increment(ref _counts[(int)kind]);
        Interlocked.Add(ref _bytes[(int)kind], bytes);
    }

    public long CountOf(Transfer kind) => Interlocked.Read(ref _counts[(int)kind]);

    public long BytesOf(Transfer kind) => Interlocked.Read(ref _bytes[(int)kind]);
}
