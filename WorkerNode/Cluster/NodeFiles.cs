using Akka.Configuration;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Hocon;
using AkkaCoded.Training;
using AkkaCoded.WorkerNode.DataPlane;

namespace AkkaCoded.WorkerNode.Cluster;

/// <summary>
/// Finds the files of a job on this machine by what they hold, and fetches those that are not here.
/// Safe for several threads.
/// </summary>
/// <param name="fetch">Path of a fetched file: by SHA-256, at most so many bytes.</param>
/// <param name="bytesMax">A longer file is refused.</param>
internal sealed class NodeFiles(
    Func<string, long, CancellationToken, Task<string>> fetch, long bytesMax)
{
    private readonly LocalHashes _local = new();

    /// <summary>The job with the paths of its files on this machine.</summary>
    /// <param name="configuration">The job as HOCON, with <see cref="JobFiles.Section"/> where it
    /// reads files; without that section its own paths hold.</param>
    /// <param name="cancellation">Ends a fetch.</param>
    /// <exception cref="InvalidInputException">CDL-0712, CDL-0714: the section is malformed, or a
    /// file too long; what <see cref="FileCache"/> refuses.</exception>
    /// <exception cref="DataPlaneException">The coordinator cannot be reached.</exception>
    public async Task<string> LocalizeAsync(string configuration, CancellationToken cancellation)
    {
        var job = TrainingJobOptions.FromText(configuration);
        var listed = ConfigurationFactory.ParseString(configuration);
        var lines = new List<string> { configuration };
        foreach (var file in JobFiles.Of(job))
        {
            if (ContentsOf(listed, file) is not { } contents)
            {
                continue;
            }

            var paths = new List<string>();
            foreach (var (path, content) in file.Paths.Zip(contents))
            {
                var own = JobFiles.PathOf(job, path);
                var found = await FindAsync(file.Key, own, content, cancellation)
                    .ConfigureAwait(false);
                paths.Add(HoconText.Quote(Path.GetFullPath(found)));
            }

            var value = file.IsList ? $"[{string.Join(", ", paths)}]" : paths[0];
            lines.Add($"coded.{file.Key} = {value}");
        }

        return string.Join('\n', lines);
    }

    private async Task<string> FindAsync(
        string key, string own, FileContent content, CancellationToken cancellation)
    {
        var hash = await _local.OfAsync(own, content.Bytes, cancellation).ConfigureAwait(false);
        if (hash == content.Sha256)
        {
            return own;
        }

        return content.Bytes <= bytesMax
            ? await fetch(content.Sha256, content.Bytes, cancellation).ConfigureAwait(false)
            : throw new InvalidInputException(
                "CDL-0714", $"coded.{key}", $"{content.Bytes} bytes", $"at most {bytesMax} bytes",
                "Raise coded.node.file-max, or put the file onto the node");
    }

    private static List<FileContent>? ContentsOf(Config listed, JobFile file)
    {
        var path = $"{JobFiles.Section}.{file.Key}";
        if (!listed.HasPath(path))
        {
            return null;
        }

        var contents = TextsAt(listed, path).Select(FileContent.Parse).ToList();
        return contents.Count == file.Paths.Count && contents.All(content => content is not null)
            ? [.. contents.Select(content => content!.Value)]
            : throw Malformed(path, $"{contents.Count} entries");
    }

    private static IList<string> TextsAt(Config listed, string path)
    {
        try
        {
            return listed.GetStringList(path);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw Malformed(path, e.Message);
        }
    }

    private static InvalidInputException Malformed(string path, string found) => new(
        "CDL-0712", path, found, "SHA-256 and length of each file",
        "Run the same version of the program on coordinator and nodes");
}
