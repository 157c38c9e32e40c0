using System.Net;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Security;
using Microsoft.AspNetCore.Http;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>
/// A page of some website must not reach a coordinator through the browser of somebody who may:
/// browsers let pages send requests to loopback, and a name that its owner points at 127.0.0.1 lets
/// them read the answers too. Requests that a page of another origin caused are refused, and on
/// loopback, where nothing else keeps them away, requests for a host that is not loopback. The API
/// asks the same for itself, and answers in its own form.
/// </summary>
internal sealed class BrowserGate(DataPlaneOptions options, RefusalLedger refusals)
{
    private readonly bool _mustBeLoopback = IPAddress.IsLoopback(options.EndPoint.Address)
        && options.Token is null && options.Identity is null;

    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var headers = http.Request.Headers;
        return http.Request.Path.StartsWithSegments(ClusterNames.ApiRoot) || IsOwn(
                http.Request.Scheme, headers.Host.ToString(), headers.Origin.ToString(),
                headers["Sec-Fetch-Site"].ToString(), _mustBeLoopback, options.Advertise)
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
    /// <param name="mustBeLoopback">Whether the host has to be loopback.</param>
    /// <param name="advertised">A name of the host that is loopback too, or null.</param>
    internal static bool IsOwn(
        string scheme, string host, string origin, string site, bool mustBeLoopback,
        string? advertised = null) =>
        site is "" or "same-origin" or "none"
        && (origin.Length == 0
            || origin.Equals($"{scheme}://{host}", StringComparison.OrdinalIgnoreCase))
        && (!mustBeLoopback || IsLoopback(host, advertised));

    private static bool IsLoopback(string host, string? advertised) =>
        Uri.TryCreate($"http://{host}/", UriKind.Absolute, out var uri)
        && uri.UserInfo.Length == 0
        && (ReachRules.IsLoopback(uri)
            || uri.Host.Equals(advertised, StringComparison.OrdinalIgnoreCase));
}
