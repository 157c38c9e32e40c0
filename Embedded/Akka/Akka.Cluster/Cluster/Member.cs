using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster;

/// <summary>
/// A node of the cluster as it was at some moment. Two values are equal when they are of the same
/// incarnation of a node, whatever their status.
/// </summary>
public class Member : IComparable<Member>, IComparable
{
    public static readonly IComparer<Address> AddressOrdering =
        Comparer<Address>.Create(CompareAddresses);

    public static readonly IComparer<Member> AgeOrdering = Comparer<Member>.Create(
        (a, b) => a.Equals(b) ? 0 : a.IsOlderThan(b) ? -1 : 1);

    internal Member(
        UniqueAddress uniqueAddress,
        int upNumber,
        MemberStatus status,
        ImmutableHashSet<string> roles)
    {
        UniqueAddress = uniqueAddress;
        UpNumber = upNumber;
        Status = status;
        Roles = roles;
    }

    public UniqueAddress UniqueAddress { get; }

    public MemberStatus Status { get; }

    public ImmutableHashSet<string> Roles { get; }

    public Address Address => UniqueAddress.Address;

    /// <summary>The how-manieth it was to get up; int.MaxValue until then.</summary>
    internal int UpNumber { get; }

    public bool HasRole(string role) => Roles.Contains(role);

    public bool IsOlderThan(Member other) =>
        UpNumber == other.UpNumber
            ? AddressOrdering.Compare(Address, other.Address) < 0
            : UpNumber < other.UpNumber;

    public Member Copy(MemberStatus status)
    {
        if (status == Status)
        {
            return this;
        }

        return MemberTransitions.Allowed(Status, status)
            ? new Member(UniqueAddress, UpNumber, status, Roles)
            : throw new InvalidOperationException(
                $"Invalid member status transition {Status} -> {status}");
    }

    public Member CopyUp(int upNumber) =>
        new Member(UniqueAddress, upNumber, Status, Roles).Copy(MemberStatus.Up);

    public int CompareTo(Member other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var order = CompareAddresses(Address, other.Address);
        return order != 0 ? order : UniqueAddress.Uid.CompareTo(other.UniqueAddress.Uid);
    }

    int IComparable.CompareTo(object obj) =>
        obj is Member member
            ? CompareTo(member)
            : throw new ArgumentException($"not a member: {obj?.GetType()}", nameof(obj));

    public override bool Equals(object obj) =>
        obj is Member other && UniqueAddress.Equals(other.UniqueAddress);

    public override int GetHashCode() => UniqueAddress.GetHashCode();

    public override string ToString() =>
        $"Member(address = {Address}, Uid={UniqueAddress.Uid} status = {Status}, "
        + $"role=[{string.Join(",", Roles)}], upNumber={UpNumber})";

    private static int CompareAddresses(Address x, Address y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        var order = string.CompareOrdinal(x.Host ?? "", y.Host ?? "");
        return order != 0 ? order : Nullable.Compare(x.Port, y.Port);
    }
}

public enum MemberStatus
{
    Joining = 0,
    Up = 1,
    Leaving = 2,
    Exiting = 3,
    Down = 4,
    Removed = 5,
    WeaklyUp = 6,
}

internal static class MemberTransitions
{
    public static bool Allowed(MemberStatus from, MemberStatus to) =>
        from switch
        {
            MemberStatus.Removed => false,
            MemberStatus.Down => to is MemberStatus.Removed,
            _ when to is MemberStatus.Down or MemberStatus.Removed => true,
            MemberStatus.Joining => to is MemberStatus.Up or MemberStatus.Leaving,
            MemberStatus.Up => to is MemberStatus.Leaving,
            MemberStatus.Leaving => to is MemberStatus.Exiting,
            _ => false,
        };
}
