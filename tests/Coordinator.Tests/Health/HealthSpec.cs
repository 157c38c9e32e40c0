using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Akka.Actor;
using AkkaCoded.Codes;
using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.Health;
using AkkaCoded.Coordinator.Tests.DataPlane;
using AkkaCoded.Messages.Cluster;
using AkkaCoded.Messages.Configuration;
using AkkaCoded.Coordinator.CommandLine;

namespace AkkaCoded.Coordinator.Tests.Health;

public sealed class HealthSpec
{
    private static readonly HealthCheck Good = new("a", true, "fine");
    private static readonly HealthCheck Bad = new("b", false, "broken");

    [Fact]
    public void Report_must_fail_only_when_something_required_does()
    {
        var slight = Bad with { IsRequired = false };

        Assert.Equal(("ok", true), Told(Good));
        Assert.Equal(("degraded", true), Told(Good, slight));
        Assert.Equal(("failing", false), Told(Good, slight, Bad));
        Assert.Equal(["b: broken"], HealthReport.Of([Good, Bad]).Missing);

        static (string, bool) Told(params HealthCheck[] checks)
        {
            var report = HealthReport.Of(checks);
            return (report.Status, report.IsServing);
        }
    }

    [Fact]
    public async Task Pulse_must_fail_when_the_actor_system_has_ended()
    {
        var pulse = new ActorPulse(Plane.Patience);
        var system = ActorSystem.Create("pulse");
        Assert.True((await pulse.FeelAsync(system)).IsOk);

        await system.Terminate();

        Assert.False((await pulse.FeelAsync(system)).IsOk);
        Assert.False((await pulse.FeelAsync(null)).IsOk);
    }

    [Fact]
    public async Task Pulse_must_fail_in_time_when_all_threads_are_taken()
    {
        using var gate = new ManualResetEventSlim();
        var system = ActorSystem.Create("busy", """
            akka.actor.default-dispatcher {
              type = ForkJoinDispatcher
              throughput = 1
              dedicated-thread-pool { thread-count = 1 }
            }
            """);
        var pulse = new ActorPulse(TimeSpan.FromMilliseconds(200));
        var hog = system.ActorOf(Props.Create(() => new Hog(gate)));
        hog.Tell("take the only thread");

        Assert.False((await pulse.FeelAsync(system)).IsOk);

        gate.Set();
        await system.Terminate();
    }

    [Fact]
    public void Coordinator_must_say_which_nodes_are_missing()
    {
        var none = CoordinatorHealth.Nodes([]);
        Assert.False(none.IsOk);
        Assert.False(none.IsRequired);

        var some = CoordinatorHealth.Nodes(
            [View("w1", NodeState.Up), View("w2", NodeState.Silent)]);
        Assert.True(some.IsOk);
        Assert.Equal("1 up with 2 slots for 0 partitions; w2 is silent", some.Detail);
    }

