using System.Collections.Concurrent;
using System.Security.Cryptography;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Exchange;

namespace AkkaCoded.WorkerNode.DataPlane;

/// <summary>
/// Files of the coordinator on this machine, by content: a data set is fetched once, however many
/// nodes share the folder. A file under its name is whole: it is written beside it, checked, and
/// renamed. Safe for several threads and processes.
/// </summary>
public sealed class FileCache : IDisposable
{
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(100);

    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly HttpClient _client;
    private readonly FileFetch _fetch;
    private readonly ConcurrentDictionary<string, bool> _checked = new();

    /// <summary>Makes a cache.</summary>
    /// <param name="target">The coordinator.</param>
    /// <param name="folder">Where the files lie; made when needed.</param>
    /// <param name="time">Clock of pauses between tries.</param>
    public FileCache(DataPlaneTarget target, string folder, TimeProvider time)
    {
        (_folder, _time) = (folder, time);
        _client = DataPlaneHttp.Client(target);
        _fetch = new FileFetch(_client, time);
    }

    /// <summary>The path of a file with this content, fetched where it is not there yet.</summary>
    /// <param name="sha256">64 lower-case hexadecimal digits.</param>
    /// <param name="bytesMax">A longer file is refused before it fills the disk.</param>
    /// <param name="cancellation">Ends the fetch; what has come stays for the next try.</param>
    /// <exception cref="InvalidInputException">CDL-0424 wrong token, CDL-0425 not shared or too
    /// long, CDL-0426 not what its hash says, CDL-0427 the folder cannot be written.</exception>
    /// <exception cref="DataPlaneException">The coordinator cannot be reached.</exception>
    public async Task<string> FetchAsync(
        string sha256, long bytesMax, CancellationToken cancellation)
    {
        Contract.Require(
            DataPlanePaths.IsSha256(sha256), "a file is named by its SHA-256 in lower case");
        var path = Path.Combine(_folder, sha256);
        try
        {
            if (await IsThereAsync(path, sha256, cancellation).ConfigureAwait(false))
            {
                return path;
            }

            Directory.CreateDirectory(_folder);
            await using var alone = await LockAsync(cancellation).ConfigureAwait(false);
            if (!await IsThereAsync(path, sha256, cancellation).ConfigureAwait(false))
            {
                var part = path + ".part";
                await _fetch.RunAsync(sha256, part, bytesMax, cancellation).ConfigureAwait(false);
                File.Move(part, path, overwrite: true);
                _checked[sha256] = true;
            }

            return path;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException
            and not DataPlaneException)
        {
            throw new InvalidInputException(
                "CDL-0427", "folder of fetched files", _folder, "a folder with room to write to",
                $"Check disk and permissions, or name another folder ({e.Message})");
        }
    }

    /// <summary>Ends fetches on their way.</summary>
    public void Dispose() => _client.Dispose();

    /// <summary>Disks err, and people edit: each process reads a found file once.</summary>
    private async Task<bool> IsThereAsync(
        string path, string sha256, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        if (_checked.ContainsKey(sha256))
        {
            return true;
        }

        await using (var stream = File.OpenRead(path))
        {
            var hash = await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false);
            if (Convert.ToHexStringLower(hash) == sha256)
            {
                _checked[sha256] = true;
                return true;
            }
        }

        File.Delete(path);
        return false;
    }

    /// <summary>One fetch at a time on this machine: the others find the file when they get the
    /// lock. It ends with its process, whatever way that ends.</summary>
    private async Task<FileStream> LockAsync(CancellationToken cancellation)
    {
        var path = Path.Combine(_folder, ".lock");
        while (true)
        {
            try
            {
                return new FileStream(
                    path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e is not DirectoryNotFoundException && File.Exists(path))
            {
                await Task.Delay(LockPause, _time, cancellation).ConfigureAwait(false);
            }
        }
    }
}
