using System.Buffers.Binary;
using System.Text;

namespace AkkaCoded.Coordinator.Tests.Security.Fuzz;

/// <summary>
/// Frames of the embedded control plane: a right greeting of a node that nobody knows, then
/// messages to actors that are there, of which nothing else is right. None says what would be
/// obeyed, such as to stop an actor.
/// </summary>
/// <param name="own">Address of the coordinator's actor system.</param>
internal sealed class GarbageMessages(string own)
{
    private static readonly string[] Actors =
    [
        "/user/jobs", "/user/jobs/manager", "/user/jobs/manager/garbage", "/user/node",
        "/user/nobody", "/system/cluster", "/system/cluster/core/daemon", "/deadLetters",
        "/system/sharding/partitions", "/", "", "garbage", "/user/jobs/manager/garbage#1",
    ];

    private static readonly string[] Manifests =
        ["compute.1", "ready.1", "worker-joined.1", "serve-partition.1", "compute.2", "", "A", "x"];

    private static readonly int[] Serializers = [720, 1, 2, 4, 5, 6, 13, 16, 17, -1, 999];

    public byte[] Make(Random random)
    {
        var frames = new List<byte>(Greeting(random));
        for (var number = 1; number <= random.Next(1, 8); number++)
        {
            frames.AddRange(random.Next(4) == 0
                ? System(random, number)
                : Message(random, random.Next(12) == 0 ? random.NextInt64() : number));
        }

        return random.Next(4) == 0 ? Mutations.Spoil(random, [.. frames]) : [.. frames];
    }

    private byte[] Greeting(Random random)
    {
        var content = new List<byte>();
        content.AddRange(Number(0x4B43_5241, 4));
        content.AddRange(Number(1, 2));
        content.AddRange(Number(random.Next(1, int.MaxValue), 8));
        content.AddRange(Number(random.Next(2) * random.Next(), 8));
        content.AddRange(Number(random.Next(8) == 0 ? random.NextInt64() : 0, 8));
        content.AddRange(Block($"akka.tcp://akkacoded@127.0.0.1:{random.Next(1, 50)}"));
        content.AddRange(Block(own));
        return Frame(1, content);
    }

    private static byte[] Message(Random random, long number)
    {
        var content = new List<byte>(Number(number, 8));
        content.AddRange(Number(Serializers[random.Next(Serializers.Length)], 4));
        content.AddRange(Block(Actors[random.Next(Actors.Length)]));
        content.AddRange(Block(random.Next(2) == 0 ? "" : $"/user/ghost-{random.Next()}"));
        content.AddRange(Block(Manifests[random.Next(Manifests.Length)]));
        content.AddRange(Mutations.Random(random, 400));
        return Frame(3, content);
    }

    /// <summary>Watch, unwatch and notifications of deaths, for actors that are not there.
    /// </summary>
    private static byte[] System(Random random, long number)
    {
        var content = new List<byte>(Number(number, 8));
        content.Add((byte)random.Next(1, 4));
        content.Add((byte)random.Next(4));
        content.AddRange(Block(Actors[random.Next(Actors.Length)]));
        content.AddRange(Block($"/user/ghost-{random.Next(20)}"));
        return Frame(4, content);
    }

    private static byte[] Frame(byte kind, List<byte> content) =>
        [.. Number(content.Count + 1, 4), kind, .. content];

    private static byte[] Block(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [.. Number(bytes.Length, 2), .. bytes];
    }

    private static byte[] Number(long value, int bytes)
    {
        var all = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(all, value);
        return all[..bytes];
    }
}
