using System.Globalization;
using AkkaCoded.Messages.Exchange;

namespace AkkaCoded.WorkerNode.DataPlane;

/// <summary>Fetches parameters into buffers that are used again.</summary>
internal sealed class ParametersFetch(HttpClient client, DataPlaneLimits limits)
{
    /// <summary>Read at a time, and summed while the cache still holds it.</summary>
    private const int PieceBytes = 256 * 1024;

    private readonly BufferPool _pool = new();

    public async ValueTask<IParametersLease> GetAsync(
        ParametersKey key, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Get, DataPlanePaths.Parameters(key));
            using var response = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellation)
                .ConfigureAwait(false);
            var (length, hash) = Check(key, response);
            return await ReadAsync(key, response, length, hash, cancellation)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException and not
            DataPlaneException)
        {
            throw new DataPlaneException($"version {key.Version} of {key.Job} did not come", e);
        }
    }

    private (int Length, ulong Hash) Check(ParametersKey key, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        DataPlaneHttp.RequireToken(status);
        if (status is 404 or 409 or 410)
        {
            throw new ParametersGoneException(key);
        }

        var bytes = response.Content.Headers.ContentLength;
        var hash = 0UL;
        var isSound = status == 200
            && bytes is > 0 && bytes % sizeof(float) == 0
            && bytes / sizeof(float) <= limits.VectorLengthMax
            && response.Headers.TryGetValues(DataPlanePaths.HashHeader, out var values)
            && ulong.TryParse(
                values.First(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                out hash);
        return isSound
            ? ((int)(bytes!.Value / sizeof(float)), hash)
            : throw new DataPlaneException(
                $"no parameters: status {status}, {bytes} bytes, at most "
                + $"{limits.VectorLengthMax} values are accepted", null, status);
    }

    private async ValueTask<IParametersLease> ReadAsync(
        ParametersKey key,
        HttpResponseMessage response,
        int length,
        ulong hash,
        CancellationToken cancellation)
    {
        var parameters = new PublishedParameters(_pool, _pool.Rent(length));
        // The first lease is the caller's; the publication itself ends here, so that the buffer
        // is free when the caller is done with it.
        var lease = parameters.TryLease()!;
        parameters.Release();
        try
        {
            var values = parameters.Writable;
            await using var stream = await response.Content.ReadAsStreamAsync(cancellation)
                .ConfigureAwait(false);
            if (await FillAsync(stream, values, cancellation).ConfigureAwait(false) != hash)
            {
                throw new DataPlaneException(
                    $"version {key.Version} of {key.Job} is not what its checksum says");
            }

            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    private static async ValueTask<ulong> FillAsync(
        Stream stream, Memory<float> values, CancellationToken cancellation)
    {
        var bytes = FloatBytes.Of(values);
        var hasher = new ContentHasher();
        for (var filled = 0; filled < bytes.Length; filled += PieceBytes)
        {
            var piece = bytes.Slice(filled, Math.Min(PieceBytes, bytes.Length - filled));
            await stream.ReadExactlyAsync(piece, cancellation).ConfigureAwait(false);
            hasher.Append(values.Span.Slice(filled / sizeof(float), piece.Length / sizeof(float)));
        }

        return hasher.Finish();
    }
}
