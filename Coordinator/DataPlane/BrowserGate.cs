using System.Net;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Security;
using Microsoft.AspNetCore.Http;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>
/// A page of some website must not reach a coordinator through the browser of somebody who may:
/// browsers let pages send requests to loopback, and a name that its owner points at 127.0.0.1 lets
/// them read the answers too. Requests that a page of another origin caused are refused, and on
/// loopback requests for a host that is not loopback. The API asks the same for itself, and answers
/// in its own form.
/// </summary>
internal sealed class BrowserGate(IPAddress listen, RefusalLedger refusals)
{
    private readonly bool _isLoopback = IPAddress.IsLoopback(listen);

    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Request.Headers;
        return http.Request.Path.StartsWithSegments(ClusterNames.ApiRoot) || IsOwn(
                http.Request.Scheme, headers.Host.ToString(), headers.Origin.ToString(),
                headers["Sec-Fetch-Site"].ToString(), _isLoopback)
            ? next(http)
            : http.RefuseAsync(
                refusals, Refusal.Origin, StatusCodes.Status403Forbidden,
                "a request of another origin, or for another host");
    }

    /// <param name="scheme">http or https.</param>
    /// <param name="host">Header Host.</param>
    /// <param name="origin">Header Origin: only browsers send it; empty where there is none.
    /// </param>
    /// <param name="site">Header Sec-Fetch-Site, as above.</param>
    /// <param name="isLoopback">Whether only this machine is listened to.</param>
    internal static bool IsOwn(
        string scheme, string host, string origin, string site, bool isLoopback) =>
        site is "" or "same-origin" or "none"
        && (origin.Length == 0
            || origin.Equals($"{scheme}://{host}", StringComparison.OrdinalIgnoreCase))
        && (!isLoopback || IsLoopback(host));

    private static bool IsLoopback(string host) =>
        Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var uri)
        && uri.UserInfo.Length == 0 && ReachRules.IsLoopback(uri);
}
