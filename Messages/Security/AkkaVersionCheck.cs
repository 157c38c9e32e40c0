using System.Net;
using AkkaCoded.Codes;

namespace AkkaCoded.Messages.Security;

/// <summary>
/// Which versions of Akka.NET may open a control port of their own off loopback. Coordinators and
/// nodes ask the same question.
/// </summary>
public static class AkkaVersionCheck
{
    /// <summary>Before it, Akka.Remote encrypts but lets in clients without a certificate
    /// (CVE-2025-61778).</summary>
    public static readonly Version AuthenticatesClients = new(1, 5, 52);

    /// <summary>Before it, one request that is no TLS ends the whole actor system.</summary>
    public static readonly Version SurvivesGarbage = new(1, 5, 56);

    /// <summary>Refuses versions that would let strangers in.</summary>
    /// <param name="found">Version of Akka.Remote; null: the embedded engine, whose control plane
    /// is behind the coordinator's own port.</param>
    /// <param name="controlHost">Host that the control port is opened on.</param>
    /// <param name="isInsecure">Whether everything goes in the clear anyway.</param>
    /// <returns>A warning to log, or null.</returns>
    /// <exception cref="InvalidInputException">CDL-0768: too old.</exception>
    public static string? Check(Version? found, string controlHost, bool isInsecure)
    {
        if (found is null || isInsecure || IsLoopback(controlHost))
        {
            return null;
        }

        var version = new Version(found.Major, found.Minor, Math.Max(0, found.Build));
        if (version < AuthenticatesClients)
        {
            throw new InvalidInputException(
                "CDL-0768", "AkkaVersion", version, $"{AuthenticatesClients} or newer off loopback",
                "Build with -p:AkkaVersion=1.5.67, or use the embedded engine");
        }

        return version < SurvivesGarbage
            ? $"Akka.NET {version} stops when its control port is sent anything but TLS: build "
                + $"with {SurvivesGarbage} or newer, and keep strangers from the port"
            : null;
    }

    private static bool IsLoopback(string host) =>
        IPAddress.TryParse(host, out var address)
            ? IPAddress.IsLoopback(address)
            : host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
}
