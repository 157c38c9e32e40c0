using System.Net;
using AkkaCoded.Codes;

namespace AkkaCoded.Messages.Security;

/// <summary>A node for which a certificate is made, and the names it may be reached under.
/// </summary>
public sealed record NodeNaming
{
    private const string Form = "NAME=HOST,HOST: a name of 1 to 64 letters, digits, dots, hyphens, "
        + "underscores; host names and IP addresses";

    private NodeNaming(string name, IReadOnlyList<string> hosts) => (Name, Hosts) = (name, hosts);

    /// <summary>The node's name, and that of its folder.</summary>
    public string Name { get; }

    /// <summary>Host names and addresses.</summary>
    public IReadOnlyList<string> Hosts { get; }

    /// <summary>Reads <c>NAME=HOST,HOST</c>. A coordinator (a name that begins so) is reached by
    /// commands of its own machine too, so it gets the names of loopback besides.</summary>
    /// <exception cref="InvalidInputException">CDL-0761: not of this form.</exception>
    public static NodeNaming Parse(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        var name = at < 0 ? "" : text[..at];
        var hosts = text[(at + 1)..]
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .ToList();
        if (!IsName(name) || hosts.Count is 0 or > 64 || !hosts.TrueForAll(IsHost))
        {
            throw new InvalidInputException(
                "CDL-0761", "node", text, Form, "Write it as --node w1=host2,10.0.0.6");
        }

        if (name.StartsWith("coordinator", StringComparison.OrdinalIgnoreCase))
        {
            hosts.AddRange(["localhost", "127.0.0.1", "::1"]);
        }

        return new NodeNaming(name, [.. hosts.Distinct(StringComparer.OrdinalIgnoreCase)]);
    }

    // It becomes a folder beside ca.pem and ca.key, on any system.
    private static bool IsName(string name) =>
        name.Length is >= 1 and <= 64
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
        && char.IsAsciiLetterOrDigit(name[0])
        && !name.EndsWith('.')
        && !name.Equals(CertificateNames.Authority, StringComparison.OrdinalIgnoreCase)
        && !name.Equals(CertificateNames.AuthorityKey, StringComparison.OrdinalIgnoreCase);

    private static bool IsHost(string host) =>
        IPAddress.TryParse(host, out var address)
            ? !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
            : host.All(char.IsAscii) && Uri.CheckHostName(host) == UriHostNameType.Dns;
}
