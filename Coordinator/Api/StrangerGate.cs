using System.Net;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Service;
using Microsoft.AspNetCore.Http;

namespace AkkaCoded.Coordinator.Api;

/// <summary>
/// Keeps pages of other sites away from a coordinator without a token on a machine that also runs a
/// browser: they may send it simple requests, and their own name can be made to mean its address.
/// </summary>
/// <param name="hosts">Names under which it may be asked, besides addresses of the loopback
/// network; null: any.</param>
internal sealed class StrangerGate(IReadOnlyCollection<string>? hosts)
{
    /// <exception cref="InvalidInputException">CDL-0743: a page of another site asks.</exception>
    public void Check(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var from)
                && from.Authority == request.Host.Value))
        {
            throw Stranger("Origin", "this coordinator's own address");
        }

        if (hosts is not null && !IsOwn(request.Host.Host, hosts))
        {
            throw Stranger("Host", string.Join(", ", ["localhost", "127.0.0.1", .. hosts]));
        }
    }

    private static bool IsOwn(string host, IReadOnlyCollection<string> hosts) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address)
            && IPAddress.IsLoopback(address))
        || hosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    private static InvalidInputException Stranger(string header, string allowed) => new(
        JobErrors.Stranger, header, "another", allowed,
        "Use the coordinator's own page, under the address it prints.");
}
