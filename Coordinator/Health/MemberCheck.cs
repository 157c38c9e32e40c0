using Akka.Actor;
using Akka.Cluster;

namespace AkkaCoded.Coordinator.Health;

/// <summary>Whether an actor system is a member of its cluster.</summary>
internal static class MemberCheck
{
    private const string Name = "cluster";

    /// <param name="system">Null: there is none now.</param>
    public static HealthCheck Of(ActorSystem? system)
    {
        if (system is null || system.WhenTerminated.IsCompleted)
        {
            return new HealthCheck(Name, false, "not joined");
        }

        var cluster = Akka.Cluster.Cluster.Get(system);
        var status = cluster.SelfMember.Status;
        var isUp = !cluster.IsTerminated && status == MemberStatus.Up;
        return new HealthCheck(
            Name, isUp,
            isUp
                ? $"a member among {cluster.State.Members.Count}"
                : $"not joined: {status.ToString().ToLowerInvariant()}");
    }
}
