using System.Buffers.Binary;
using System.IO.Compression;

namespace AkkaCoded.Training.Data;

/// <summary>Text files line by line, plain or gzip (by content, not by name).</summary>
internal static class TextLines
{
    /// <summary>Opens a file; a gzip stream is unpacked while it is read.</summary>
    public static Stream Open(string path)
    {
        if (!File.Exists(path))
        {
            throw DataErrors.Missing(path);
        }

        var file = File.OpenRead(path);
        if (!IsGzip(file))
        {
            return file;
        }

        return new WholeGzip(file);
    }

    public static bool IsGzip(string path)
    {
        if (!File.Exists(path))
        {
            throw DataErrors.Missing(path);
        }

        using var file = File.OpenRead(path);
        return IsGzip(file);
    }

    /// <summary>Calls <paramref name="read"/> with each line that is not blank.</summary>
    public static void ForEach(string path, string code, Action<long, string> read)
    {
        using var reader = new StreamReader(Open(path));
        long number = 0;
        while (Next(reader, path, code, number) is { } line)
        {
            number++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                read(number, line);
            }
        }
    }

    private static string? Next(StreamReader reader, string path, string code, long number)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (Exception damage) when (damage is InvalidDataException or EndOfStreamException)
        {
            throw DataErrors.Line(code, path, number + 1, damage.Message, "a whole gzip stream");
        }
    }

    /// <summary>
    /// A gzip stream that says so where its file was cut off; the base class takes that for its
    /// end. A whole file ends with the length of its (last) part, which is no more than all parts.
    /// </summary>
    private sealed class WholeGzip(FileStream file) : GZipStream(file, CompressionMode.Decompress)
    {
        private long _unpacked;

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = base.Read(buffer, offset, count);
            _unpacked += read;
            if (read == 0 && count > 0)
            {
                CheckEnd();
            }

            return read;
        }

        private void CheckEnd()
        {
            Span<byte> length = stackalloc byte[4];
            file.Position = Math.Max(0, file.Length - length.Length);
            file.ReadExactly(length);
            if (BinaryPrimitives.ReadUInt32LittleEndian(length) > _unpacked)
            {
                throw new InvalidDataException("the file ends early");
            }
        }
    }

    private static bool IsGzip(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        var read = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
    }
}
