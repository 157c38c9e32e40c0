using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Membership;
using Akka.Event;

namespace Akka.Cluster.Wire;

/// <summary>What nodes of one cluster tell each other; bound to ClusterWire. Who gets one too
/// late, because an actor is gone, needs no dead letter of it.</summary>
internal interface IWireMessage : IDeadLetterSuppression
{
}

/// <summary>To the seed: let this incarnation in.</summary>
internal sealed record JoinRequest(UniqueAddress Node, ImmutableHashSet<string> Roles)
    : IWireMessage;

internal sealed record JoinWelcome(MemberSnapshot Snapshot) : IWireMessage;

internal sealed record JoinRefused(UniqueAddress Node, string Reason) : IWireMessage;

internal sealed record TableChanged(MemberChange Change) : IWireMessage;

internal sealed record LeaveRequest(Address Address) : IWireMessage;

internal sealed record DownRequest(Address Address) : IWireMessage;

internal sealed record ExitingConfirmed(UniqueAddress Node) : IWireMessage;

/// <summary>Region to coordinator: here I am. Proxies host no shards.</summary>
internal sealed record Register(bool HostsShards) : IWireMessage;

/// <summary>Coordinator to region. What has to go to a third node goes to the relay, the region
/// of the seed, because nodes other than the seed do not talk to each other.</summary>
internal sealed record Registered(IActorRef Relay) : IWireMessage;

internal sealed record GetHome(string Shard) : IWireMessage;

internal sealed record HomeIs(string Shard, IActorRef Region) : IWireMessage;

internal sealed record HostShard(string Shard) : IWireMessage;

/// <summary>To all regions: keep what is for that shard, it moves.</summary>
internal sealed record BeginHandOff(string Shard) : IWireMessage;

internal sealed record BeginHandOffAck(string Shard) : IWireMessage;

/// <summary>To the shard's home: stop it.</summary>
internal sealed record HandOff(string Shard) : IWireMessage;

internal sealed record ShardStopped(string Shard) : IWireMessage;

/// <summary>Region to coordinator: take my shards away and give me no more.</summary>
internal sealed record LeaveRegion : IWireMessage;

/// <summary>Coordinator to region: it has no shards and gets none, so it may stop.</summary>
internal sealed record RegionLeft : IWireMessage;
