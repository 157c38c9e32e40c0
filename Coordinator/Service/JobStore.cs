using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Service;

/// <summary>
/// The folder of a coordinator's jobs, one folder each: <c>job.conf</c>, <c>state.json</c>, the log
/// and whatever a run leaves. A state is written beside the old one, brought to the disk and
/// renamed, so that there is always a whole one; a job exists once it has a state.
/// </summary>
/// <param name="root">Folder of all jobs; made where it is not there.</param>
internal sealed class JobStore(string root)
{
    private const string StateFile = "state.json";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // A diverged training has a loss that JSON has no number for.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public string Root { get; } = Path.GetFullPath(root);

    public string FolderOf(string id)
    {
        Contract.Require(JobId.IsValid(id), "only valid ids become paths");
        return Path.Combine(Root, id);
    }

    /// <summary>The run of a job: its record, report, configuration and checkpoints.</summary>
    public RunFolder RunOf(string id) => RunFolder.OpenForResume(FolderOf(id));

    /// <summary>Keeps a new job.</summary>
    /// <param name="job">Its first state.</param>
    /// <param name="configuration">Its resolved configuration.</param>
    /// <exception cref="InvalidInputException">CDL-0736: it cannot be kept.</exception>
    public void Create(JobEntry job, string configuration) => Guarded(FolderOf(job.Id), folder =>
    {
        if (File.Exists(Path.Combine(folder, StateFile)))
        {
            throw new IOException("another job that cannot be read is there");
        }

        Directory.CreateDirectory(folder);
        WriteWhole(Path.Combine(folder, "job.conf"), Encoding.UTF8.GetBytes(configuration));
        WriteState(folder, job);
        return true;
    });

    /// <summary>Keeps a job's new state.</summary>
    /// <exception cref="InvalidInputException">CDL-0736: it cannot be kept.</exception>
    public void Write(JobEntry job) => Guarded(FolderOf(job.Id), folder =>
    {
        WriteState(folder, job);
        return true;
    });

    /// <summary>All jobs, by number. One that cannot be read is left out and told.</summary>
    /// <param name="damaged">Told what is wrong with a job.</param>
    /// <exception cref="InvalidInputException">CDL-0736: the folder itself cannot be read.
    /// </exception>
    public IReadOnlyList<JobEntry> Load(Action<InvalidInputException> damaged)
    {
        var folders = Guarded(Root, path =>
        {
            Directory.CreateDirectory(path);
            return Directory.GetDirectories(path);
        });
        var jobs = new SortedDictionary<long, JobEntry>();
        foreach (var folder in folders.Order(StringComparer.Ordinal))
        {
            try
            {
                if (Read(folder) is { } job && !jobs.TryAdd(job.Number, job))
                {
                    throw Damaged(
                        folder, $"its number {job.Number} is that of {jobs[job.Number].Id}");
                }
            }
            catch (InvalidInputException error)
            {
                damaged(error);
            }
        }

        return [.. jobs.Values];
    }

    /// <summary>A state as the file holds it; null: the folder holds no job.</summary>
    private static JobEntry? Read(string folder)
    {
        var name = Path.GetFileName(folder);
        var path = Path.Combine(folder, StateFile);
        if (!JobId.IsValid(name) || !File.Exists(path))
        {
            return null;
        }

        var bytes = Guarded(path, File.ReadAllBytes);
        try
        {
            var job = JsonSerializer.Deserialize<JobEntry>(bytes, Format);
            return job?.Id == name ? job : throw Damaged(folder, $"it is of the job {job?.Id}");
        }
        catch (JsonException error)
        {
            throw Damaged(folder, error.Message);
        }
    }

    private static void WriteState(string folder, JobEntry job) => WriteWhole(
        Path.Combine(folder, StateFile), JsonSerializer.SerializeToUtf8Bytes(job, Format));

    private static void WriteWhole(string path, byte[] bytes)
    {
        var beside = path + ".new";
        using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    private static InvalidInputException Damaged(string folder, string why) => new(
        JobErrors.Folder, Path.Combine(folder, StateFile), why, "the state of the folder's job",
        "Move the folder away, or correct the file.");

    private static T Guarded<T>(string path, Func<string, T> action)
    {
        try
        {
            return action(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                JobErrors.Folder, "coded.cluster.folder", path, "a folder that can be written",
                $"Correct disk and permissions. {problem.Message}");
        }
    }
}
