using Microsoft.AspNetCore.Http;

namespace AkkaCoded.Coordinator.Api;

/// <summary>The cluster at a glance; the page asks for nothing else.</summary>
internal sealed class ClusterEndpoint(ApiDesk desk)
{
    public Task StatusAsync(HttpContext http)
    {
        // A coordinator that is not in charge of jobs knows its nodes all the same.
        var isInCharge = desk.Jobs.IsInCharge;
        var status = new ClusterJson(
            desk.Coordinator() with { IsInCharge = isInCharge },
            [.. desk.Nodes.Nodes().Select(ApiViews.Of)],
            isInCharge ? [.. desk.Jobs.List().Select(ApiViews.Of)] : []);
        return http.Response.WriteAsJsonAsync(status, ApiJson.Format, http.RequestAborted);
    }
}
