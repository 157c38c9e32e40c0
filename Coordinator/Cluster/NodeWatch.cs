using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Protocol;

namespace AkkaCoded.Coordinator.Cluster;

/// <summary>To <see cref="NodeWatch"/>: the job manager reigns in this process.</summary>
internal sealed record Reign(IActorRef Manager) : INoSerializationVerificationNeeded;

/// <summary>
/// Watches nodes. Who talks to it: presence (<see cref="PresenceEvent"/>), the cluster (member
/// events), the list of exclusions and other coordinators' (<see cref="PlacementRules"/>), the job
/// manager's start (<see cref="Reign"/>). It tells the manager <see cref="NodeLost"/>, worker nodes
/// and other coordinators the rules of placement, and takes out of the cluster whoever has been
/// lost for too long, while its process reigns.
/// State it owns: <see cref="NodeTable"/>, which decides; others read the <see cref="NodeBoard"/>.
/// If it dies: its supervisor starts it anew, and presence and cluster tell it everything again.
/// </summary>
internal sealed class NodeWatch : ReceiveActor, IWithTimers
{
    /// <summary>Its name below /user, the same on all coordinators.</summary>
    public const string ActorName = "nodes";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly NodeBoard _board;
    private readonly IPresence _presence;
    private readonly ExclusionList _exclusions;
    private readonly NodeTable _table;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly ReignHolder _reign;
    private IDisposable? _subscription;

    public NodeWatch(
        NodeBoard board, IPresence presence, ExclusionList exclusions, TimeSpan rehomeAfter,
        ReignHolder reign)
    {
        (_board, _presence, _exclusions, _reign) = (board, presence, exclusions, reign);
        _table = new NodeTable(rehomeAfter);
        Receive<PresenceEvent>(change => Tell(_table.On(change, _board.Now)));
        Receive<ClusterEvent.IMemberEvent>(Note);
        Receive<PlacementRules>(Take);
        Receive<Reign>(reigns => _reign.Manager = reigns.Manager);
        Receive<Look>(_ => LookForOverdue());
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How to start it, under <see cref="ActorName"/>.</summary>
    public static Props Of(
        NodeBoard board, IPresence presence, ExclusionList exclusions, TimeSpan rehomeAfter)
    {
        var reign = new ReignHolder();
        return Props.Create(
            () => new NodeWatch(board, presence, exclusions, rehomeAfter, reign));
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _cluster.Subscribe(
            Self, ClusterEvent.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));
        // The listener is called under a lock: it must not do more.
        var self = Self;
        _subscription = _presence.Subscribe(change => self.Tell(change, ActorRefs.NoSender));
        Timers.StartPeriodicTimer("look", Look.Instance, LookEvery);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _subscription?.Dispose();
        _cluster.Unsubscribe(Self);
    }

    private void Note(ClusterEvent.IMemberEvent change)
    {
        var member = change.Member;
        if (change is ClusterEvent.MemberUp && !member.Address.Equals(_cluster.SelfAddress)
            && _exclusions.Rules is { Version: > 0 } rules)
        {
            Send(rules, member);
        }

        if (member.HasRole(NodeRoles.Worker) && NodeRoles.NameOf(member.Roles) is { } name)
        {
            Tell(_table.On(
                new MemberFact(
                    name, member.Address, member.UniqueAddress.Uid,
                    NodeRoles.SlotsOf(member.Roles), PhaseOf(change)),
                _board.Now));
        }
    }

    private static MemberPhase PhaseOf(ClusterEvent.IMemberEvent change) => change switch
    {
        ClusterEvent.MemberRemoved removed => removed.PreviousStatus == MemberStatus.Exiting
            ? MemberPhase.Left
            : MemberPhase.Removed,
        _ => change.Member.Status switch
        {
            MemberStatus.Up => MemberPhase.Up,
            MemberStatus.Joining or MemberStatus.WeaklyUp => MemberPhase.Joining,
            _ => MemberPhase.Leaving,
        },
    };

    private void Tell(IReadOnlyList<NodeLost> losses)
    {
        _board.Nodes = _table.Snapshot(_board.Now);
        foreach (var lost in losses)
        {
            _log.Warning("node {0} at {1} {2}", lost.Node, lost.Address, lost.Reason);
            _reign.Manager.Tell(lost);
        }
    }

    /// <summary>Rules of this process go to everybody; those of another coordinator have gone to
    /// everybody already.</summary>
    private void Take(PlacementRules rules)
    {
        if (rules.Version != _exclusions.Rules.Version)
        {
            _exclusions.Absorb(rules);
            return;
        }

        foreach (var member in _cluster.State.Members)
        {
            if (!member.Address.Equals(_cluster.SelfAddress))
            {
                Send(rules, member);
            }
        }
    }

    private static void Send(PlacementRules rules, Member member)
    {
        var name = member.HasRole(NodeRoles.Worker) ? ClusterNames.Node : ActorName;
        Context.ActorSelection($"{member.Address}/user/{name}").Tell(rules);
    }

    /// <summary>The cluster's own detector and resolver need half a minute; presence has told
    /// before. One coordinator decides this: that whose jobs wait for it.</summary>
    private void LookForOverdue()
    {
        _board.Nodes = _table.Snapshot(_board.Now);
        if (_reign.Manager.IsNobody())
        {
            return;
        }

        foreach (var overdue in _table.TakeOverdue(_board.Now))
        {
            // An address alone could meanwhile be that of the node's next start.
            var isStillThere = _cluster.State.Members.Any(
                member => member.UniqueAddress.Uid == overdue.Uid
                    && member.Address.Equals(overdue.Address)
                    && member.Status is not (MemberStatus.Down or MemberStatus.Removed));
            if (isStillThere)
            {
                _log.Warning("node {0} at {1} is taken out", overdue.Name, overdue.Address);
                _cluster.Down(overdue.Address);
            }
        }
    }

    /// <summary>Survives the actor's restart.</summary>
    internal sealed class ReignHolder
    {
        public IActorRef Manager { get; set; } = ActorRefs.Nobody;
    }

    private sealed class Look : INoSerializationVerificationNeeded
    {
        public static readonly Look Instance = new();
    }
}
