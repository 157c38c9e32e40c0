using Akka.Actor;
using Akka.Event;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Membership;

/// <summary>What code on this node asks the daemon for.</summary>
internal static class ClusterCommands
{
    internal sealed record Subscribe(
        IActorRef Subscriber, SubscriptionInitialStateMode Mode, Type[] To)
        : IDeadLetterSuppression;

    internal sealed record Unsubscribe(IActorRef Subscriber, Type To) : IDeadLetterSuppression;

    internal sealed record SendState(IActorRef Receiver) : IDeadLetterSuppression;

    internal sealed record JoinTo(Address Address) : IDeadLetterSuppression;

    internal sealed record LeaveTo(Address Address) : IDeadLetterSuppression;

    internal sealed record DownTo(Address Address) : IDeadLetterSuppression;

    internal sealed record OnUp(Action Callback) : IDeadLetterSuppression;

    internal sealed record ExitingCompleted : IDeadLetterSuppression;

    /// <summary>Time has passed: see whether somebody was silent for too long.</summary>
    internal sealed record Look;

    internal sealed record AskAgain;

    internal sealed record JoinTimedOut;
}

internal enum SessionState
{
    Silent,
    Back,
    Over,
}

/// <summary>What remoting noticed of the session with a node.</summary>
internal sealed record SessionSignal(SessionState State, UniqueAddress Node);
