using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.WorkerNode.DataPlane;

/// <summary>
/// Bears short failures of the network, so that a coordinator that is away for a moment costs no
/// row: parameters are asked for again with growing pauses, an answer of which nothing has left is
/// sent once more. An answer that broke off is not: what has arrived of it counts, and the job asks
/// for it again. Safe for several threads.
/// </summary>
/// <param name="inner">The exchange.</param>
/// <param name="time">Clock of the pauses.</param>
public sealed class PatientExchange(ITensorExchange inner, TimeProvider time) : ITensorExchange
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(1);

    /// <summary>How long parameters are asked for: less than jobs wait for a worker at first.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    /// <exception cref="DataPlaneException">It failed for as long as <see cref="Patience"/>.
    /// </exception>
    public async ValueTask<IParametersLease> GetParametersAsync(
        ParametersKey key, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        var pause = PauseMin;
        while (true)
        {
            try
            {
                return await inner.GetParametersAsync(key, cancellation).ConfigureAwait(false);
            }
            catch (DataPlaneException) when (time.GetElapsedTime(start) + pause <= Patience)
            {
                await Task.Delay(pause, time, cancellation).ConfigureAwait(false);
                pause = TimeSpan.FromTicks(Math.Min(PauseMax.Ticks, 2 * pause.Ticks));
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="DataPlaneException">It failed a second time, or on its way.</exception>
    public async ValueTask<bool> PostAnswerAsync(
        AnswerKey key, ReadOnlyMemory<float> vector, CancellationToken cancellation)
    {
        try
        {
            return await inner.PostAnswerAsync(key, vector, cancellation).ConfigureAwait(false);
        }
        catch (DataPlaneException failure) when (failure.IsUnsent)
        {
            await Task.Delay(PauseMin, time, cancellation).ConfigureAwait(false);
        }

        return await inner.PostAnswerAsync(key, vector, cancellation).ConfigureAwait(false);
    }
}
