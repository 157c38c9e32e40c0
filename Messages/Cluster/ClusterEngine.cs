using Akka.Actor;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Security;

namespace AkkaCoded.Messages.Cluster;

/// <summary>
/// Which of the two builds runs, for the few places where a cluster has to know: what listens for
/// the control plane, and whom a node can join. Everything else is the same source.
/// </summary>
public static class ClusterEngine
{
    /// <summary>The class that takes sockets of the embedded control plane; null with the packages,
    /// which listen themselves.</summary>
    public static Type? Gate { get; } =
        Type.GetType("Akka.Remote.WebSocketGate, Akka.Remote", throwOnError: false);

    /// <summary>Whether this is the embedded engine.</summary>
    public static bool IsEmbedded => Gate is not null;

    /// <summary>Its name in <see cref="JoinInfo"/>.</summary>
    public static string Name => IsEmbedded ? "Embedded" : "Packages";

    /// <summary>The version of this program.</summary>
    public static string Version { get; } =
        typeof(ClusterEngine).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>The version of Akka.NET, or of the stand-in for it.</summary>
    public static Version AkkaVersion { get; } =
        typeof(ActorSystem).Assembly.GetName().Version ?? new Version(0, 0);

    /// <summary>An Akka.Remote that lets anybody in must not be reachable from other machines.
    /// </summary>
    /// <param name="controlHost">Where the control plane listens.</param>
    /// <param name="isInsecure">Whether everything goes in the clear anyway.</param>
    /// <returns>A warning to log, or null.</returns>
    /// <exception cref="InvalidInputException">CDL-0768: the packages are too old.</exception>
    public static string? CheckSafe(string controlHost, bool isInsecure) =>
        AkkaVersionCheck.Check(IsEmbedded ? null : AkkaVersion, controlHost, isInsecure);
}
