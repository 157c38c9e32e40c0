using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Service;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AkkaCoded.Coordinator.Api;

/// <summary>Maps API, its description and the page onto the coordinator's port.</summary>
internal sealed class ApiRoutes
{
    /// <summary>Beginning of all paths of the API.</summary>
    public const string Root = "/api/v1";

    private readonly ApiDesk _desk;
    private readonly StrangerGate _strangers;

    private ApiRoutes(ApiDesk desk)
    {
        _desk = desk;
        _strangers = new StrangerGate(desk.Hosts);
    }

    public static void Map(IEndpointRouteBuilder routes, ApiDesk desk)
    {
        var api = new ApiRoutes(desk);
        var (jobs, logs) = (new JobEndpoints(desk), new LogEndpoint(desk));
        var (nodes, cluster) = (new NodeEndpoints(desk), new ClusterEndpoint(desk));
        (string Method, string Path, RequestDelegate Handle)[] all =
        [
            (HttpMethods.Get, "/", StaticFiles.PageAsync),
            (HttpMethods.Get, "/openapi/v1.json", StaticFiles.DescriptionAsync),
            (HttpMethods.Post, Root + "/jobs", jobs.SubmitAsync),
            (HttpMethods.Get, Root + "/jobs", jobs.ListAsync),
            (HttpMethods.Get, Root + "/jobs/{id}", jobs.DescribeAsync),
            (HttpMethods.Get, Root + "/jobs/{id}/logs", logs.HandleAsync),
            (HttpMethods.Post, Root + "/jobs/{id}/pause", jobs.PauseAsync),
            (HttpMethods.Post, Root + "/jobs/{id}/resume", jobs.ResumeAsync),
            (HttpMethods.Post, Root + "/jobs/{id}/cancel", jobs.CancelAsync),
            (HttpMethods.Post, Root + "/jobs/{id}/faults", jobs.InjectAsync),
            (HttpMethods.Get, Root + "/workers", nodes.ListAsync),
            (HttpMethods.Post, Root + "/workers/{name}/drain", nodes.DrainAsync),
            (HttpMethods.Post, Root + "/workers/{name}/quarantine", nodes.QuarantineAsync),
            (HttpMethods.Post, Root + "/workers/{name}/release", nodes.ReleaseAsync),
            (HttpMethods.Get, Root + "/cluster/status", cluster.StatusAsync),
        ];
        foreach (var (method, path, handle) in all)
        {
            routes.MapMethods(path, [method], api.Guarded(handle));
        }

        foreach (var path in all.GroupBy(one => one.Path, one => one.Method))
        {
            // Without methods of its own it comes after those that have.
            routes.Map(path.Key, api.Guarded(http => RefuseMethodAsync(http, [.. path])));
        }

        routes.Map("/api/{**path}", api.Guarded(_ => throw NoSuchPath("path", "one of the API")));
    }

    /// <summary>Whatever a handler throws becomes an answer.</summary>
    private RequestDelegate Guarded(RequestDelegate handle) => async http =>
    {
        try
        {
            _strangers.Check(http.Request);
            http.Response.Headers.CacheControl = "no-store";
            http.Response.Headers.XContentTypeOptions = "nosniff";
            await handle(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone.
        }
        catch (InvalidInputException error)
        {
            await Problems.WriteAsync(http, error);
        }
        catch (BadHttpRequestException error)
        {
            await Problems.WriteAsync(
                http,
                Problems.Body(error.Message, "a whole body, no longer than the path takes"),
                error.StatusCode);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _desk.Log($"{http.Request.Method} of the API failed: {error}");
            await Problems.WriteUnexpectedAsync(http, error);
        }
    };

    private static Task RefuseMethodAsync(HttpContext http, string[] methods)
    {
        http.Response.Headers.Allow = string.Join(", ", methods);
        return Problems.WriteAsync(
            http, NoSuchPath("method", string.Join(", ", methods)),
            StatusCodes.Status405MethodNotAllowed);
    }

    private static InvalidInputException NoSuchPath(string key, string allowed) => new(
        JobErrors.Path, key, "another", allowed, "The paths are in /openapi/v1.json.");
}
