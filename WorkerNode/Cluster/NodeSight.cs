using Akka.Actor;

namespace AkkaCoded.WorkerNode.Cluster;

/// <summary>What others may see of a <see cref="NodeHost"/> while it runs. Safe for several
/// threads.</summary>
internal sealed class NodeSight
{
    private volatile ActorSystem? _system;
    private volatile NodePresence? _presence;

    /// <summary>Its actor system at the moment; null between two memberships.</summary>
    public ActorSystem? System
    {
        get => _system;
        set => _system = value;
    }

    /// <summary>Whether a coordinator knows that it is there.</summary>
    public bool IsConnected => _presence?.IsConnected == true;

    /// <summary>From now on its presence is told.</summary>
    public void Watch(NodePresence presence) => _presence = presence;
}
