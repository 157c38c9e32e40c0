using System.Globalization;
using Akka.Actor;
using Akka.Event;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster;

public partial class Cluster
{
    /// <summary>The daemon's: subscribers hear of a change only after it can be seen here.
    /// </summary>
    internal void Show(CurrentClusterState state)
    {
        _state = state;
        _selfMember = state.Members.FirstOrDefault(
            member => member.UniqueAddress == SelfUniqueAddress) ?? Nobody();
    }

    internal void BeginExit() => _exiting.TrySetResult();

    /// <summary>True for the first who says so.</summary>
    internal bool Terminate()
    {
        _exiting.TrySetResult();
        return Interlocked.Exchange(ref _terminated, 1) == 0;
    }

    internal void End()
    {
        Terminate();
        _ended.TrySetResult();
    }

    internal void LogInfo(string template, params object[] arguments)
    {
        if (Settings.LogInfo)
        {
            _log.Info(
                $"Cluster Node [{SelfAddress}] - "
                + string.Format(CultureInfo.InvariantCulture, template, arguments));
        }
    }

    internal void Call(Action callback)
    {
        try
        {
            callback();
        }
        catch (Exception e)
        {
            _log.Error(e, "A callback registered with the cluster failed");
        }
    }

    private Member Nobody() =>
        new(SelfUniqueAddress, int.MaxValue, MemberStatus.Removed, Settings.Roles);

    /// <summary>A local address is what an actor reference of this node shows.</summary>
    private Address FillLocal(Address address) =>
        address.HasLocalScope && address.System == SelfAddress.System ? SelfAddress : address;

    private Task WhenUp(Action join, string where, CancellationToken token)
    {
        if (IsTerminated)
        {
            throw new ClusterJoinFailedException("Cluster has already been terminated");
        }

        if (IsUp)
        {
            return Task.CompletedTask;
        }

        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        token.Register(() => up.TrySetException(new ClusterJoinFailedException(
            $"Node has not managed to join the cluster using provided {where}")));
        RegisterOnMemberUp(() => up.TrySetResult());
        join();
        return up.Task;
    }
}
