namespace AkkaCoded.Coordinator.Service;

/// <summary>Reads whole lines of a file that somebody else may be adding to; what is behind the
/// last line's end is left for the next time.</summary>
internal sealed class LogReader : IDisposable
{
    private const int BufferBytes = 1 << 14;

    private readonly FileStream _file;
    private long _read;

    /// <param name="path">The log; it may not be there yet, then it has no lines.</param>
    public LogReader(string path)
    {
        _file = new FileStream(
            path, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>The lines from the beginning of a file, without their ends.</summary>
    public static IEnumerable<byte[]> Lines(FileStream file)
    {
        var (buffer, line) = (new byte[BufferBytes], new MemoryStream());
        while (file.Read(buffer) is > 0 and var count)
        {
            var from = 0;
            for (var end = IndexOf(0); end >= 0; end = IndexOf(from))
            {
                line.Write(buffer, from, end - from);
                yield return line.ToArray();
                line.SetLength(0);
                from = end + 1;
            }

            line.Write(buffer, from, count - from);

            int IndexOf(int start) => Array.IndexOf(buffer, (byte)'\n', start, count - start);
        }
    }

    /// <summary>The lines that have come since the last call.</summary>
    public IEnumerable<byte[]> New()
    {
        _file.Position = _read;
        foreach (var line in Lines(_file))
        {
            _read += line.Length + 1;
            yield return line;
        }
    }

    public void Dispose() => _file.Dispose();
}
