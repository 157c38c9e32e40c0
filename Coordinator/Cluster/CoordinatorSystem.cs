using Akka;
using Akka.Actor;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using AkkaCoded.Coordinator.Jobs;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Logging;
using AkkaCoded.Messages.Security;

namespace AkkaCoded.Coordinator.Cluster;

/// <summary>The actor system of a coordinator, and what runs in it from the start.</summary>
internal static class CoordinatorSystem
{
    /// <summary>How long jobs may take to end their step and write a checkpoint; the phase of the
    /// shutdown in cluster.conf has a little more.</summary>
    private static readonly TimeSpan JobsEndWithin = TimeSpan.FromSeconds(55);

    private static readonly Config Dispatchers = ConfigurationFactory.ParseString(
        """
        # A job computes optimizer steps: on a thread of its own it delays nobody else.
        coded-job-dispatcher.type = PinnedDispatcher
        """);

    public static ActorSystem Create(CoordinatorSettings settings, Uri address)
    {
        var system = new ClusterSystem
        {
            Roles = NodeRoles.OfCoordinator(settings.Name ?? $"{address.Host}:{address.Port}"),
            Host = address.Host.Trim('[', ']'),
            Port = ClusterEngine.IsEmbedded ? address.Port : settings.Options.ControlPort,
            Token = settings.Token,
            Certificates = settings.Options.Certificates,
            Logging = LoggingOptions.Read(settings.Config),
            Settings = settings.Config.Config,
        };
        return ActorSystem.Create(
            ClusterNames.System,
            ControlPlaneSetup.Of(
                system.ToConfig().WithFallback(Dispatchers), settings.Identity));
    }

    /// <summary>The job manager: one in the whole cluster, on the oldest coordinator.</summary>
    /// <param name="system">The coordinator's.</param>
    /// <param name="began">Told the manager, on its thread, when it has started here.</param>
    public static void StartJobs(ActorSystem system, Action<IActorRef> began)
    {
        var settings = ClusterSingletonManagerSettings.Create(system)
            .WithRole(NodeRoles.Coordinator)
            .WithSingletonName(ClusterNames.Manager);
        system.ActorOf(
            ClusterSingletonManager.Props(
                JobManager.Of("coded-job-dispatcher", began), StopJobs.Instance, settings),
            ClusterNames.Jobs);
    }

    /// <summary>Before the member leaves, its jobs end after their last whole step; leaving would
    /// make the singleton do so too, but without waiting long enough for a checkpoint.</summary>
    public static void StopJobsAtShutdown(ActorSystem system, Task<IActorRef> manager) =>
        CoordinatedShutdown.Get(system).AddTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind, "keep-jobs", async () =>
            {
                if (manager.IsCompletedSuccessfully)
                {
                    await (await manager).GracefulStop(JobsEndWithin, StopJobs.Instance);
                }

                return Done.Instance;
            });
}
