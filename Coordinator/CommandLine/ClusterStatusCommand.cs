using System.CommandLine;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>cluster status</c>: coordinator, nodes and jobs at a glance.</summary>
internal static class ClusterStatusCommand
{
    public static Command Create() => new("status", "Show coordinator, nodes and jobs.");
}
