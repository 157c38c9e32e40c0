using Akka.Actor;

namespace Akka.Cluster.Membership;

/// <summary>What the node has to do after something happened, in this order.</summary>
internal abstract record MembershipAction
{
    /// <summary>Tells subscribers on this node.</summary>
    internal sealed record Publish(ClusterEvent.IClusterDomainEvent Event) : MembershipAction;

    /// <summary>Tells all other members.</summary>
    internal sealed record Broadcast(MemberChange Change) : MembershipAction;

    internal sealed record Welcome(UniqueAddress To) : MembershipAction;

    internal sealed record Refuse(UniqueAddress To, string Reason) : MembershipAction;

    /// <summary>Ends the session with an incarnation for good.</summary>
    internal sealed record Cut(UniqueAddress Node, string Reason) : MembershipAction;

    internal sealed record AskToJoin(Address Seed) : MembershipAction;

    internal sealed record ConfirmExit(Address Seed) : MembershipAction;

    /// <summary>This node is to leave in order: the phases of the shutdown begin.</summary>
    internal sealed record BeginExit : MembershipAction;

    /// <summary>This node is no member any more and never will be again.</summary>
    internal sealed record End(string Reason, bool Downed) : MembershipAction;
}
