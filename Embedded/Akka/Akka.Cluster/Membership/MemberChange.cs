using System.Collections.Immutable;

namespace Akka.Cluster.Membership;

internal enum ChangeKind : byte
{
    Joined = 1,
    Up = 2,
    Left = 3,
    Exited = 4,
    Downed = 5,
    Removed = 6,
    Unreachable = 7,
    Reachable = 8,
}

/// <summary>
/// One step of the member table. The seed numbers them; who has applied all up to a version has
/// the seed's table of that version.
/// </summary>
internal sealed record MemberChange(
    long Version, ChangeKind Kind, Member Member, MemberStatus Previous);

/// <summary>The whole table at a version, for a node that has none yet or has missed a step.
/// </summary>
internal sealed record MemberSnapshot(
    long Version,
    UniqueAddress Seed,
    ImmutableArray<Member> Members,
    ImmutableHashSet<UniqueAddress> Unreachable);
