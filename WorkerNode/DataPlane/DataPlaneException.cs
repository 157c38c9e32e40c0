namespace AkkaCoded.WorkerNode.DataPlane;

/// <summary>
/// A transfer failed: the connection broke, or the coordinator answered what it should not. It may
/// be tried again.
/// </summary>
public sealed class DataPlaneException : IOException
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What was being transferred, and what happened.</param>
    /// <param name="cause">The failure below, if any.</param>
    /// <param name="status">HTTP status, or 0 where there was no answer.</param>
    public DataPlaneException(string message, Exception? cause = null, int status = 0)
        : base(message, cause) => Status = status;

    /// <summary>HTTP status, or 0 where there was no answer.</summary>
    public int Status { get; }

    /// <summary>Whether nothing of what was to be sent has left this machine.</summary>
    public bool IsUnsent { get; init; }
}
