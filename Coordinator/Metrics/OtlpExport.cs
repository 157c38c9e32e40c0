using AkkaCoded.Messages.Cluster;
using AkkaCoded.WorkerNode.Metrics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace AkkaCoded.Coordinator.Metrics;

/// <summary>Sends figures to an OpenTelemetry collector. Nothing of the surroundings configures it
/// but <c>coded.metrics</c>.</summary>
internal static class OtlpExport
{
    /// <summary>Where collectors take figures over HTTP.</summary>
    private const string Path = "/v1/metrics";

    /// <returns>Null where nothing is to be sent; else dispose it, which sends the last ones.
    /// </returns>
    /// <param name="options">Section <c>coded.metrics</c>.</param>
    /// <param name="service">What this process is: <c>coordinator</c> or <c>worker</c>.</param>
    /// <param name="instance">Its name in the cluster.</param>
    public static IDisposable? Start(MetricsOptions options, string service, string instance)
    {
        if (options.Endpoint is not { } endpoint)
        {
            return null;
        }

        var resource = ResourceBuilder.CreateEmpty().AddService(
            $"akkacoded-{service}", serviceInstanceId: instance);
        return Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(NodeMetrics.MeterName, PrometheusExporter.RuntimeMeter)
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Protocol = options.Protocol == OtlpKind.Grpc
                    ? OtlpExportProtocol.Grpc
                    : OtlpExportProtocol.HttpProtobuf;
                exporter.Endpoint = AddressOf(endpoint, options.Protocol);
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds =
                    (int)options.Interval.TotalMilliseconds;
            })
            .Build();
    }

    /// <summary>An address with a path is taken as it is.</summary>
    internal static Uri AddressOf(Uri endpoint, OtlpKind protocol) =>
        protocol == OtlpKind.HttpProtobuf && endpoint.AbsolutePath == "/"
            ? new Uri(endpoint, Path)
            : endpoint;
}
