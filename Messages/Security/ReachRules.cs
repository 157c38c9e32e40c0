using System.Net;
using AkkaCoded.Codes;

namespace AkkaCoded.Messages.Security;

/// <summary>
/// Who may reach whom how: the rules for both ends of all planes in one place, as functions of what
/// was configured. docs/security.md shows them as a table.
/// </summary>
public static class ReachRules
{
    /// <summary>Whether a coordinator may listen so.</summary>
    /// <param name="address">Where it would listen.</param>
    /// <param name="hasCertificates">Whether it has an identity for mutual TLS.</param>
    /// <param name="hasToken">Whether requests must bring a token.</param>
    /// <param name="isInsecure">Whether somebody said that in the clear is meant.</param>
    /// <returns>A warning to log, or null.</returns>
    /// <exception cref="InvalidInputException">CDL-0420: off loopback unprotected.</exception>
    public static string? CheckListen(
        IPAddress address, bool hasCertificates, bool hasToken, bool isInsecure)
    {
        if (IPAddress.IsLoopback(address) || hasCertificates)
        {
            return null;
        }

        if (!isInsecure)
        {
            throw new InvalidInputException(
                "CDL-0420", "address", address, "a loopback address, or mutual TLS",
                "Make certificates with `./akkacoded cluster init`, or say --insecure");
        }

        return hasToken
            ? $"listening on {address} in the clear: who can listen to the network reads token, "
                + "models and data"
            : $"listening on {address} in the clear and without a token: who reaches the port can "
                + "run jobs and read models";
    }

    /// <summary>Whether a node or command may talk to a coordinator so.</summary>
    /// <param name="coordinator">Its address.</param>
    /// <param name="hasCertificates">Whether this end has an identity for mutual TLS.</param>
    /// <param name="isInsecure">Whether somebody said that in the clear is meant.</param>
    /// <exception cref="InvalidInputException">CDL-0766: token and data would go in the clear off
    /// loopback; CDL-0767: scheme and certificates contradict each other.</exception>
    public static void CheckTarget(Uri coordinator, bool hasCertificates, bool isInsecure)
    {
        var isTls = coordinator.Scheme == Uri.UriSchemeHttps;
        if (isTls != hasCertificates)
        {
            throw new InvalidInputException(
                "CDL-0767", "coordinators", coordinator,
                "https with certificates, or http without",
                isTls
                    ? "Name the folder of this node's certificates in coded.cluster.certificates"
                    : "Write the address with https, or take certificates out of the "
                        + "configuration");
        }

        if (!isTls && !isInsecure && !IsLoopback(coordinator))
        {
            throw new InvalidInputException(
                "CDL-0766", "coordinators", coordinator,
                "https, or an address of this machine",
                "Make certificates with `./akkacoded cluster init`, or set coded.cluster.insecure "
                + "= on: token and data then go in the clear");
        }
    }

    /// <summary>Whether an address cannot leave this machine.</summary>
    public static bool IsLoopback(Uri address) =>
        IPAddress.TryParse(address.IdnHost.Trim('[', ']'), out var ip)
            ? IPAddress.IsLoopback(ip)
            : address.IdnHost.Equals("localhost", StringComparison.OrdinalIgnoreCase);
}
