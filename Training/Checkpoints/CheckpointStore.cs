using System.Globalization;
using AkkaCoded.Codes;

namespace AkkaCoded.Training.Checkpoints;

/// <summary>
/// A folder of checkpoints, each a folder <c>step-NNNNNNNNNNNN</c> with <c>model.safetensors</c>,
/// <c>optimizer.safetensors</c> and <c>manifest.json</c>. A checkpoint is written beside, synced
/// and renamed: a folder of that name is complete, whenever the process or the machine stopped.
/// One writer at a time; any number of readers.
/// </summary>
public sealed class CheckpointStore
{
    private const string Prefix = "step-";
    private const string Unfinished = ".unfinished-";
    private readonly int _keep;

    /// <param name="folder">Where the checkpoints lie; made when the first one is written.</param>
    /// <param name="keep">How many to keep, at least 1.</param>
    public CheckpointStore(string folder, int keep)
    {
        Contract.Require(folder.Length > 0, "checkpoints have a folder");
        Contract.Require(keep >= 1, "the newest checkpoint is kept");
        Folder = Path.GetFullPath(folder);
        _keep = keep;
    }

    /// <summary>Where the checkpoints lie.</summary>
    public string Folder { get; }

    /// <summary>Steps of the checkpoints there are, rising; unfinished ones do not count.</summary>
    public IReadOnlyList<long> List()
    {
        if (!Directory.Exists(Folder))
        {
            return [];
        }

        return
        [
            .. Directory.EnumerateDirectories(Folder, Prefix + "*")
                .Select(path => Step(Path.GetFileName(path)))
                .Where(step => step >= 0)
                .Order(),
        ];
    }

    /// <summary>Folder of the checkpoint after that many steps.</summary>
    public string PathOf(long step) =>
        Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:D12}"));

    /// <summary>
    /// Writes a checkpoint and deletes those that are too many. A checkpoint of the same step is
    /// replaced. Returns its folder.
    /// </summary>
    public string Write(Checkpoint checkpoint)
    {
        CreateFolder();
        DeleteUnfinished();
        var target = PathOf(checkpoint.Manifest.Step);
        var beside = Path.Combine(Folder, Unfinished + Path.GetFileName(target));
        Directory.CreateDirectory(beside);
        CheckpointFiles.Write(beside, checkpoint);
        DurableFiles.SyncFolder(beside);
        DurableFiles.Place(beside, target, aside: Path.Combine(Folder, Unfinished + "old"));
        DurableFiles.SyncFolder(Folder);
        DeleteUnfinished();
        DeleteOld(checkpoint.Manifest.Step);
        return target;
    }

    /// <summary>Reads and verifies the checkpoint after that many steps.</summary>
    /// <exception cref="InvalidInputException">
    /// CDL-0282: there is none; CDL-0281, 0207: it is damaged.
    /// </exception>
    public Checkpoint Read(long step)
    {
        var folder = PathOf(step);
        return Directory.Exists(folder)
            ? CheckpointFiles.Read(folder)
            : throw CheckpointErrors.Missing(folder, "(no such folder)");
    }

    /// <summary>Reads the newest checkpoint, or returns null where there is none.</summary>
    public Checkpoint? ReadNewest() => List() is [.., var newest] ? Read(newest) : null;

    /// <summary>
    /// Reads a checkpoint by path: its own folder, or a folder of checkpoints (then the newest).
    /// </summary>
    /// <exception cref="InvalidInputException">
    /// CDL-0282: there is none; CDL-0281, 0207: it is damaged.
    /// </exception>
    public static Checkpoint ReadPath(string path)
    {
        if (File.Exists(Path.Combine(path, CheckpointFiles.ManifestName)))
        {
            return CheckpointFiles.Read(path);
        }

        return new CheckpointStore(path, 1).ReadNewest()
            ?? throw CheckpointErrors.Missing(path, "(no checkpoint)");
    }

    /// <summary>
    /// Writes a checkpoint's weights and running statistics alone as one safetensors file, under
    /// the names that the model has; the file appears when it is complete.
    /// </summary>
    public static void Export(Checkpoint checkpoint, string path) =>
        CheckpointFiles.Export(checkpoint, path);

    /// <summary>
    /// Reads only the manifest of a checkpoint's folder; tensors are not verified.
    /// </summary>
    public static CheckpointManifest ReadManifest(string folder) =>
        CheckpointFiles.ReadManifest(folder);

    private static long Step(string name) =>
        long.TryParse(
            name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture,
            out var step)
            ? step
            : -1;

    private void CreateFolder()
    {
        if (!Directory.Exists(Folder))
        {
            Directory.CreateDirectory(Folder);
            DurableFiles.SyncFolder(Path.GetDirectoryName(Folder) ?? Folder);
        }
    }

    private void DeleteUnfinished()
    {
        foreach (var folder in Directory.EnumerateDirectories(Folder, Unfinished + "*").ToList())
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void DeleteOld(long newest)
    {
        foreach (var step in List().Where(step => step <= newest).SkipLast(_keep))
        {
            // Renamed first: a half-deleted folder must not look like a checkpoint.
            var doomed = Path.Combine(Folder, Unfinished + "old");
            Directory.Move(PathOf(step), doomed);
            Directory.Delete(doomed, recursive: true);
        }
    }
}
