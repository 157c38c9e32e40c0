using Akka.Actor;

namespace Akka.Cluster;

/// <summary>One incarnation of a node: started again at the same address it is another.</summary>
public class UniqueAddress(Address address, int uid)
    : IComparable<UniqueAddress>, IEquatable<UniqueAddress>, IComparable
{
    public Address Address { get; } = address;

    public int Uid { get; } = uid;

    public static bool operator ==(UniqueAddress left, UniqueAddress right) =>
        Equals(left, right);

    public static bool operator !=(UniqueAddress left, UniqueAddress right) =>
        !Equals(left, right);

    public bool Equals(UniqueAddress other) =>
        other is not null && Uid == other.Uid && Address.Equals(other.Address);

    public override bool Equals(object obj) => obj is UniqueAddress other && Equals(other);

    public override int GetHashCode() => Uid;

    public int CompareTo(UniqueAddress uniqueAddress)
    {
        ArgumentNullException.ThrowIfNull(uniqueAddress);
        var order = Address.CompareTo(uniqueAddress.Address);
        return order != 0 ? order : Uid.CompareTo(uniqueAddress.Uid);
    }

    int IComparable.CompareTo(object obj) =>
        obj is UniqueAddress address
            ? CompareTo(address)
            : throw new ArgumentException($"not a unique address: {obj?.GetType()}", nameof(obj));

    public override string ToString() => $"UniqueAddress: ({Address}, {Uid})";
}
