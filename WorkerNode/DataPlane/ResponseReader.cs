using System.Globalization;
using System.Text;

namespace AkkaCoded.WorkerNode.DataPlane;

/// <summary>A response's status, and whether its connection may be used again.</summary>
internal readonly record struct ResponseHead(int Status, bool KeepsConnection);

/// <summary>
/// Reads the short responses to posted answers. Only what the coordinator sends is understood: a
/// status line, headers within the limit, a length, a short body that is skipped.
/// </summary>
internal sealed class ResponseReader(Stream stream, int headBytesMax)
{
    private const int BodyBytesMax = 4096;

    private readonly byte[] _buffer = new byte[headBytesMax];

    /// <exception cref="DataPlaneException">No HTTP response, or one beyond the limits.
    /// </exception>
    public async Task<ResponseHead> ReadAsync(CancellationToken cancellation)
    {
        var filled = 0;
        int end;
        do
        {
            if (filled == _buffer.Length)
            {
                throw Bad("headers beyond the limit");
            }

            var count = await stream.ReadAsync(_buffer.AsMemory(filled), cancellation)
                .ConfigureAwait(false);
            if (count == 0)
            {
                throw new DataPlaneException("the coordinator closed the connection");
            }

            filled += count;
            end = _buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
        }
        while (end < 0);

        var lines = Encoding.ASCII.GetString(_buffer, 0, end).Split("\r\n");
        var status = Status(lines[0]);
        var (length, keeps) = Body(lines);
        await SkipAsync(length - (filled - end - 4), cancellation).ConfigureAwait(false);
        return new ResponseHead(status, keeps);
    }

    private static int Status(string line)
    {
        // "HTTP/1.1 200 OK"
        return line.Length >= 12 && line.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)
            && int.TryParse(
                line.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            && status is >= 200 and < 600
            && (line.Length == 12 || line[12] == ' ')
            ? status
            : throw Bad("no status line");
    }

    private static (int Length, bool Keeps) Body(string[] lines)
    {
        var length = -1;
        var keeps = true;
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':');
            var name = colon > 0 ? line[..colon] : throw Bad("a header without a colon");
            var value = line[(colon + 1)..].Trim();
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                var isNumber = int.TryParse(
                    value, NumberStyles.None, CultureInfo.InvariantCulture, out length);
                length = isNumber && length <= BodyBytesMax ? length : throw Bad("a long body");
            }
            else if (name.Equals("Connection", StringComparison.OrdinalIgnoreCase))
            {
                keeps &= !value.Equals("close", StringComparison.OrdinalIgnoreCase);
            }
            else if (name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                keeps = false;
            }
        }

        // Without a length the body ends with the connection, and nobody waits for it.
        return length < 0 ? (0, false) : (length, keeps);
    }

    private async Task SkipAsync(int left, CancellationToken cancellation)
    {
        while (left > 0)
        {
            var piece = _buffer.AsMemory(0, Math.Min(left, _buffer.Length));
            await stream.ReadExactlyAsync(piece, cancellation).ConfigureAwait(false);
            left -= piece.Length;
        }
    }

    private static DataPlaneException Bad(string what) =>
        new($"the coordinator's response cannot be read: {what}");
}
