using System.Net.Http.Headers;
using System.Security.Cryptography;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Exchange;

namespace AkkaCoded.WorkerNode.DataPlane;

/// <summary>Fetches one file into a place beside its own, going on where an earlier try ended.
/// </summary>
internal sealed class FileFetch(HttpClient client, TimeProvider time)
{
    private const int PieceBytes = 256 * 1024;

    /// <summary>Tries in a row that bring nothing.</summary>
    private const int VainTriesMax = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Afterwards the file holds what the hash says, synced.</summary>
    public async Task RunAsync(
        string sha256, string part, long bytesMax, CancellationToken cancellation)
    {
        await using var file = new FileStream(
            part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, useAsync: true);
        // What lies there from an earlier try may be damaged; a fetch from its start is not.
        var isFresh = file.Length == 0;
        while (await FetchAsync(sha256, file, bytesMax, cancellation).ConfigureAwait(false)
            != sha256)
        {
            file.SetLength(0);
            if (isFresh)
            {
                throw new InvalidInputException(
                    "CDL-0426", "file", sha256, "content as its hash says",
                    "The coordinator's file was changed after the job began; start the job anew");
            }

            isFresh = true;
        }

        file.Flush(flushToDisk: true);
    }

    private async Task<string> FetchAsync(
        string sha256, FileStream file, long bytesMax, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await AppendExistingAsync(file, hash, cancellation).ConfigureAwait(false);
        var vainTries = 0;
        while (true)
        {
            var before = file.Length;
            try
            {
                await TryOnceAsync(sha256, file, hash, bytesMax, cancellation)
                    .ConfigureAwait(false);
                return Convert.ToHexStringLower(hash.GetHashAndReset());
            }
            catch (DataPlaneException)
            {
                vainTries = file.Length > before ? 0 : vainTries + 1;
                if (vainTries == VainTriesMax)
                {
                    throw;
                }
            }

            await Task.Delay(Pause, time, cancellation).ConfigureAwait(false);
        }
    }

    private static async Task AppendExistingAsync(
        FileStream file, IncrementalHash hash, CancellationToken cancellation)
    {
        file.Position = 0;
        var buffer = new byte[PieceBytes];
        int count;
        while ((count = await file.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            hash.AppendData(buffer, 0, count);
        }
    }

    private async Task TryOnceAsync(
        string sha256,
        FileStream file,
        IncrementalHash hash,
        long bytesMax,
        CancellationToken cancellation)
    {
        using var response = await AskAsync(sha256, file.Length, cancellation)
            .ConfigureAwait(false);
        var status = (int)response.StatusCode;
        if (status is 416 or 200)
        {
            // Nothing is left to send (the hash says whether all is well), or all is sent anew.
            if (status == 416)
            {
                return;
            }

            file.SetLength(0);
            _ = hash.GetHashAndReset();
        }

        var total = Check(response, file.Length, bytesMax, sha256);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellation)
                .ConfigureAwait(false);
            await CopyAsync(body, file, hash, total, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new DataPlaneException($"file {sha256} did not come in full", e);
        }
    }

    private async Task<HttpResponseMessage> AskAsync(
        string sha256, long from, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, DataPlanePaths.File(sha256));
        request.Headers.Range = from > 0 ? new RangeHeaderValue(from, null) : null;
        try
        {
            return await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellation)
                .ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new DataPlaneException($"file {sha256} cannot be asked for", e);
        }
    }

    private static long Check(
        HttpResponseMessage response, long have, long bytesMax, string sha256)
    {
        var status = (int)response.StatusCode;
        DataPlaneHttp.RequireToken(status);
        var headers = response.Content.Headers;
        var from = headers.ContentRange?.From ?? 0;
        var total = status == 206 ? headers.ContentRange?.Length : headers.ContentLength;
        if (status == 404 || total > bytesMax)
        {
            throw new InvalidInputException(
                "CDL-0425", "file", sha256,
                status == 404
                    ? "a file that the coordinator shares"
                    : $"at most {bytesMax} bytes (it has {total})",
                "Check `coded.data` of the job on the coordinator");
        }

        return status is 200 or 206 && from == have && total >= have
            ? total.Value
            : throw new DataPlaneException(
                $"file {sha256}: status {status}, from {from} of {total}", null, status);
    }

    private static async Task CopyAsync(
        Stream body,
        FileStream file,
        IncrementalHash hash,
        long total,
        CancellationToken cancellation)
    {
        var buffer = new byte[PieceBytes];
        file.Position = file.Length;
        while (file.Length < total)
        {
            var count = await ReadAsync(body, buffer, cancellation).ConfigureAwait(false);
            if (count == 0 || file.Length + count > total)
            {
                throw new DataPlaneException($"{file.Length} of {total} bytes came");
            }

            await file.WriteAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
            hash.AppendData(buffer, 0, count);
        }
    }

    /// <summary>Failures of the network are told from those of the disk.</summary>
    private static async ValueTask<int> ReadAsync(
        Stream body, byte[] buffer, CancellationToken cancellation)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellation).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new DataPlaneException("the connection broke", e);
        }
    }
}
