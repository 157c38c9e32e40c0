using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster.Membership;
using Akka.Cluster.Sharding;
using Akka.Serialization;

namespace Akka.Cluster.Wire;

/// <summary>
/// The cluster's messages as bytes. Manifests end with a version: a changed layout gets a new one,
/// and what is unknown is refused. docs/embedded-cluster.md lists them.
/// </summary>
internal sealed class ClusterWire(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private static readonly Dictionary<Type, string> Manifests = new()
    {
        [typeof(JoinRequest)] = "join1",
        [typeof(JoinWelcome)] = "welcome1",
        [typeof(JoinRefused)] = "refused1",
        [typeof(TableChanged)] = "changed1",
        [typeof(LeaveRequest)] = "leave1",
        [typeof(DownRequest)] = "down1",
        [typeof(ExitingConfirmed)] = "exiting1",
        [typeof(Register)] = "register1",
        [typeof(Registered)] = "registered1",
        [typeof(GetHome)] = "gethome1",
        [typeof(HomeIs)] = "home1",
        [typeof(HostShard)] = "host1",
        [typeof(BeginHandOff)] = "beginhandoff1",
        [typeof(BeginHandOffAck)] = "beginhandoffack1",
        [typeof(HandOff)] = "handoff1",
        [typeof(ShardStopped)] = "shardstopped1",
        [typeof(LeaveRegion)] = "leaveregion1",
        [typeof(RegionLeft)] = "regionleft1",
        [typeof(ShardingEnvelope)] = "envelope1",
    };

    /// <summary>Akka's own are below 41, the domain's begin at 700.</summary>
    public override int Identifier => 641;

    public override string Manifest(object o) =>
        Manifests.TryGetValue(o.GetType(), out var manifest)
            ? manifest
            : throw new SerializationException($"not a message of the cluster: {o.GetType()}");

    public override byte[] ToBinary(object obj)
    {
        var writer = new WireWriter();
        switch (obj)
        {
            case Register register:
                writer.Byte(register.HostsShards ? (byte)1 : (byte)0);
                break;
            case Registered registered:
                writer.Actor(registered.Relay);
                break;
            case HomeIs home:
                writer.Text(home.Shard).Actor(home.Region);
                break;
            case ShardingEnvelope envelope:
                WriteEnvelope(writer, envelope);
                break;
            case LeaveRegion or RegionLeft:
                break;
            default:
                if (ShardOf(obj) is { } shard)
                {
                    writer.Text(shard);
                }
                else
                {
                    MembershipWire.Write(writer, obj);
                }

                break;
        }

        return writer.ToArray();
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        var reader = new WireReader(bytes, system);
        object message = manifest switch
        {
            "register1" => new Register(reader.Flag()),
            "registered1" => new Registered(reader.Actor()),
            "gethome1" => new GetHome(reader.Text()),
            "home1" => new HomeIs(reader.Text(), reader.Actor()),
            "host1" => new HostShard(reader.Text()),
            "beginhandoff1" => new BeginHandOff(reader.Text()),
            "beginhandoffack1" => new BeginHandOffAck(reader.Text()),
            "handoff1" => new HandOff(reader.Text()),
            "shardstopped1" => new ShardStopped(reader.Text()),
            "leaveregion1" => new LeaveRegion(),
            "regionleft1" => new RegionLeft(),
            "envelope1" => ReadEnvelope(reader),
            _ => MembershipWire.Read(reader, manifest),
        };
        return reader.End(message);
    }

    private static string ShardOf(object message) =>
        message switch
        {
            GetHome ask => ask.Shard,
            HostShard host => host.Shard,
            BeginHandOff begin => begin.Shard,
            BeginHandOffAck ack => ack.Shard,
            HandOff handOff => handOff.Shard,
            ShardStopped stopped => stopped.Shard,
            _ => null,
        };

    private void WriteEnvelope(WireWriter writer, ShardingEnvelope envelope)
    {
        var serializer = system.Serialization.FindSerializerFor(envelope.Message);
        writer.Text(envelope.EntityId)
            .Int(serializer.Identifier)
            .Text(Serialization.Serialization.ManifestFor(serializer, envelope.Message))
            .Bytes(serializer.ToBinary(envelope.Message));
    }

    private ShardingEnvelope ReadEnvelope(WireReader reader)
    {
        var entity = reader.Text();
        var serializer = reader.Int();
        var manifest = reader.Text();
        return new ShardingEnvelope(
            entity, system.Serialization.Deserialize(reader.Bytes(), serializer, manifest));
    }
}
