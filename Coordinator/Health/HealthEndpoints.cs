using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AkkaCoded.Coordinator.Health;

/// <summary>Tells health over HTTP: 200 or 503, and a <see cref="HealthReport"/> as JSON. No token
/// is asked for: it says nothing but states.</summary>
internal static class HealthEndpoints
{
    public const string LivePath = "/health/live";
    public const string ReadyPath = "/health/ready";

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static void Map(IEndpointRouteBuilder routes, IHealth health)
    {
        routes.MapGet(LivePath, http => TellAsync(http, health.LiveAsync()));
        routes.MapGet(ReadyPath, http => TellAsync(http, health.ReadyAsync()));
    }

    private static async Task TellAsync(HttpContext http, Task<HealthReport> asked)
    {
        var report = await asked;
        http.Response.StatusCode = report.IsServing
            ? StatusCodes.Status200OK
            : StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.WriteAsJsonAsync(report, Json, http.RequestAborted);
    }
}
