using AkkaCoded.Messages.Protocol;
using AkkaCoded.WorkerNode.DataPlane;

namespace AkkaCoded.WorkerNode.Cluster;

/// <summary>
/// Opens jobs whose files may lie with the coordinator only: what this machine lacks is fetched
/// first, on the thread of the worker that opens the job. A coordinator that is away for a moment
/// is waited for. Safe for several threads.
/// </summary>
internal sealed class RemoteJobSetups(NodeFiles files, TimeProvider time) : IJobSetups, IDisposable
{
    /// <summary>How long a coordinator that cannot be reached is asked again for a file.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly JobSetups _setups = new();
    private readonly CancellationTokenSource _ending = new();

    /// <summary>Jobs that are open now.</summary>
    public int Count => _setups.Count;

    /// <inheritdoc/>
    /// <exception cref="DataPlaneException">The coordinator stays away.</exception>
    /// <exception cref="OperationCanceledException">It was disposed of.</exception>
    public IJobSetup Open(JobId job, long epoch, string configuration) => _setups.Open(
        job, epoch,
        LocalizeAsync(configuration).GetAwaiter().GetResult());

    /// <summary>Ends fetches on their way. Jobs that are open stay so until their users let go.
    /// </summary>
    public void Dispose() => _ending.Cancel();

    private async Task<string> LocalizeAsync(string configuration)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await files.LocalizeAsync(configuration, _ending.Token)
                    .ConfigureAwait(false);
            }
            catch (DataPlaneException) when (time.GetElapsedTime(start) + Pause <= Patience)
            {
                await Task.Delay(Pause, time, _ending.Token).ConfigureAwait(false);
            }
        }
    }
}
