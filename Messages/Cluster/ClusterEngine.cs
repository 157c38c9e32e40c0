using System.Net;
using Akka.Actor;
using AkkaCoded.Codes;

namespace AkkaCoded.Messages.Cluster;

/// <summary>
/// Which of the two builds runs, for the few places where a cluster has to know: what listens for
/// the control plane, and whom a node can join. Everything else is the same source.
/// </summary>
public static class ClusterEngine
{
    /// <summary>Least Akka.NET whose remoting checks the certificate of the other end.</summary>
    private static readonly Version CheckedTls = new(1, 5, 52);

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

    /// <summary>An Akka.Remote that takes any certificate for a good one must not be reachable from
    /// other machines.</summary>
    /// <param name="address">Where the control plane listens.</param>
    /// <exception cref="InvalidInputException">CDL-0720: the packages are too old.</exception>
    public static void RequireSafe(IPAddress address) =>
        RequireSafe(address, IsEmbedded, AkkaVersion);

    internal static void RequireSafe(IPAddress address, bool isEmbedded, Version akka)
    {
        if (!isEmbedded && !IPAddress.IsLoopback(address) && akka < CheckedTls)
        {
            throw new InvalidInputException(
                "CDL-0720", "AkkaVersion", akka.ToString(3), $"{CheckedTls} or newer off loopback",
                "Build with a newer -p:AkkaVersion, or listen on 127.0.0.1: before that version "
                + "Akka.Remote did not check certificates (CVE-2025-61778)");
        }
    }
}
