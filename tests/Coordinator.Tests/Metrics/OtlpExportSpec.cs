using System.Text;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Coordinator.Metrics;
using AkkaCoded.Coordinator.Record;
using AkkaCoded.Coordinator.Tests.DataPlane;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Messages.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AkkaCoded.Coordinator.Tests.Metrics;

public sealed class OtlpExportSpec
{
    private readonly TaskCompletionSource<string> _received =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Figures_must_reach_a_collector_over_http()
    {
        await using var collector = await DataPlaneServer.StartAsync(
            new DataPlaneOptions(), routes => routes.MapPost("/v1/metrics", ReceiveAsync));
        var options = MetricsOptions.Read(new ConfigLayers().CommandLine([
            $"metrics.otlp-endpoint={collector.Address.GetLeftPart(UriPartial.Authority)}",
            "metrics.interval=100ms",
        ]).Build());
        using var metrics = new CoordinatorMetrics();
        using (OtlpExport.Start(options, "coordinator", "here:7400"))
        {
            var job = metrics.Of(new JobId("otlp-job"));
            job.OnEvent(new JobEvent("restarted", 0, new WorkerId(5), "back"));

            // Protobuf keeps texts as they are.
            var body = await _received.Task.WaitAsync(Plane.Patience);
            Assert.Contains("akkacoded.job.restarts", body);
            Assert.Contains("otlp-job", body);
            Assert.Contains("akkacoded-coordinator", body);
            Assert.Contains("here:7400", body);
        }
    }

    [Fact]
    public void Nothing_must_be_sent_when_no_collector_is_named() =>
        Assert.Null(OtlpExport.Start(
            MetricsOptions.Read(new ConfigLayers().Build()), "coordinator", "here"));

    [Theory]
    [InlineData("http://c:4318", OtlpKind.HttpProtobuf, "http://c:4318/v1/metrics")]
    [InlineData("http://c:4318/own", OtlpKind.HttpProtobuf, "http://c:4318/own")]
    [InlineData("http://c:4317", OtlpKind.Grpc, "http://c:4317/")]
    public void Path_must_be_added_when_http_is_spoken_and_none_is_given(
        string endpoint, OtlpKind protocol, string address) =>
        Assert.Equal(new Uri(address), OtlpExport.AddressOf(new Uri(endpoint), protocol));

    private async Task ReceiveAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var text = Encoding.Latin1.GetString(body.ToArray());
        if (text.Contains("otlp-job", StringComparison.Ordinal))
        {
            _received.TrySetResult(text);
        }
    }
}
