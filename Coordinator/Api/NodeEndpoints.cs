using AkkaCoded.Coordinator.Cluster;
using Microsoft.AspNetCore.Http;

namespace AkkaCoded.Coordinator.Api;

/// <summary>Shows the worker nodes, and keeps them free of partitions or not.</summary>
internal sealed class NodeEndpoints(ApiDesk desk)
{
    private const long CoolDownSecondsMax = 7 * 24 * 3600;

    public Task ListAsync(HttpContext http) => http.Response.WriteAsJsonAsync(
        desk.Nodes.Nodes().Select(ApiViews.Of).ToList(), ApiJson.Format, http.RequestAborted);

    public Task DrainAsync(HttpContext http) => ExcludeAsync(http, ExclusionKind.Drain, null);

    public Task QuarantineAsync(HttpContext http) => ExcludeAsync(
        http, ExclusionKind.Quarantine,
        Requests.Number(http, "seconds", 1, CoolDownSecondsMax) is { } seconds
            ? TimeSpan.FromSeconds(seconds)
            : null);

    public Task ReleaseAsync(HttpContext http)
    {
        var name = Find(http);
        desk.Nodes.Include(name);
        return AnswerAsync(http, name);
    }

    private Task ExcludeAsync(HttpContext http, ExclusionKind kind, TimeSpan? coolDown)
    {
        var name = Find(http);
        desk.Nodes.Exclude(name, kind, coolDown);
        return AnswerAsync(http, name);
    }

    private string Find(HttpContext http)
    {
        var name = Requests.Node(http);
        return desk.Nodes.Nodes().Any(node => node.Name == name)
            ? name
            : throw Requests.NoSuchNode(name);
    }

    private Task AnswerAsync(HttpContext http, string name) => http.Response.WriteAsJsonAsync(
        ApiViews.Of(desk.Nodes.Nodes().First(node => node.Name == name)), ApiJson.Format,
        http.RequestAborted);
}
