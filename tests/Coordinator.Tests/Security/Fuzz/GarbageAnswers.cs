using System.Text;
using AkkaCoded.Coordinator.Tests.DataPlane;
using AkkaCoded.Messages.Exchange;

namespace AkkaCoded.Coordinator.Tests.Security.Fuzz;

/// <summary>Bodies of answers of which no block is right: what is right would be taken.</summary>
internal static class GarbageAnswers
{
    /// <summary>A request of a worker that is trusted, for a step that may be open.</summary>
    public static byte[] Request(Random random, string job, string? token, int steps)
    {
        var body = Spoilt(random);
        var said = random.Next(4) == 0 ? random.Next(1, 5000) : body.Length;
        var head = $"POST /data/v1/jobs/{job}/epochs/1/steps/{random.Next(steps)}"
            + $"/answers/{random.Next(4)}/{random.Next(2)} HTTP/1.1\r\nHost: localhost\r\n"
            + $"Authorization: Bearer {token}\r\nContent-Length: {said}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    public static byte[] Spoilt(Random random)
    {
        var body = new MemoryStream();
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            Plane.Append(
                body, random.Next(1000), Plane.Vector(random.Next(), random.Next(1, 200)),
                spoil: (ulong)random.NextInt64(1, long.MaxValue));
        }

        var bytes = body.ToArray();
        if (random.Next(2) == 0)
        {
            // Only the header: the length lies, the checksum of the values stays wrong.
            bytes[random.Next(AnswerBlock.HeaderBytes)] ^= (byte)random.Next(1, 256);
        }

        return bytes;
    }
}
