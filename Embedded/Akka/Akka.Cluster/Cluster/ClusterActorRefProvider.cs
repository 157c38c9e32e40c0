using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Event;
using Akka.Remote;

namespace Akka.Cluster;

/// <summary>akka.actor.provider = cluster: remoting, and this node's part in a cluster.</summary>
public class ClusterActorRefProvider : RemoteActorRefProvider
{
    public ClusterActorRefProvider(
        string systemName, Settings settings, EventStream eventStream)
        : base(systemName, WithDefaults(settings), eventStream)
    {
    }

    public override void Init(ActorSystemImpl system)
    {
        base.Init(system);
        Cluster.Get(system);
    }

    /// <summary>Before the serializers are read, which are in there.</summary>
    internal static Settings WithDefaults(Settings settings)
    {
        settings.InjectTopLevelFallback(Defaults());
        return settings;
    }

    internal static Config Defaults() =>
        ConfigurationFactory.FromResource(
            "Akka.Cluster.cluster.conf", typeof(ClusterActorRefProvider).Assembly);
}
