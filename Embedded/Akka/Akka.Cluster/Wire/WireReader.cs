using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Akka.Actor;

namespace Akka.Cluster.Wire;

/// <summary>Reads what WireWriter wrote; a length that lies, a number out of range and bytes that
/// are left over are refused.</summary>
internal sealed class WireReader(byte[] bytes, ExtendedActorSystem system)
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private int _position;

    public byte Byte() => Take(1)[0];

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public bool Flag()
    {
        var value = Byte();
        WireLimits.Require(value <= 1, $"a flag of {value}");
        return value == 1;
    }

    public string Text()
    {
        var length = Int();
        WireLimits.Require(
            length is >= 0 and <= WireLimits.TextBytesMax, $"a text of {length} bytes");
        try
        {
            return Utf8.GetString(Take(length));
        }
        catch (DecoderFallbackException)
        {
            WireLimits.Require(false, "a text that is no UTF-8");
            throw;
        }
    }

    public byte[] Bytes() => Take(Int()).ToArray();

    public ImmutableArray<T> List<T>(int countMax, Func<T> read)
    {
        var count = Int();
        WireLimits.Require(count >= 0 && count <= countMax, $"a list of {count} items");
        var items = ImmutableArray.CreateBuilder<T>();
        for (var i = 0; i < count; i++)
        {
            items.Add(read());
        }

        return items.ToImmutable();
    }

    public IActorRef Actor()
    {
        var path = Text();
        try
        {
            WireLimits.Require(ActorPath.TryParse(path, out _), "a path that is none");
            return system.Provider.ResolveActorRef(path);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            // A number behind # that is none.
            WireLimits.Require(false, "a path that is none");
            throw;
        }
    }

    public Address Address()
    {
        var text = Text();
        WireLimits.Require(
            Akka.Actor.Address.TryParse(text, out var address), "an address that is none");
        return address;
    }

    public UniqueAddress Node() => new(Address(), Int());

    public ImmutableHashSet<string> Roles() => [.. List(WireLimits.RolesMax, Text)];

    public Member Member()
    {
        var node = Node();
        var upNumber = Int();
        var status = Byte();
        WireLimits.Require(
            status <= (byte)MemberStatus.Removed, $"a member's status of {status}");
        return new Member(node, upNumber, (MemberStatus)status, Roles());
    }

    public T End<T>(T message)
    {
        var left = bytes.Length - _position;
        WireLimits.Require(left == 0, $"{left} bytes too many");
        return message;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        WireLimits.Require(
            count >= 0 && count <= bytes.Length - _position, $"{count} bytes, but has fewer");
        var taken = bytes.AsSpan(_position, count);
        _position += count;
        return taken;
    }
}