    [Fact]
    public async Task Port_of_a_node_must_tell_health_to_all_and_figures_to_who_has_the_token()
    {
        var health = new GivenHealth();
        await using var server = await NodeHealthServer.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0), "secret", health);
        using var client = new HttpClient { BaseAddress = server.Address };

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/metrics")).StatusCode);
        health.Ready = HealthReport.Of([Good, Bad]);
        using var failing = await client.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, failing.StatusCode);
        var body = JsonDocument.Parse(await failing.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("failing", body.GetProperty("status").GetString());
        Assert.Equal("b: broken", body.GetProperty("missing")[0].GetString());
        Assert.False(body.GetProperty("checks")[1].GetProperty("isOk").GetBoolean());

        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", "secret");
        using var metrics = await client.GetAsync("/metrics");
        Assert.Equal(
            "text/plain; version=0.0.4; charset=utf-8",
            metrics.Content.Headers.ContentType!.ToString());
        Assert.Contains("dotnet_", await metrics.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/data/v1")).StatusCode);
    }

    [Fact]
    public async Task Port_of_a_node_must_be_refused_with_its_number_when_it_is_taken()
    {
        await using var first = await NodeHealthServer.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0), null, new GivenHealth());

        var refusal = await Assert.ThrowsAsync<InvalidInputException>(
            () => NodeHealthServer.StartAsync(
                new IPEndPoint(IPAddress.Loopback, first.Address.Port), null, new GivenHealth()));

        Assert.Equal("CDL-0773", refusal.Code);
    }

    [Fact]
    public async Task Verb_must_tell_the_state_by_its_exit_code()
    {
        var health = new GivenHealth();
        var server = await NodeHealthServer.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0), null, health);
        var address = server.Address.ToString();
        var own = $"node.health-port={server.Address.Port}";

        Assert.Equal((0, "ok"), Ask(address));
        Assert.Equal((0, "ok"), Ask("--set", own));
        health.Ready = HealthReport.Of([Bad]);
        Assert.Equal((1, "failing"), Ask(address));
        Assert.Equal((0, "ok"), Ask($"{address}health/live"));

        await server.DisposeAsync();
        Assert.Equal((1, "failing"), Ask("--set", own));
        Assert.Equal(2, CommandRun.Of("health", "7400").ExitCode);

        static (int, string) Ask(params string[] arguments)
        {
            // Nobody listens on port 1, whatever else runs on this machine.
            var run = CommandRun.Of(
                ["health", "--json", "--set", "cluster.listen=127.0.0.1:1", .. arguments]);
            return (run.ExitCode, JsonDocument.Parse(run.Output).RootElement
                .GetProperty("status").GetString()!);
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1:7400/")]
    [InlineData("http://127.0.0.1:7500/", "cluster.listen=0.0.0.0:7500")]
    [InlineData("https://10.0.0.5:7400/", "cluster.listen=10.0.0.5:7400", "cluster.certificates=c")]
    [InlineData("http://127.0.0.1:7400/", "node.health-port=7400", "node.health-host=0.0.0.0")]
    [InlineData(
        "http://127.0.0.1:7400/ https://127.0.0.1:7400/",
        "node.health-port=7400", "cluster.certificates=c")]
    public void Own_addresses_must_follow_from_the_configuration(
        string addresses, params string[] overrides) =>
        Assert.Equal(
            addresses.Split(' ').Select(address => new Uri(address)),
            HealthCommand.OwnAddresses(new ConfigLayers().CommandLine(overrides).Build()));

    [Fact]
    public void Health_host_must_be_an_address()
    {
        var config = new ConfigLayers()
            .CommandLine(["node.health-port=0", "node.health-host=nowhere"]).Build();

        Assert.Equal(
            "CDL-0770",
            Assert.Throws<InvalidInputException>(() => NodeSettings.Read(config, "m")).Code);
    }

    [Fact]
    public void Collector_must_be_an_address()
    {
        var config = new ConfigLayers().CommandLine(["metrics.otlp-endpoint=4318"]).Build();

        Assert.Equal(
            "CDL-0771",
            Assert.Throws<InvalidInputException>(() => MetricsOptions.Read(config)).Code);
    }

    private static NodeView View(string name, NodeState state) => new()
    {
        Name = name,
        Address = null,
        Uid = null,
        State = state,
        Since = DateTimeOffset.UnixEpoch,
        Slots = 2,
    };

    private sealed class GivenHealth : IHealth
    {
        public HealthReport Ready { get; set; } = HealthReport.Of([Good]);

        public Task<HealthReport> LiveAsync() => Task.FromResult(HealthReport.Of([Good]));

        public Task<HealthReport> ReadyAsync() => Task.FromResult(Ready);
    }

    private sealed class Hog : ReceiveActor
    {
        public Hog(ManualResetEventSlim gate) => ReceiveAny(_ => gate.Wait());
    }
}
