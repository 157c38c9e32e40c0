using System.Net;
using System.Text.Json;
using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.Metrics;
using AkkaCoded.Coordinator.Tests.DataPlane;
using AkkaCoded.Messages.Configuration;

namespace AkkaCoded.Coordinator.Tests.Health;

public sealed class CoordinatorHealthSpec
{
    [Fact]
    public async Task Coordinator_must_live_serve_and_say_that_nodes_are_missing()
    {
        var config = new ConfigLayers().CommandLine(
            ["cluster.listen=127.0.0.1:0", "logging.console.level=off"]).Build();
        var reigns = new TaskCompletionSource();
        using var telemetry = new Telemetry(config);
        await using var host = await CoordinatorHost.StartAsync(
            CoordinatorSettings.Of(config, "secret") with
            {
                Also = telemetry.Map,
                ReignBegan = _ => reigns.TrySetResult(),
            });
        telemetry.Observe(host);
        await reigns.Task.WaitAsync(Plane.Patience);
        using var client = new HttpClient { BaseAddress = host.Address };

        using var live = await client.GetAsync("/health/live");
        using var ready = await client.GetAsync("/health/ready");
        using var metrics = await client.GetAsync("/metrics");

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, metrics.StatusCode);
        var body = JsonDocument.Parse(await ready.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("degraded", body.GetProperty("status").GetString());
        Assert.Equal(
            "nodes: 0 up with 0 slots for 0 partitions",
            body.GetProperty("missing").EnumerateArray().Single().GetString());
        Assert.Equal(
            ["actors", "cluster", "reign", "tensors", "nodes", "jobs"],
            body.GetProperty("checks").EnumerateArray()
                .Select(check => check.GetProperty("name").GetString()!));
    }
}
