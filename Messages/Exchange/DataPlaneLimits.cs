namespace AkkaCoded.Messages.Exchange;

/// <summary>
/// What either end of the data plane accepts at most. Both ends should have the same, or the
/// smaller one refuses.
/// </summary>
public sealed record DataPlaneLimits
{
    /// <summary>The defaults.</summary>
    public static DataPlaneLimits Default { get; } = new();

    /// <summary>Values of a block on the wire: 256 KiB, so that it is summed, checked and decoded
    /// while a second-level cache holds it.</summary>
    public int BlockLength { get; init; } = 64 * 1024;

    /// <summary>Least values of a block that is not an answer's last: blocks of one value each
    /// would cost a call of the receiver per value.</summary>
    public int BlockLengthMin { get; init; } = 1024;

    /// <summary>Longest vector of a job that has set no length of its own, in values: 1 GiB.
    /// </summary>
    public int VectorLengthMax { get; init; } = 256 * 1024 * 1024;

    /// <summary>Memory that answers on their way hold per job, in bytes; beyond it the coordinator
    /// stops reading until blocks are decoded.</summary>
    public long AnswerBytesPerJob { get; init; } = 4L << 30;

    /// <summary>What the system may hold unsent of a connection, in bytes (the kernel doubles it).
    /// Left to itself it grows to megabytes for each, and control messages on the same machine
    /// wait behind them: measured on two cores with 64 MB to eight workers and back, 23 ms at the
    /// 99th percentile against 8 ms, with no more bytes a second. It bounds a stream to about
    /// 400 KB per round trip of the network.</summary>
    public int SendBufferBytes { get; init; } = 256 * 1024;

    /// <summary>All headers of a request or response together, in bytes.</summary>
    public int HeaderBytesMax { get; init; } = 8 * 1024;

    /// <summary>Open connections of all nodes together.</summary>
    public int ConnectionsMax { get; init; } = 4096;

    /// <summary>Open connections of one remote address, loopback excepted.</summary>
    public int ConnectionsPerAddressMax { get; init; } = 1024;

    /// <summary>A sender slower than this for <see cref="SlowGrace"/> is cut off, in bytes per
    /// second.</summary>
    public double BytesPerSecondMin { get; init; } = 1024;

    /// <summary>How long a sender may be slower.</summary>
    public TimeSpan SlowGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a node says that it is there.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A node that says nothing for so long is silent. Three heartbeats and a half, so
    /// that with the worst timing it is known within five seconds of the last one.</summary>
    public TimeSpan SilenceMax { get; init; } = TimeSpan.FromSeconds(3.5);

    /// <summary>A node silent for so long is gone, and its connection is cut.</summary>
    public TimeSpan ForgetAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Most bytes that the body of an answer of this length can have, headers of the
    /// smallest blocks included.</summary>
    public long AnswerBodyBytesMax(int vectorLength) =>
        ((long)vectorLength * sizeof(float))
        + (((vectorLength / (long)BlockLengthMin) + 1) * AnswerBlock.HeaderBytes);
}
