using Akka.Actor;
using Akka.Event;
using Akka.Cluster.Wire;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Membership;

internal sealed partial class ClusterDaemon
{
    private void Tell(IClusterDomainEvent happened)
    {
        var member = (happened as IMemberEvent)?.Member ?? (happened as ReachabilityEvent)?.Member;
        if (member is not null)
        {
            _cluster.LogInfo(
                "{0}: [{1}] uid [{2}] roles [{3}]", happened.GetType().Name, member.Address,
                member.UniqueAddress.Uid, string.Join(", ", member.Roles.Order()));
        }

        _subscribers.Publish(happened);
        if (happened is MemberUp up && up.Member.UniqueAddress == Me)
        {
            Timers.Cancel("join");
            Timers.Cancel("limit");
            _onUp.ForEach(_cluster.Call);
            _onUp.Clear();
        }
    }

    /// <summary>Also to who was removed by it: it has a right to know.</summary>
    private void Broadcast(MemberChange change)
    {
        var message = new TableChanged(change);
        var others = View.Members.Append(change.Member)
            .Select(member => member.UniqueAddress)
            .Where(node => node != Me && node.Address != Me.Address)
            .Distinct();
        foreach (var node in others)
        {
            DaemonAt(node.Address).Tell(message, Self);
        }
    }

    private void Cut(UniqueAddress node, string reason)
    {
        Log.Warning("Cluster node [{0}] is cut off: {1}", node, reason);
        _provider.Transport.Quarantine(node.Address, node.Uid);
    }

    private void BeginExit()
    {
        _cluster.BeginExit();
        var shutdown = CoordinatedShutdown.Get(Context.System);
        if (shutdown.ShutdownReason is null)
        {
            _cluster.LogInfo("Exiting, starting coordinated shutdown");
        }

        shutdown.Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
    }

    private void End(MembershipAction.End end)
    {
        if (end.Downed)
        {
            Log.Warning("Cluster node [{0}] is out of the cluster: {1}", Me, end.Reason);
        }

        Leave();
        var run = end.Downed && _cluster.Settings.RunCoordinatedShutdownWhenDown;
        if (run)
        {
            CoordinatedShutdown.Get(Context.System)
                .Run(CoordinatedShutdown.ClusterDowningReason.Instance);
        }

        Context.Stop(Self);
    }

    /// <summary>All are gone for this node, itself included, and subscribers hear of it.
    /// </summary>
    private void Leave()
    {
        _ended = true;
        Timers.CancelAll();
        _cluster.Terminate();
        var events = View?.Clear() ?? [];
        _cluster.Show(View?.State ?? new CurrentClusterState());
        _subscribers.Publish(ClusterShuttingDown.Instance);
        foreach (var happened in events)
        {
            _subscribers.Publish(happened);
        }
    }

    private void Schedule()
    {
        var next = _seed is null ? _worker?.NextTick : _seed.NextTick;
        if (next is { } due)
        {
            var wait = due - Now;
            Timers.StartSingleTimer(
                "look", new ClusterCommands.Look(), wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
        }
        else
        {
            Timers.Cancel("look");
        }
    }

    private IActorRef DaemonAt(Address address) =>
        _provider.ResolveActorRef(new RootActorPath(address) / "system" / "cluster");
}
