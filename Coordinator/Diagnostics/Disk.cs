namespace AkkaCoded.Coordinator.Diagnostics;

/// <summary>Whether a folder that is to be written to has room, and can be written to. It need not
/// exist yet; nothing is left in it.</summary>
internal static class Disk
{
    private const string Check = "disk";
    private const long BytesMin = 1L << 30;

    public static Finding Examine(string folder)
    {
        var existing = folder;
        while (!Path.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing) ?? ".";
        }

        return WriteProblem(existing) is { } problem
            ? new Finding(
                Check, Finding.Fail, $"{folder}: {problem}",
                "Correct the permissions, or name another record.folder or checkpoint.folder.")
            : Room(folder, new DriveInfo(existing).AvailableFreeSpace);
    }

    /// <param name="folder">The folder.</param>
    /// <param name="free">Free bytes.</param>
    internal static Finding Room(string folder, long free)
    {
        var found = $"{free / (double)(1 << 30):0.0} GiB free for {folder}";
        return free >= BytesMin
            ? Finding.Good(Check, found)
            : new Finding(
                Check, Finding.Warn, found, "Make room: run records and checkpoints need it.");
    }

    private static string? WriteProblem(string folder)
    {
        try
        {
            var probe = Path.Combine(folder, $".akkacoded-{Path.GetRandomFileName()}");
            using (File.Create(probe, 1, FileOptions.DeleteOnClose))
            {
                return null;
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return problem.Message;
        }
    }
}
