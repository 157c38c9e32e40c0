using System.Net;
using System.Net.Http.Headers;
using AkkaCoded.Codes;

namespace AkkaCoded.WorkerNode.DataPlane;

/// <summary>What all requests of a node have in common.</summary>
internal static class DataPlaneHttp
{
    /// <summary>A client that goes straight to the coordinator: no proxy, no redirects, nothing
    /// unpacked or remembered.</summary>
    public static SocketsHttpHandler Handler(DataPlaneTarget target)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            ConnectTimeout = target.ConnectTimeout,
            // In KiB there.
            MaxResponseHeadersLength = Math.Max(1, target.Limits.HeaderBytesMax / 1024),
        };
        if (target.Identity is { } identity)
        {
            handler.SslOptions = identity.ForClient(target.Address.IdnHost);
        }

        return handler;
    }

    public static HttpClient Client(DataPlaneTarget target)
    {
        var client = new HttpClient(Handler(target))
        {
            BaseAddress = target.Address,
            // The caller's token is the deadline.
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (target.Token is { } token)
        {
            client.DefaultRequestHeaders.Authorization =
                new AuthenticationHeaderValue("Bearer", token);
        }

        return client;
    }

    /// <summary>Throws where the coordinator does not know this node's token: trying again would
    /// not help.</summary>
    public static void RequireToken(int status)
    {
        if (status == (int)HttpStatusCode.Unauthorized)
        {
            throw new InvalidInputException(
                "CDL-0424", "token", "(not shown)", "the coordinator's token",
                "Give the node the token that the coordinator was started with");
        }
    }
}
