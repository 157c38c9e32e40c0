using AkkaCoded.Codes;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.WorkerNode.Cluster;

namespace AkkaCoded.Coordinator.Cluster;

/// <summary>Makes the files that a job reads available to nodes that lack them.</summary>
internal static class SharedJobFiles
{
    /// <summary>Reads each file once for its hash and shares it; they must not change as long as
    /// the job runs.</summary>
    /// <param name="opened">The job.</param>
    /// <param name="shelf">Where nodes fetch from.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The job as HOCON with the contents of its files, for
    /// <see cref="JobSpec.Configuration"/>.</returns>
    /// <exception cref="InvalidInputException">CDL-0713: a file cannot be read.</exception>
    public static async Task<string> PrepareAsync(
        OpenedRun opened, FileShelf shelf, CancellationToken cancellation)
    {
        var lines = new List<string> { OpenedRun.ConfigurationOf(opened.Config) };
        foreach (var file in JobFiles.Of(opened.Training))
        {
            var contents = new List<string>();
            foreach (var path in file.Paths)
            {
                var full = JobFiles.PathOf(opened.Training, path);
                var content = await ShareAsync(file.Key, full, shelf, cancellation);
                contents.Add($"\"{content}\"");
            }

            lines.Add($"{JobFiles.Section}.{file.Key} = [{string.Join(", ", contents)}]");
        }

        return string.Join('\n', lines);
    }

    private static async Task<FileContent> ShareAsync(
        string key, string path, FileShelf shelf, CancellationToken cancellation)
    {
        try
        {
            var shared = await shelf.ShareAsync(path, cancellation);
            return new FileContent(shared.Sha256, shared.Bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                "CDL-0713", $"coded.{key}", path, "a file that can be read", e.Message);
        }
    }
}
