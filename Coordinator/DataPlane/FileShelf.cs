using System.Collections.Concurrent;
using System.Security.Cryptography;
using AkkaCoded.Messages.Exchange;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>A file that workers may fetch.</summary>
/// <param name="Sha256">64 lower-case hexadecimal digits: its name on the data plane.</param>
/// <param name="Path">Where it lies on the coordinator.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record SharedFile(string Sha256, string Path, long Bytes);

/// <summary>
/// Files that the coordinator shares with workers, by content: only files given here can be
/// fetched, whatever a path says. Safe for several threads.
/// </summary>
internal sealed class FileShelf(RefusalLedger refusals, TransferLedger transfers)
{
    private readonly ConcurrentDictionary<string, SharedFile> _files = new();

    /// <summary>Reads the file once for its hash; it must not change afterwards.</summary>
    public async Task<SharedFile> ShareAsync(string path, CancellationToken cancellation = default)
    {
        await using var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
        var file = new SharedFile(hash, System.IO.Path.GetFullPath(path), stream.Length);
        _files[hash] = file;
        return file;
    }

    public async Task HandleAsync(HttpContext http)
    {
        var hash = http.Text("sha256");
        if (!DataPlanePaths.IsSha256(hash) || !_files.TryGetValue(hash, out var file)
            || !File.Exists(file.Path))
        {
            await http.RefuseAsync(
                refusals, Refusal.File, StatusCodes.Status404NotFound, "no such file here");
            return;
        }

        await TypedResults.PhysicalFile(
            file.Path,
            "application/octet-stream",
            entityTag: new EntityTagHeaderValue($"\"{hash}\""),
            enableRangeProcessing: true).ExecuteAsync(http);
        if (http.Response.StatusCode is StatusCodes.Status200OK
            or StatusCodes.Status206PartialContent)
        {
            transfers.Count(Transfer.Files, http.Response.ContentLength ?? 0);
        }
    }
}
