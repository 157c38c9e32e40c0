using System.Collections.Immutable;
using System.Runtime.Serialization;
using Akka.Cluster.Membership;

namespace Akka.Cluster.Wire;

/// <summary>The layout of the messages between the seed and those that join it.</summary>
internal static class MembershipWire
{
    public static void Write(WireWriter writer, object message)
    {
        switch (message)
        {
            case JoinRequest join:
                writer.Node(join.Node)
                    .List(join.Roles, WireLimits.RolesMax, role => writer.Text(role));
                break;
            case JoinWelcome welcome:
                WriteSnapshot(writer, welcome.Snapshot);
                break;
            case JoinRefused refused:
                writer.Node(refused.Node).Text(refused.Reason);
                break;
            case TableChanged { Change: var change }:
                writer.Long(change.Version).Byte((byte)change.Kind)
                    .Byte((byte)change.Previous).Member(change.Member);
                break;
            case LeaveRequest leave:
                writer.Text(leave.Address.ToString());
                break;
            case DownRequest down:
                writer.Text(down.Address.ToString());
                break;
            case ExitingConfirmed exiting:
                writer.Node(exiting.Node);
                break;
            default:
                throw new SerializationException(
                    $"not a message of the cluster: {message.GetType()}");
        }
    }

    public static object Read(WireReader reader, string manifest) =>
        manifest switch
        {
            "join1" => new JoinRequest(reader.Node(), reader.Roles()),
            "welcome1" => new JoinWelcome(ReadSnapshot(reader)),
            "refused1" => new JoinRefused(reader.Node(), reader.Text()),
            "changed1" => new TableChanged(ReadChange(reader)),
            "leave1" => new LeaveRequest(reader.Address()),
            "down1" => new DownRequest(reader.Address()),
            "exiting1" => new ExitingConfirmed(reader.Node()),
            _ => throw new SerializationException($"unknown message of the cluster: {manifest}"),
        };

    private static void WriteSnapshot(WireWriter writer, MemberSnapshot snapshot) =>
        writer.Long(snapshot.Version)
            .Node(snapshot.Seed)
            .List(snapshot.Members, WireLimits.MembersMax, member => writer.Member(member))
            .List(snapshot.Unreachable, WireLimits.MembersMax, node => writer.Node(node));

    private static MemberSnapshot ReadSnapshot(WireReader reader)
    {
        var version = reader.Long();
        var seed = reader.Node();
        var members = reader.List(WireLimits.MembersMax, reader.Member);
        WireLimits.Require(
            members.All(member => member.Status is not MemberStatus.Removed),
            "a removed member in a table");
        var unreachable = reader.List(WireLimits.MembersMax, reader.Node);
        return new MemberSnapshot(version, seed, members, [.. unreachable]);
    }

    private static MemberChange ReadChange(WireReader reader)
    {
        var version = reader.Long();
        var kind = reader.Byte();
        var previous = reader.Byte();
        WireLimits.Require(
            kind is >= (byte)ChangeKind.Joined and <= (byte)ChangeKind.Reachable
            && previous <= (byte)MemberStatus.Removed, $"a change of kind {kind}");
        var member = reader.Member();
        WireLimits.Require(Fits((ChangeKind)kind, member.Status), "a change that can't be");
        return new MemberChange(version, (ChangeKind)kind, member, (MemberStatus)previous);
    }

    /// <summary>Subscribers' events insist on it.</summary>
    private static bool Fits(ChangeKind kind, MemberStatus status) =>
        kind switch
        {
            ChangeKind.Joined => status is MemberStatus.Joining,
            ChangeKind.Up => status is MemberStatus.Up,
            ChangeKind.Left => status is MemberStatus.Leaving,
            ChangeKind.Exited => status is MemberStatus.Exiting,
            ChangeKind.Downed => status is MemberStatus.Down,
            ChangeKind.Removed => status is MemberStatus.Removed,
            _ => true,
        };
}
