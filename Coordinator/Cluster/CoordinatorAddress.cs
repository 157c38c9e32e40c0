using System.Net;
using System.Net.Sockets;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Cluster;

namespace AkkaCoded.Coordinator.Cluster;

/// <summary>Under which address others reach a coordinator, and where it stands among all.
/// </summary>
internal static class CoordinatorAddress
{
    private static readonly string[] Anywhere = ["0.0.0.0", "::", "[::]", "*", "+"];

    /// <summary>The host name or address that nodes are told.</summary>
    /// <exception cref="InvalidInputException">CDL-0721: it listens on all networks, and nobody
    /// says under which name it is reached.</exception>
    public static string HostOf(ClusterOptions options)
    {
        if (options.Advertise is { } advertised)
        {
            return !Anywhere.Contains(advertised)
                && Uri.CheckHostName(advertised.Trim('[', ']')) != UriHostNameType.Unknown
                    ? advertised.Trim('[', ']')
                    : throw Unreachable(advertised);
        }

        var address = options.Listen.Address;
        return address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)
            ? throw Unreachable(null)
            : address.ToString();
    }

    /// <summary>The address of the data plane and of the API.</summary>
    /// <param name="host">As <see cref="HostOf"/> gives it.</param>
    /// <param name="bound">What is listened on, with the port that was drawn.</param>
    public static Uri Of(string host, Uri bound) =>
        new UriBuilder(bound.Scheme, host, bound.Port).Uri;

    /// <summary>The coordinators besides this one; the first of all of them begins a cluster, the
    /// others join it.</summary>
    /// <param name="all">As configured.</param>
    /// <param name="self">This one.</param>
    /// <param name="isEmbedded">Whether the engine knows one coordinator only.</param>
    /// <exception cref="InvalidInputException">CDL-0722, CDL-0723: the engine knows only one, or
    /// this one is not among them.</exception>
    public static (IReadOnlyList<Uri> Others, bool IsFirst) Place(
        IReadOnlyList<Uri> all, Uri self, bool isEmbedded)
    {
        if (all.Count <= 1)
        {
            // Whatever the one is called there, it is this.
            return ([], true);
        }

        if (isEmbedded)
        {
            throw new InvalidInputException(
                "CDL-0722", "coded.cluster.coordinators", string.Join(", ", all),
                "one coordinator with the embedded engine",
                "Name one, or build with -p:Engine=Packages");
        }

        var others = all.Where(other => !IsSame(other, self)).ToList();
        return others.Count < all.Count
            ? (others, IsSame(all[0], self))
            : throw new InvalidInputException(
                "CDL-0723", "coded.cluster.coordinators", string.Join(", ", all),
                $"a list in which this coordinator, {self}, stands",
                "Add it, or correct coded.cluster.advertise; the list is the same everywhere");
    }

    /// <summary>Text of an IP address and port for an actor system: IPv6 in brackets.</summary>
    public static string ForActorSystem(string host) =>
        IPAddress.TryParse(host, out var address)
            && address.AddressFamily == AddressFamily.InterNetworkV6
                ? $"[{address}]"
                : host;

    private static bool IsSame(Uri one, Uri other) =>
        one.Port == other.Port
        && string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase);

    private static InvalidInputException Unreachable(string? value) => new(
        "CDL-0721", "coded.cluster.advertise", value,
        "a host name or address under which nodes reach this coordinator",
        "Set it where coded.cluster.listen is 0.0.0.0 or [::]");
}
