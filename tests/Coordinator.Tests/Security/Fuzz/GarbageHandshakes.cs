namespace AkkaCoded.Coordinator.Tests.Security.Fuzz;

/// <summary>The beginning of a TLS connection, whole and spoilt, and records that are none.
/// </summary>
internal static class GarbageHandshakes
{
    public static byte[] Make(Random random)
    {
        var hello = Hello(random);
        return random.Next(4) switch
        {
            0 => hello,
            1 => Record((byte)random.Next(256), Mutations.Random(random, 2000), random),
            2 => [.. hello, .. Record(20, [1], random), .. Mutations.Random(random, 300)],
            _ => Mutations.Spoil(random, hello),
        };
    }

    /// <summary>A client's first message of TLS 1.2 and 1.3, without a key to go on with.</summary>
    private static byte[] Hello(Random random)
    {
        var body = new List<byte> { 3, 3 };
        body.AddRange(RandomBytes(random, 32));
        body.Add(0);
        byte[] suites = [0x13, 0x01, 0x13, 0x02, 0xC0, 0x2B, 0xC0, 0x2C];
        body.AddRange([0, (byte)suites.Length, .. suites, 1, 0]);
        byte[] extensions =
        [
            0, 10, 0, 4, 0, 2, 0, 23,
            0, 13, 0, 4, 0, 2, 4, 3,
            0, 43, 0, 5, 4, 3, 4, 3, 3,
            0, 51, 0, 2, 0, 0,
        ];
        body.AddRange([0, (byte)extensions.Length, .. extensions]);
        byte[] message = [1, 0, (byte)(body.Count >> 8), (byte)body.Count, .. body];
        return [22, 3, 1, (byte)(message.Length >> 8), (byte)message.Length, .. message];
    }

    private static byte[] Record(byte type, byte[] content, Random random)
    {
        var length = random.Next(4) == 0 ? random.Next(65536) : content.Length;
        return [type, 3, (byte)random.Next(5), (byte)(length >> 8), (byte)length, .. content];
    }

    private static byte[] RandomBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
