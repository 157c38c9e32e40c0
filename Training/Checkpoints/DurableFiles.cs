using System.Runtime.InteropServices;

namespace AkkaCoded.Training.Checkpoints;

/// <summary>
/// Files that survive a power cut: a name appears only after its bytes are on the disk. Renaming
/// within a folder is atomic; the folder itself is synced so that the new name is on the disk too.
/// </summary>
internal static partial class DurableFiles
{
    private const int CurrentFolder = -100;
    private const uint Exchange = 2;

    /// <summary>Writes a file and forces its bytes to the disk.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        write(file);
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Gives the folder <paramref name="source"/> the name <paramref name="target"/>. One that is
    /// there already changes places with it in a single operation where the system can do that, so
    /// that a complete one has the name at every moment; elsewhere it is moved aside first.
    /// </summary>
    public static void Place(string source, string target, string aside)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(source, target);
        }
        else if (!TryExchange(source, target))
        {
            Directory.Move(target, aside);
            Directory.Move(source, target);
        }
    }

    /// <summary>Forces the names in a folder to the disk; on Windows renaming does that.</summary>
    public static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(path, 0);
        if (descriptor < 0)
        {
            throw new IOException($"cannot open the folder {path} to sync it");
        }

        try
        {
            // Some file systems cannot sync folders and say so; then there is nothing to wait for.
            _ = Sync(descriptor);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static bool TryExchange(string source, string target)
    {
        try
        {
            return OperatingSystem.IsLinux()
                && Rename(CurrentFolder, source, CurrentFolder, target, Exchange) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport(
        "libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(
        int sourceFolder, string source, int targetFolder, string target, uint flags);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
