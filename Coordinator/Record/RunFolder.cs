using AkkaCoded.Codes;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Record;

/// <summary>
/// The folder of one run, <c>runs/{job}-{yyyyMMdd-HHmmss}</c>: its configuration, record, report
/// and checkpoints. Everything needed to go on with the run, or to look at it, is in there.
/// </summary>
public sealed class RunFolder
{
    private const int SameSecondMax = 1000;

    private RunFolder(string path, string? mended = null)
    {
        FullPath = path;
        Mended = mended;
    }

    /// <summary>The folder itself.</summary>
    public string FullPath { get; }

    /// <summary>The resolved configuration.</summary>
    public string JobConf => Path.Combine(FullPath, "job.conf");

    /// <summary>One JSON object per line; docs/run-record.md.</summary>
    public string Record => Path.Combine(FullPath, "record.jsonl");

    /// <summary>The end report for a browser.</summary>
    public string Report => Path.Combine(FullPath, "report.html");

    /// <summary>Where checkpoints go unless the job names another folder.</summary>
    public string Checkpoints => Path.Combine(FullPath, "checkpoints");

    /// <summary>What had to be mended when it was opened, for people; null: nothing.</summary>
    public string? Mended { get; }

    /// <summary>Makes the folder of a new run; the first that began in its second gets no number.
    /// </summary>
    /// <param name="root">Folder of all runs (<c>coded.record.folder</c>).</param>
    /// <param name="job">Whose run.</param>
    /// <param name="configuration">Resolved configuration, kept as <c>job.conf</c>.</param>
    /// <param name="time">Clock whose local time names the folder.</param>
    /// <exception cref="InvalidInputException">CDL-0560: it cannot be written.</exception>
    public static RunFolder Create(
        string root, JobId job, string configuration, TimeProvider time)
    {
        var name = $"{job}-{time.GetLocalNow():yyyyMMdd-HHmmss}";
        var full = Guarded(root, () => Path.GetFullPath(root));
        for (var number = 1; number <= SameSecondMax; number++)
        {
            var folder = Path.Combine(full, number == 1 ? name : $"{name}-{number}");
            if (Guarded(folder, () => TryTake(folder, configuration)))
            {
                return new(folder);
            }
        }

        throw new InvalidInputException(
            "CDL-0560", "run folder", Path.Combine(full, name),
            $"fewer than {SameSecondMax} runs of a job in one second",
            "Wait a second, or name another coded.record.folder.");
    }

    /// <summary>Opens a run to go on with it: a last line of its record that a killed process left
    /// torn is cut off, and <see cref="Mended"/> says so.</summary>
    /// <exception cref="InvalidInputException">CDL-0561: this is no folder of a run; CDL-0560: it
    /// cannot be written.</exception>
    public static RunFolder OpenForResume(string path)
    {
        var run = Open(path);
        var cut = File.Exists(run.Record) ? Guarded(run.Record, () => CutTornLine(run.Record)) : 0;
        return cut == 0 ? run : new(run.FullPath,
            $"{run.Record}: the last line was torn; {cut} bytes were cut off");
    }

    /// <summary>Opens a run to look at it.</summary>
    /// <exception cref="InvalidInputException">CDL-0561: this is no folder of a run.</exception>
    public static RunFolder Open(string path)
    {
        var run = new RunFolder(Path.GetFullPath(path));
        return File.Exists(run.JobConf) ? run : throw new InvalidInputException(
            "CDL-0561", "run folder", path, "a folder with the file job.conf of a run",
            "Name one of the folders below coded.record.folder (runs).");
    }

    /// <summary>Does something with files; what the disk refuses becomes CDL-0560.</summary>
    internal static T Guarded<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException
            or ArgumentException or NotSupportedException)
        {
            throw new InvalidInputException(
                "CDL-0560", "run folder", path, "a path that can be written",
                $"Correct coded.record.folder or the permissions. {problem.Message}");
        }
    }

    /// <summary>Two processes may want the same name at once: who creates job.conf has it.
    /// </summary>
    private static bool TryTake(string folder, string configuration)
    {
        if (Path.Exists(folder))
        {
            return false;
        }

        Directory.CreateDirectory(folder);
        try
        {
            var path = Path.Combine(folder, "job.conf");
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            using var writer = new StreamWriter(file);
            writer.Write(configuration);
            return true;
        }
        catch (IOException) when (File.Exists(Path.Combine(folder, "job.conf")))
        {
            return false;
        }
    }

    private static long CutTornLine(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        var end = file.Length;
        while (end > 0 && ByteAt(file, end - 1) != '\n')
        {
            end--;
        }

        var cut = file.Length - end;
        file.SetLength(end);
        return cut;
    }

    private static int ByteAt(FileStream file, long position)
    {
        file.Position = position;
        return file.ReadByte();
    }
}
