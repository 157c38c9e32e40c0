using System.IO.Pipes;
using System.Security.Cryptography;
using System.Text;

namespace AkkaCoded.Coordinator.Control;

/// <summary>
/// The way into a running training from a second terminal: a pipe that only the same user may
/// open, named after the run's folder. A request is a line, the answer is a line: <c>ok TEXT</c> or
/// <c>error TEXT</c>.
/// </summary>
internal static class ControlPipe
{
    /// <summary>Longest request and answer, in characters.</summary>
    public const int LineLengthMax = 4096;

    /// <summary>Name of the pipe of a run: short, since the path of a socket is limited.</summary>
    /// <param name="folder">The run's folder.</param>
    public static string NameOf(string folder)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return "akkacoded-" + Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(path)).AsSpan(0, 8));
    }

    /// <summary>Sends one request and reads its answer.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="request">One line.</param>
    /// <param name="timeout">How long to wait for a run to listen.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="TimeoutException">No run listens there.</exception>
    public static async Task<string> AskAsync(
        string folder, string request, TimeSpan timeout, CancellationToken cancellation)
    {
        await using var pipe = new NamedPipeClientStream(
            ".", NameOf(folder), PipeDirection.InOut,
            PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        await pipe.ConnectAsync(timeout, cancellation);
        await WriteLineAsync(pipe, request, cancellation);
        return await ReadLineAsync(pipe, cancellation)
            ?? "error the run ended before it answered";
    }

    internal static async Task WriteLineAsync(
        Stream pipe, string line, CancellationToken cancellation)
    {
        await pipe.WriteAsync(Encoding.UTF8.GetBytes(line.ReplaceLineEndings(" ") + '\n'),
            cancellation);
        await pipe.FlushAsync(cancellation);
    }

    /// <summary>Reads up to the end of a line; null where there is none, or it is too long.
    /// </summary>
    internal static async Task<string?> ReadLineAsync(Stream pipe, CancellationToken cancellation)
    {
        var buffer = new byte[LineLengthMax];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await pipe.ReadAsync(buffer.AsMemory(length), cancellation);
            var end = Array.IndexOf(buffer, (byte)'\n', length, read);
            if (end >= 0)
            {
                return Encoding.UTF8.GetString(buffer, 0, end);
            }

            length += read;
            if (read == 0)
            {
                return null;
            }
        }

        return null;
    }
}
