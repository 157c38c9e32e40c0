namespace AkkaCoded.Coordinator.Service;

/// <summary>
/// Holds a folder of jobs for one coordinator: two that were started with the same folder by
/// mistake must not both go on with its jobs. The operating system lets go of it when the process
/// dies, however it dies.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private readonly FileStream _file;

    private StoreLock(FileStream file)
    {
        _file = file;
    }

    /// <summary>The lock, or null where somebody else has it.</summary>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static StoreLock? TryTake(string folder)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new StoreLock(new FileStream(
                Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite,
                FileShare.None));
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
