using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace AkkaCoded.WorkerNode.DataPlane;

/// <summary>What files of this machine hold: each is read once, and again when its length or the
/// time of its last change is another one. Safe for several threads.</summary>
internal sealed class LocalHashes
{
    private readonly ConcurrentDictionary<(string Path, long Bytes, DateTime Changed), string>
        _known = new();

    /// <summary>The SHA-256 of a file of this length, in lower case; null where there is none, or
    /// one that cannot be read.</summary>
    public async Task<string?> OfAsync(string path, long bytes, CancellationToken cancellation)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length != bytes)
            {
                return null;
            }

            var key = (file.FullName, file.Length, file.LastWriteTimeUtc);
            if (!_known.TryGetValue(key, out var hash))
            {
                await using var stream = new FileStream(
                    path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true);
                hash = Convert.ToHexStringLower(
                    await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));
                _known[key] = hash;
            }

            return hash;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
