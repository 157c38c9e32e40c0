using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using AkkaCoded.Messages.Cluster;

namespace AkkaCoded.Coordinator.Tests.Security.Fuzz;

/// <summary>WebSockets that are opened rightly, and frames on them that are not: lengths that lie,
/// control frames that are none, missing masks, endless messages.</summary>
/// <param name="paths">Where; {ghost} for the name of a node.</param>
/// <param name="token">The port's.</param>
/// <param name="messages">What the control plane is sent, or null: it is not among the paths.
/// </param>
internal sealed class GarbageSockets(
    IReadOnlyList<string> paths, string? token, GarbageMessages? messages)
{
    public byte[] Make(Random random)
    {
        var path = paths[random.Next(paths.Count)]
            .Replace("{ghost}", $"ghost-{random.Next(100_000)}", StringComparison.Ordinal);
        var request = new StringBuilder($"GET {path} HTTP/1.1\r\nHost: localhost\r\n");
        request.Append("Connection: Upgrade\r\nUpgrade: websocket\r\n");
        request.Append("Sec-WebSocket-Version: 13\r\n");
        var key = random.Next(16) == 0 ? "short" : Convert.ToBase64String(new byte[16]);
        request.Append(CultureInfo.InvariantCulture, $"Sec-WebSocket-Key: {key}\r\n");
        if (token is not null)
        {
            request.Append(CultureInfo.InvariantCulture, $"Authorization: Bearer {token}\r\n");
        }

        var bytes = new List<byte>(Encoding.ASCII.GetBytes(request + "\r\n"));
        if (messages is not null && path == ClusterNames.ControlPath && random.Next(3) != 0)
        {
            bytes.AddRange(Wrapped(messages.Make(random)));
        }

        for (var left = random.Next(1, 6); left > 0; left--)
        {
            bytes.AddRange(Frame(random));
        }

        return random.Next(4) == 0 ? Mutations.Spoil(random, [.. bytes]) : [.. bytes];
    }

    private static byte[] Frame(Random random)
    {
        var content = Mutations.Random(random, random.Next(8) == 0 ? 40_000 : 60);
        if (random.Next(2) == 0 && content.Length > 8)
        {
            // As the control plane frames its own: a length, a kind, content.
            BinaryPrimitives.WriteInt32LittleEndian(content, random.Next(4) switch
            {
                0 => content.Length - 4,
                1 => int.MaxValue,
                2 => -1,
                _ => random.Next(64),
            });
            content[4] = (byte)random.Next(12);
        }

        var opcode = random.Next(3) == 0 ? random.Next(16) : 2;
        var isLast = random.Next(6) != 0;
        var isMasked = random.Next(12) != 0;
        var frame = new List<byte> { (byte)((isLast ? 0x80 : 0) | opcode) };
        var mask = (byte)(isMasked ? 0x80 : 0);
        var length = random.Next(10) == 0 ? random.NextInt64() : content.Length;
        AppendLength(frame, mask, length);
        var key = isMasked ? Mutations.Random(random, 5).Concat(new byte[4]).Take(4).ToArray() : [];
        frame.AddRange(key);
        frame.AddRange(content.Select(
            (value, at) => isMasked ? (byte)(value ^ key[at % 4]) : value));
        return [.. frame];
    }

    /// <summary>A whole binary message.</summary>
    private static byte[] Wrapped(byte[] content)
    {
        var frame = new List<byte> { 0x82 };
        AppendLength(frame, 0x80, content.Length);
        return [.. frame, 0, 0, 0, 0, .. content];
    }

    private static void AppendLength(List<byte> frame, byte mask, long length)
    {
        if (length < 126)
        {
            frame.Add((byte)(mask | (byte)length));
            return;
        }

        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, length);
        frame.Add((byte)(mask | (length <= ushort.MaxValue ? 126 : 127)));
        frame.AddRange(length <= ushort.MaxValue ? bytes[6..] : bytes);
    }
}
