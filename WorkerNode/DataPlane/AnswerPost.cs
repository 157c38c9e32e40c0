using AkkaCoded.Messages.Exchange;

namespace AkkaCoded.WorkerNode.DataPlane;

/// <summary>
/// Sends one answer in blocks, and meanwhile listens: a coordinator that has heard enough says so
/// in the middle of the body, and not one block more is sent. (HttpClient looks at the response
/// only after the whole body is gone, hence this.)
/// </summary>
internal sealed class AnswerPost(AnswerConnection connection, int blockLength)
{
    private readonly byte[] _header = new byte[AnswerBlock.HeaderBytes];

    /// <summary>Whether the connection may serve the next answer: this one was sent and answered
    /// in full.</summary>
    public bool MayStay { get; private set; }

    /// <summary>Whether a part of the vector may have arrived.</summary>
    public bool HasSentBlocks { get; private set; }

    /// <returns>The status that the coordinator answered.</returns>
    /// <exception cref="DataPlaneException">The connection broke.</exception>
    public async ValueTask<int> SendAsync(
        string path, ReadOnlyMemory<float> vector, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var response = connection.Response.ReadAsync(stop.Token);
        try
        {
            var isSent = await SendBodyAsync(path, vector, response, stop.Token)
                .ConfigureAwait(false);
            var head = await response.ConfigureAwait(false);
            MayStay = isSent && head.KeepsConnection;
            return head.Status;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            cancellation.ThrowIfCancellationRequested();
            return await LastWordAsync(response, e).ConfigureAwait(false);
        }
        finally
        {
            await EndAsync(response, stop).ConfigureAwait(false);
        }
    }

    private async ValueTask<bool> SendBodyAsync(
        string path, ReadOnlyMemory<float> vector, Task response, CancellationToken cancellation)
    {
        var bytes = FloatBytes.Of(vector);
        var head = connection.Head(path, AnswerBlock.BodyBytes(vector.Length, blockLength));
        await WriteAsync(head, response, cancellation).ConfigureAwait(false);
        for (var offset = 0; offset < vector.Length; offset += blockLength)
        {
            if (response.IsCompleted)
            {
                return false;
            }

            var count = Math.Min(blockLength, vector.Length - offset);
            var hash = ContentHash.Of(vector.Span.Slice(offset, count));
            new AnswerBlock(offset, count, hash).Write(_header);
            HasSentBlocks = true;
            var values = bytes.Slice(offset * sizeof(float), count * sizeof(float));
            if (!await WriteAsync(_header, response, cancellation).ConfigureAwait(false)
                || !await WriteAsync(values, response, cancellation).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Writes; gives up where a response comes while the coordinator does not read.
    /// </summary>
    private async ValueTask<bool> WriteAsync(
        ReadOnlyMemory<byte> bytes, Task response, CancellationToken cancellation)
    {
        var write = connection.Stream.WriteAsync(bytes, cancellation);
        if (write.IsCompletedSuccessfully)
        {
            return true;
        }

        var writing = write.AsTask();
        if (await Task.WhenAny(writing, response).ConfigureAwait(false) == writing)
        {
            await writing.ConfigureAwait(false);
            return true;
        }

        if (writing.IsCompletedSuccessfully)
        {
            return true;
        }

        // The caller gets its memory back, so nothing may read it any more: closing ends the
        // write, which is waited for.
        connection.Dispose();
        await Quiet(writing).ConfigureAwait(false);
        return false;
    }

    /// <summary>The connection broke while sending: the response may have come before.</summary>
    private static async ValueTask<int> LastWordAsync(Task<ResponseHead> response, Exception broke)
    {
        await Quiet(response).ConfigureAwait(false);
        return response.IsCompletedSuccessfully
            ? response.Result.Status
            : throw (broke as DataPlaneException
                ?? new DataPlaneException($"the answer did not arrive: {broke.Message}", broke));
    }

    /// <summary>No read may be pending on a connection that is closed or used again.</summary>
    private static async ValueTask EndAsync(Task response, CancellationTokenSource stop)
    {
        if (!response.IsCompleted)
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }

        await Quiet(response).ConfigureAwait(false);
    }

    private static async Task Quiet(Task task) =>
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
