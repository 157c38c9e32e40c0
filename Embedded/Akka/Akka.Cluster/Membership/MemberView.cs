using System.Collections.Immutable;
using Akka.Actor;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Membership;

/// <summary>
/// The member table of one node: changes in, events for subscribers out. The seed and the others
/// run the same code over the same changes, so all tell their subscribers the same.
/// </summary>
internal sealed class MemberView(UniqueAddress self)
{
    private static readonly MemberStatus[] Counted =
        [MemberStatus.Up, MemberStatus.Leaving, MemberStatus.Exiting];

    private readonly Dictionary<Address, Member> _members = [];
    private readonly HashSet<UniqueAddress> _unreachable = [];

    public long Version { get; private set; }

    public UniqueAddress Seed { get; private set; }

    public CurrentClusterState State { get; private set; } = new();

    public IReadOnlyCollection<Member> Members => _members.Values;

    public Member Find(Address address) => _members.GetValueOrDefault(address);

    public Member Find(UniqueAddress node) =>
        Find(node.Address) is { } found && found.UniqueAddress == node ? found : null;

    public bool IsUnreachable(UniqueAddress node) => _unreachable.Contains(node);

    /// <summary>The first step of a node that is the seed itself.</summary>
    public IReadOnlyList<IClusterDomainEvent> Begin(UniqueAddress seed)
    {
        Seed = seed;
        return [new LeaderChanged(seed.Address)];
    }

    public IReadOnlyList<IClusterDomainEvent> Apply(MemberChange change)
    {
        Version = change.Version;
        var events = Step(change.Kind, change.Member, change.Previous);
        Publish();
        return events;
    }

    /// <summary>A step that concerns this node's view alone: how it reaches the seed.</summary>
    public IReadOnlyList<IClusterDomainEvent> ApplyHere(ChangeKind kind, Member member)
    {
        var events = Step(kind, member, member.Status);
        Publish();
        return events;
    }

    /// <summary>Takes over a whole table; events tell what is new against what was there.
    /// </summary>
    public IReadOnlyList<IClusterDomainEvent> Reset(MemberSnapshot snapshot)
    {
        var events = new List<IClusterDomainEvent>();
        if (Seed != snapshot.Seed)
        {
            events.Add(new LeaderChanged(snapshot.Seed.Address));
        }

        Seed = snapshot.Seed;
        Version = snapshot.Version;
        events.AddRange(Leave(snapshot));
        foreach (var member in snapshot.Members)
        {
            events.AddRange(TakeOver(member));
            var silent = snapshot.Unreachable.Contains(member.UniqueAddress);
            var kind = silent ? ChangeKind.Unreachable : ChangeKind.Reachable;
            events.AddRange(Step(kind, member, member.Status));
        }

        Publish();
        return events;
    }

    public MemberSnapshot Snapshot() =>
        new(Version, Seed, [.. _members.Values], [.. _unreachable]);

    /// <summary>What is told when this node is out: everybody is gone for it.</summary>
    public IReadOnlyList<IClusterDomainEvent> Clear()
    {
        var events = _members.Values.Order()
            .Select(member => (IClusterDomainEvent)Gone(member, member.Status))
            .ToList();
        _members.Clear();
        _unreachable.Clear();
        Publish();
        return events;
    }

    private static MemberRemoved Gone(Member member, MemberStatus previous) =>
        new(member.Copy(MemberStatus.Removed), previous);

    private List<IClusterDomainEvent> Leave(MemberSnapshot snapshot)
    {
        var present = snapshot.Members.Select(member => member.UniqueAddress).ToHashSet();
        var gone = _members.Values.Where(member => !present.Contains(member.UniqueAddress));
        return [.. gone.ToList().SelectMany(member =>
            Step(ChangeKind.Removed, member.Copy(MemberStatus.Removed), member.Status))];
    }

    private IReadOnlyList<IClusterDomainEvent> TakeOver(Member member)
    {
        var known = Find(member.UniqueAddress);
        _members[member.Address] = member;
        return known?.Status == member.Status ? [] : [StatusEvent(member)];
    }

    private IReadOnlyList<IClusterDomainEvent> Step(
        ChangeKind kind, Member member, MemberStatus previous)
    {
        switch (kind)
        {
            case ChangeKind.Removed:
                _unreachable.Remove(member.UniqueAddress);
                return Find(member.UniqueAddress) is not null && _members.Remove(member.Address)
                    ? [new MemberRemoved(member, previous)] : [];
            case ChangeKind.Unreachable:
                return _unreachable.Add(member.UniqueAddress) && member.UniqueAddress != self
                    ? [new UnreachableMember(member)] : [];
            case ChangeKind.Reachable:
                return _unreachable.Remove(member.UniqueAddress) && member.UniqueAddress != self
                    ? [new ReachableMember(member)] : [];
            default:
                _members[member.Address] = member;
                return [StatusEvent(member)];
        }
    }

    internal static IClusterDomainEvent StatusEvent(Member member) =>
        member.Status switch
        {
            MemberStatus.Joining => new MemberJoined(member),
            MemberStatus.Up => new MemberUp(member),
            MemberStatus.Leaving => new MemberLeft(member),
            MemberStatus.Exiting => new MemberExited(member),
            MemberStatus.Down => new MemberDowned(member),
            _ => throw new InvalidOperationException($"a member that is {member.Status}"),
        };

    private void Publish() =>
        State = new CurrentClusterState(
            [.. _members.Values],
            [.. _members.Values.Where(Silent)],
            [],
            _members.Count == 0 ? null : Seed?.Address,
            RoleLeaders());

    private bool Silent(Member member) =>
        member.UniqueAddress != self && _unreachable.Contains(member.UniqueAddress);

    private ImmutableDictionary<string, Address> RoleLeaders() =>
        _members.Values
            .Where(member => Counted.Contains(member.Status))
            .SelectMany(member => member.Roles.Select(role => (role, member)))
            .GroupBy(pair => pair.role, pair => pair.member)
            .ToImmutableDictionary(group => group.Key, group => group.Min().Address);
}
