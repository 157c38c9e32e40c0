namespace AkkaCoded.WorkerNode.Cluster;

/// <summary>What a node is doing about the cluster.</summary>
internal enum NodeState
{
    /// <summary>It looks for a coordinator that tells whom to join.</summary>
    Seeking,

    /// <summary>Its actor system is there and wants to be a member.</summary>
    Joining,

    /// <summary>It is a member.</summary>
    Member,

    /// <summary>It has been asked to end.</summary>
    Leaving,
}

/// <summary>What coordinators say of a node.</summary>
internal enum Membership
{
    /// <summary>Nobody could be asked.</summary>
    Unknown,

    /// <summary>It is a member.</summary>
    Yes,

    /// <summary>The one that was asked does not know it.</summary>
    No,
}

/// <summary>What follows from a look at the cluster.</summary>
internal enum NodeStep
{
    /// <summary>All is as it was.</summary>
    Stay,

    /// <summary>It has become a member just now.</summary>
    Joined,

    /// <summary>Its actor system has to go, and the node begins anew.</summary>
    Rejoin,
}

/// <summary>
/// When a node joins, when it takes its membership for lost and begins anew. A coordinator that was
/// started anew knows nothing of its nodes, and an engine may take long to notice that, or never
/// does; the coordinator's word is believed instead. Pure; times come from outside.
/// </summary>
/// <param name="coordinators">How many there are: with several, one that has just started says for
/// a while that it knows nobody.</param>
internal sealed class NodeLife(int coordinators)
{
    /// <summary>How long a cluster may take to let a node in.</summary>
    public static readonly TimeSpan JoinPatience = TimeSpan.FromSeconds(30);

    /// <summary>How long coordinators may deny a member before it believes them.</summary>
    public static readonly TimeSpan DenialPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SeekPauseMin = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan SeekPauseMax = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan JoiningPause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan MemberPause = TimeSpan.FromSeconds(2);

    private TimeSpan _since;
    private TimeSpan? _deniedSince;
    private TimeSpan _seekPause = SeekPauseMin;

    public NodeState State { get; private set; } = NodeState.Seeking;

    /// <summary>Why the last <see cref="NodeStep.Rejoin"/>, for people.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>Time until the next look at the cluster.</summary>
    public TimeSpan LookPause => State == NodeState.Joining ? JoiningPause : MemberPause;

    /// <summary>No coordinator could be asked.</summary>
    /// <returns>Time until the next try.</returns>
    public TimeSpan NotFound()
    {
        var pause = _seekPause;
        _seekPause = TimeSpan.FromTicks(Math.Min(SeekPauseMax.Ticks, 2 * pause.Ticks));
        return pause;
    }

    /// <summary>A coordinator has told whom to join, and the actor system is there.</summary>
    public void Started(TimeSpan now)
    {
        (State, _since, _deniedSince) = (NodeState.Joining, now, null);
        _seekPause = SeekPauseMin;
    }

    /// <summary>Looks at the cluster.</summary>
    /// <param name="said">What coordinators say.</param>
    /// <param name="hasEnded">Whether the actor system has ended by itself.</param>
    /// <param name="now">Time of the look.</param>
    public NodeStep Look(Membership said, bool hasEnded, TimeSpan now)
    {
        if (hasEnded)
        {
            return Rejoin("the cluster has removed this node");
        }

        return State == NodeState.Joining ? LookJoining(said, now) : LookMember(said, now);
    }

    /// <summary>The node has been asked to end.</summary>
    public void Leave() => State = NodeState.Leaving;

    private NodeStep LookJoining(Membership said, TimeSpan now)
    {
        if (said == Membership.Yes)
        {
            State = NodeState.Member;
            return NodeStep.Joined;
        }

        return now - _since < JoinPatience
            ? NodeStep.Stay
            : Rejoin("the cluster did not let this node in");
    }

    private NodeStep LookMember(Membership said, TimeSpan now)
    {
        switch (said)
        {
            case Membership.Yes:
                _deniedSince = null;
                return NodeStep.Stay;
            case Membership.No:
                _deniedSince ??= now;
                var patience = coordinators > 1 ? DenialPatience : TimeSpan.Zero;
                return now - _deniedSince >= patience
                    ? Rejoin("the coordinator does not know this node any more")
                    : NodeStep.Stay;
            default:
                return NodeStep.Stay;
        }
    }

    private NodeStep Rejoin(string reason)
    {
        (State, Reason) = (NodeState.Seeking, reason);
        return NodeStep.Rejoin;
    }
}
