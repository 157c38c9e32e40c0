using Akka.Actor;
using Akka.Cluster.Membership;

namespace Akka.Cluster;

/// <summary>What a node does in the phases of a shutdown, so that it leaves in order.</summary>
internal static class ClusterShutdownTasks
{
    public static void AddTo(CoordinatedShutdown shutdown, Cluster cluster)
    {
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterLeave, "leave", () => Leave(cluster));
        shutdown.AddTask(
            CoordinatedShutdown.PhaseClusterExiting, "wait-exiting", () => Exit(cluster));
        shutdown.AddTask(
            CoordinatedShutdown.PhaseClusterExitingDone, "exiting-completed", () =>
            {
                cluster.Daemon.Tell(new ClusterCommands.ExitingCompleted());
                return Ended(cluster);
            });
        shutdown.AddTask(
            CoordinatedShutdown.PhaseClusterShutdown, "wait-shutdown", () => Ended(cluster));
    }

    private static Task<Done> Leave(Cluster cluster)
    {
        cluster.Daemon.Tell(new ClusterCommands.LeaveTo(cluster.SelfAddress));
        return Exit(cluster);
    }

    /// <summary>A node that never joined has nothing to wait for.</summary>
    private static async Task<Done> Exit(Cluster cluster)
    {
        if (cluster.SelfMember.Status is not (MemberStatus.Removed or MemberStatus.Down))
        {
            await cluster.Exiting.ConfigureAwait(false);
        }

        return Done.Instance;
    }

    private static async Task<Done> Ended(Cluster cluster)
    {
        await cluster.Ended.ConfigureAwait(false);
        return Done.Instance;
    }
}
