using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AkkaCoded.Coordinator.Metrics;

/// <summary>Tells all figures to Prometheus; the port asks for the token.</summary>
internal static class MetricsEndpoint
{
    /// <summary>As every program of its kind names it.</summary>
    public const string Path = "/metrics";

    public static void Map(IEndpointRouteBuilder routes, PrometheusExporter exporter) =>
        routes.MapGet(Path, http =>
        {
            http.Response.ContentType = PrometheusText.ContentType;
            return http.Response.WriteAsync(exporter.Read(), http.RequestAborted);
        });
}
