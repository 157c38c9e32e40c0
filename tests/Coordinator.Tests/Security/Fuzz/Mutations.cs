namespace AkkaCoded.Coordinator.Tests.Security.Fuzz;

/// <summary>Spoils bytes as a broken or hostile sender would.</summary>
internal static class Mutations
{
    private static readonly byte[][] Favourites =
    [
        [0], [0xFF], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0], [0x7F, 0xFF, 0xFF, 0xFF],
        [0, 0, 0, 0x80], "\r\n"u8.ToArray(), "\r\n\r\n"u8.ToArray(), "%00"u8.ToArray(),
        "../"u8.ToArray(), "-1"u8.ToArray(), "99999999999999999999"u8.ToArray(), " "u8.ToArray(),
        "%2f"u8.ToArray(), "\0"u8.ToArray(), "é"u8.ToArray(), "{"u8.ToArray(), "\""u8.ToArray(),
    ];

    public static byte[] Spoil(Random random, byte[] bytes)
    {
        var spoilt = new List<byte>(bytes);
        for (var left = random.Next(1, 5); left > 0; left--)
        {
            Spoil(random, spoilt);
        }

        return [.. spoilt];
    }

    public static byte[] Random(Random random, int max)
    {
        var bytes = new byte[random.Next(1, max)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static void Spoil(Random random, List<byte> bytes)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(1, 16), bytes.Count - at);
        switch (random.Next(6))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes.InsertRange(at, Favourites[random.Next(Favourites.Length)]);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            default:
                bytes.InsertRange(at, Random(random, 64));
                break;
        }
    }
}
