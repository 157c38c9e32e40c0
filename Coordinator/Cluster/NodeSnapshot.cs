using System.Collections.Immutable;
using Akka.Actor;

namespace AkkaCoded.Coordinator.Cluster;

/// <summary>A node as <see cref="NodeTable"/> knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Address">Of its newest actor system, or null.</param>
/// <param name="Uid">Of the same, or null.</param>
/// <param name="State">How it is doing.</param>
/// <param name="Since">Since when, on the table's clock.</param>
/// <param name="Slots">Partitions that it computes side by side.</param>
internal sealed record NodeFact(
    string Name, Address? Address, int? Uid, NodeState State, TimeSpan Since, int Slots);

/// <summary>All nodes at one moment.</summary>
/// <param name="Nodes">By name.</param>
/// <param name="Names">The name that belongs to an address.</param>
internal sealed record NodeSnapshot(
    ImmutableArray<NodeFact> Nodes, IReadOnlyDictionary<Address, string> Names)
{
    /// <summary>Nobody.</summary>
    public static readonly NodeSnapshot Empty = new([], new Dictionary<Address, string>());

    /// <summary>Name of the node at an address, or null.</summary>
    public string? NameOf(Address address) => Names.GetValueOrDefault(address);

    /// <summary>Slots of the nodes that can serve, without some.</summary>
    public int SlotsWithout(IReadOnlySet<string> excluded)
    {
        var slots = 0;
        foreach (var node in Nodes)
        {
            slots += node.State == NodeState.Up && !excluded.Contains(node.Name)
                ? node.Slots
                : 0;
        }

        return slots;
    }

    /// <summary>Whether a worker that was at a node should be waited for there.</summary>
    public HomeState HomeOf(string? name, IReadOnlySet<string> excluded)
    {
        if (name is null || excluded.Contains(name))
        {
            return HomeState.None;
        }

        foreach (var node in Nodes)
        {
            if (node.Name == name)
            {
                return node.State == NodeState.Up ? HomeState.Here : HomeState.Away;
            }
        }

        return HomeState.None;
    }
}

/// <summary>The node that a worker was at last.</summary>
internal enum HomeState
{
    /// <summary>There is none, or it takes nothing: any other will do.</summary>
    None,

    /// <summary>It can be called.</summary>
    Here,

    /// <summary>It is not there, and may come back.</summary>
    Away,
}
