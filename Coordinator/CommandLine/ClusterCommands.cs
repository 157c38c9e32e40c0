using System.CommandLine;

namespace AkkaCoded.Coordinator.CommandLine;

/// <summary><c>cluster</c>: what concerns all processes of a cluster.</summary>
internal static class ClusterCommands
{
    public static Command Create() => new("cluster", "Look at a cluster as a whole.")
    {
        ClusterStatusCommand.Create(),
        ClusterInitCommand.Create(),
    };
}
