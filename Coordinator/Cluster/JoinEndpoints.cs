using System.Globalization;
using System.Text.Json;
using Akka.Cluster;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AkkaCoded.Coordinator.Cluster;

/// <summary>What nodes and other coordinators ask before they join, and while they are members.
/// </summary>
internal sealed class JoinEndpoints
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private volatile Akka.Cluster.Cluster? _cluster;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ClusterNames.JoinPath, (RequestDelegate)JoinAsync);
        routes.MapGet(ClusterNames.MemberPath + "/{uid}", (RequestDelegate)MemberAsync);
    }

    /// <summary>From now on there is something to join.</summary>
    public void Open(Akka.Cluster.Cluster cluster) => _cluster = cluster;

    /// <summary>There is nothing to join any more.</summary>
    public void Close() => _cluster = null;

    private Task JoinAsync(HttpContext http)
    {
        var seeds = _cluster is { IsTerminated: false } cluster ? SeedsOf(cluster) : [];
        if (seeds.Count == 0)
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            http.Response.Headers.RetryAfter = "1";
            return Task.CompletedTask;
        }

        return http.Response.WriteAsJsonAsync(
            new JoinInfo(
                ClusterEngine.Name, ClusterEngine.Version, WireLimits.ProtocolVersion, seeds),
            Json, http.RequestAborted);
    }

    private Task MemberAsync(HttpContext http)
    {
        var text = http.GetRouteValue("uid") as string;
        var isMember = int.TryParse(
                text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var uid)
            && _cluster is { IsTerminated: false } cluster
            && cluster.State.Members.Any(member => member.UniqueAddress.Uid == uid
                && member.Status is not (MemberStatus.Down or MemberStatus.Removed));
        http.Response.StatusCode =
            isMember ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <summary>This coordinator first: who asks here has reached it.</summary>
    private static List<string> SeedsOf(Akka.Cluster.Cluster cluster) =>
    [
        .. cluster.State.Members
            .Where(member => member.Status == MemberStatus.Up
                && member.HasRole(NodeRoles.Coordinator))
            .OrderBy(member => member.Address.Equals(cluster.SelfAddress) ? 0 : 1)
            .Select(member => member.Address.ToString()),
    ];
}
