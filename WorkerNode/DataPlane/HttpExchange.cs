using AkkaCoded.Codes;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.WorkerNode.DataPlane;

/// <summary>
/// The tensor exchange of a worker over HTTP: parameters are read straight into pinned buffers that
/// are used again, answers are sent straight from the worker's memory. Safe for several threads.
/// </summary>
public sealed class HttpExchange : ITensorExchange, IDisposable
{
    private readonly HttpClient _client;
    private readonly ParametersFetch _fetch;
    private readonly AnswerConnections _connections;
    private readonly DataPlaneLimits _limits;

    /// <summary>Makes an exchange; the first transfer connects.</summary>
    public HttpExchange(DataPlaneTarget target)
    {
        _limits = target.Limits;
        _client = DataPlaneHttp.Client(target);
        _fetch = new ParametersFetch(_client, _limits);
        _connections = new AnswerConnections(target);
    }

    /// <inheritdoc/>
    /// <exception cref="DataPlaneException">The transfer failed; it may be tried again.
    /// </exception>
    /// <exception cref="InvalidInputException">CDL-0424: wrong token.</exception>
    public ValueTask<IParametersLease> GetParametersAsync(
        ParametersKey key, CancellationToken cancellation) => _fetch.GetAsync(key, cancellation);

    /// <inheritdoc/>
    /// <remarks>The token is the deadline: when it is cancelled, no further byte is sent. False as
    /// soon as the coordinator says so, be the answer half sent.</remarks>
    /// <exception cref="DataPlaneException">The transfer failed. What has arrived counts: send the
    /// answer again only if it is asked for again.</exception>
    /// <exception cref="InvalidInputException">CDL-0424: wrong token.</exception>
    public async ValueTask<bool> PostAnswerAsync(
        AnswerKey key, ReadOnlyMemory<float> vector, CancellationToken cancellation)
    {
        Contract.Require(vector.Length > 0, "an answer holds at least one value");
        var status = await PostAsync(key, vector, cancellation).ConfigureAwait(false);
        DataPlaneHttp.RequireToken(status);
        return status switch
        {
            200 => true,
            // No such job, another epoch, a step that is over: nobody waits for it.
            404 or 409 or 410 => false,
            _ => throw new DataPlaneException(
                $"the coordinator refused the answer of partition {key.Partition}, step "
                + $"{key.Step.Step}, with status {status}", null, status),
        };
    }

    /// <summary>Closes all connections; transfers on their way fail.</summary>
    public void Dispose()
    {
        _client.Dispose();
        _connections.Dispose();
    }

    private async ValueTask<int> PostAsync(
        AnswerKey key, ReadOnlyMemory<float> vector, CancellationToken cancellation)
    {
        var path = DataPlanePaths.Answer(key);
        while (true)
        {
            var connection = await _connections.TakeAsync(cancellation).ConfigureAwait(false);
            var post = new AnswerPost(connection, _limits.BlockLength);
            try
            {
                return await post.SendAsync(path, vector, cancellation).ConfigureAwait(false);
            }
            catch (DataPlaneException) when (connection.WasUsed && !post.HasSentBlocks)
            {
                // The coordinator closed the idle connection just now; no block has left.
            }
            catch (DataPlaneException failure) when (!post.HasSentBlocks)
            {
                throw new DataPlaneException(failure.Message, failure) { IsUnsent = true };
            }
            finally
            {
                _connections.Return(connection, post.MayStay);
            }
        }
    }
}
