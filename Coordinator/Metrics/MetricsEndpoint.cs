using AkkaCoded.Coordinator.DataPlane;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AkkaCoded.Coordinator.Metrics;

/// <summary>Tells all figures to Prometheus. The port's <see cref="TokenGate"/> asks for the token.
/// </summary>
internal static class MetricsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, PrometheusExporter exporter) =>
        routes.MapGet(TokenGate.MetricsPath, http =>
        {
            http.Response.ContentType = PrometheusText.ContentType;
            return http.Response.WriteAsync(exporter.Read(), http.RequestAborted);
        });
}
