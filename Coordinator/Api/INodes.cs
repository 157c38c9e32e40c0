using AkkaCoded.Coordinator.Cluster;

namespace AkkaCoded.Coordinator.Api;

/// <summary>The worker nodes of a cluster, as the API needs them.</summary>
internal interface INodes
{
    /// <summary>All that are there, or were lately, by name.</summary>
    IReadOnlyList<NodeView> Nodes();

    /// <summary>Keeps a node free of partitions.</summary>
    void Exclude(string node, ExclusionKind kind, TimeSpan? coolDown);

    /// <summary>A node may have partitions again.</summary>
    void Include(string node);
}
