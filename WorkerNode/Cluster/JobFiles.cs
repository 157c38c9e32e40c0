using System.Globalization;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Training;

namespace AkkaCoded.WorkerNode.Cluster;

/// <summary>A key of a job that names files.</summary>
/// <param name="Key">Below <c>coded</c>, such as <c>data.train</c>.</param>
/// <param name="IsList">Whether its value is a list of files, not a single one.</param>
/// <param name="Paths">Its files as the job names them.</param>
internal sealed record JobFile(string Key, bool IsList, IReadOnlyList<string> Paths);

/// <summary>What a file holds: its name on the data plane, and its length.</summary>
internal readonly record struct FileContent(string Sha256, long Bytes)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Sha256}:{Bytes}");

    /// <summary>Reads what <see cref="ToString"/> writes, or null.</summary>
    public static FileContent? Parse(string text)
    {
        var parts = text.Split(':');
        return parts.Length == 2 && DataPlanePaths.IsSha256(parts[0])
            && long.TryParse(
                parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? new FileContent(parts[0], bytes)
            : null;
    }
}

/// <summary>
/// The files that a job reads. A coordinator lists their contents beside the job, one list of
/// <see cref="FileContent"/> for each key, below <see cref="Section"/>; nodes find them by it.
/// </summary>
internal static class JobFiles
{
    /// <summary>Where the contents stand; only in the text that goes to nodes.</summary>
    public const string Section = "coded.files";

    /// <summary>Those that this job reads.</summary>
    public static IReadOnlyList<JobFile> Of(TrainingJobOptions job)
    {
        var (data, model) = (job.Data, job.Model);
        var isIdx = data.Format == "idx";
        var hasFiles = data.Format != "glyphs";
        var found = new List<JobFile>();
        AddList(hasFiles, "data.train", data.Train);
        Add(isIdx, "data.train-labels", data.TrainLabels);
        AddList(hasFiles, "data.test", data.Test);
        Add(isIdx && data.Test.Count > 0, "data.test-labels", data.TestLabels);
        Add(model.Name == "torchscript", "model.torchscript.path", model.ScriptPath);
        Add(model.Name == "module", "model.module.assembly", model.ModuleAssembly);
        return found;

        void Add(bool isRead, string key, string path)
        {
            if (isRead)
            {
                found.Add(new JobFile(key, false, [path]));
            }
        }

        void AddList(bool isRead, string key, IReadOnlyList<string> paths)
        {
            if (isRead && paths.Count > 0)
            {
                found.Add(new JobFile(key, true, paths));
            }
        }
    }

    /// <summary>Where a file of the job lies on this machine.</summary>
    public static string PathOf(TrainingJobOptions job, string path) =>
        Path.Combine(job.Data.FolderOrDefault, path);
}
