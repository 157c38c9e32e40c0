using System.Runtime.Serialization;
using AkkaCoded.Messages.Protocol;
using AkkaCoded.Messages.Tests.Support;

namespace AkkaCoded.Messages.Tests.Protocol;

/// <summary>
/// Bytes from anywhere are either refused or a message that can be sent on; never another
/// exception, which would take the connection or the actor down.
/// </summary>
public sealed class WireFuzzSpec(WireSystem wire) : IClassFixture<WireSystem>
{
    private const int Rounds = 60_000;

    private static readonly string[] Manifests =
        [.. WireFormats.All.Select(format => format.Manifest), "compute.2", ""];

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Reader_must_only_refuse_when_bytes_are_random(int seed)
    {
        var messages = new RandomMessages(seed);
        var random = new Random(seed);
        for (var i = 0; i < Rounds; i++)
        {
            Read(messages.Bytes(40), Manifests[random.Next(Manifests.Length)], $"{seed}/{i}");
        }
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void Reader_must_only_refuse_when_messages_are_damaged(int seed)
    {
        var messages = new RandomMessages(seed);
        var random = new Random(seed);
        var (accepted, refused) = (0, 0);
        for (var i = 0; i < Rounds / 20; i++)
        {
            var message = messages.Next();
            var (bytes, manifest) = (wire.Write(message), wire.Manifest(message));
            for (var j = 0; j < 20; j++)
            {
                // Now and then under another name, as if manifests were mixed up.
                var name = random.Next(10) == 0
                    ? Manifests[random.Next(Manifests.Length)]
                    : manifest;
                var isRead = Read(Damage(bytes, random), name, $"{seed}/{i}/{j}");
                (accepted, refused) = isRead ? (accepted + 1, refused) : (accepted, refused + 1);
            }
        }

        // Both ways were gone often, or the damage tests nothing.
        Assert.True(accepted > Rounds / 10 && refused > Rounds / 10, $"{accepted} {refused}");
    }

    private bool Read(byte[] bytes, string manifest, string place)
    {
        IWireMessage got;
        try
        {
            got = (IWireMessage)wire.Read(bytes, manifest);
        }
        catch (SerializationException)
        {
            return false;
        }
        catch (Exception other)
        {
            Assert.Fail($"{place}: {manifest} {Convert.ToHexString(bytes)}: {other}");
            throw;
        }

        AssertSendable(got, manifest, place);
        return true;
    }

    private void AssertSendable(IWireMessage got, string manifest, string place)
    {
        Assert.Equal(manifest, wire.Manifest(got));
        byte[] again;
        try
        {
            again = wire.Write(got);
        }
        catch (SerializationException grown) when (grown.Message.StartsWith(
            "CDL-0121", StringComparison.Ordinal))
        {
            // Bytes that are no UTF-8 are read as a mark of three bytes each.
            return;
        }

        var twice = wire.Write((IWireMessage)wire.Read(again, manifest));
        Assert.True(again.AsSpan().SequenceEqual(twice), $"{place}: {got}");
    }

    private static byte[] Damage(byte[] bytes, Random random)
    {
        var damaged = bytes.ToList();
        for (var times = random.Next(1, 4); times > 0 && damaged.Count > 0; times--)
        {
            var at = random.Next(random.Next(2) == 0 ? Math.Min(16, damaged.Count) : damaged.Count);
            switch (random.Next(5))
            {
                case 0:
                    damaged[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    damaged[at] = (byte)random.Next(256);
                    break;
                case 2:
                    damaged.RemoveRange(at, damaged.Count - at);
                    break;
                case 3:
                    damaged.Insert(at, (byte)random.Next(256));
                    break;
                default:
                    damaged.AddRange(damaged.GetRange(at, Math.Min(20, damaged.Count - at)));
                    break;
            }
        }

        return [.. damaged];
    }
}
