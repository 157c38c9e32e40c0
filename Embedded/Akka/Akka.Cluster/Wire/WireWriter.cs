using System.Buffers.Binary;
using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace Akka.Cluster.Wire;

/// <summary>
/// Writes little-endian numbers and texts with their lengths, and holds to the limits that the
/// reading side checks, so that what can't be read is not sent.
/// </summary>
internal sealed class WireWriter
{
    private readonly MemoryStream _bytes = new();

    public byte[] ToArray() => _bytes.ToArray();

    public WireWriter Byte(byte value)
    {
        _bytes.WriteByte(value);
        return this;
    }

    public WireWriter Int(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    public WireWriter Long(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _bytes.Write(bytes);
        return this;
    }

    public WireWriter Text(string value, int bytesMax = WireLimits.TextBytesMax)
    {
        var bytes = Encoding.UTF8.GetBytes(value ?? "");
        WireLimits.Require(bytes.Length <= bytesMax, $"a text of {bytes.Length} bytes");
        Int(bytes.Length);
        _bytes.Write(bytes);
        return this;
    }

    public WireWriter Bytes(ReadOnlySpan<byte> value)
    {
        Int(value.Length);
        _bytes.Write(value);
        return this;
    }

    public WireWriter List<T>(IReadOnlyCollection<T> items, int countMax, Action<T> write)
    {
        WireLimits.Require(items.Count <= countMax, $"a list of {items.Count} items");
        Int(items.Count);
        foreach (var item in items)
        {
            write(item);
        }

        return this;
    }

    public WireWriter Actor(IActorRef actor) =>
        Text(Serialization.Serialization.SerializedActorPath(actor));

    public WireWriter Node(UniqueAddress node) =>
        Text(node.Address.ToString()).Int(node.Uid);

    public WireWriter Member(Member member)
    {
        Node(member.UniqueAddress).Int(member.UpNumber).Byte((byte)member.Status);
        return List(member.Roles, WireLimits.RolesMax, role => Text(role));
    }
}

internal static class WireLimits
{
    /// <summary>Of an address, a role, a shard's or entity's name, the path of an actor.</summary>
    public const int TextBytesMax = 4096;

    public const int RolesMax = 64;

    public const int MembersMax = 4096;

    public static void Require(bool condition, string what)
    {
        if (!condition)
        {
            throw new System.Runtime.Serialization.SerializationException(
                $"cluster message with {what}: beyond what this build sends or reads");
        }
    }
}
