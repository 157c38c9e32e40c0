using System.Net;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Coordinator.Tests.DataPlane;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace AkkaCoded.Coordinator.Tests.Security;

/// <summary>What stands before every route of the port.</summary>
public sealed class GateSpec
{
    [Theory]
    [InlineData("localhost:7400", "", "", true, true)]
    [InlineData("127.0.0.1:7400", "http://127.0.0.1:7400", "same-origin", true, true)]
    [InlineData("[::1]:7400", "", "none", true, true)]
    [InlineData("rebound.example:7400", "", "", true, false)]
    [InlineData("rebound.example", "http://rebound.example", "same-origin", true, false)]
    [InlineData("127.0.0.1.example", "", "", true, false)]
    [InlineData("example@127.0.0.1", "", "", true, false)]
    [InlineData("", "", "", true, false)]
    [InlineData("localhost:7400", "http://example", "", true, false)]
    [InlineData("localhost:7400", "http://localhost:7401", "", true, false)]
    [InlineData("localhost:7400", "https://localhost:7400", "", true, false)]
    [InlineData("localhost:7400", "null", "", true, false)]
    [InlineData("localhost:7400", "", "cross-site", true, false)]
    [InlineData("localhost:7400", "", "same-site", true, false)]
    [InlineData("coordinator:7400", "", "", false, true)]
    [InlineData("coordinator:7400", "http://coordinator:7400", "", false, true)]
    [InlineData("coordinator:7400", "http://example", "", false, false)]
    public void Request_must_be_of_the_same_origin_when_a_browser_sends_it(
        string host, string origin, string site, bool mustBeLoopback, bool isOwn) =>
        Assert.Equal(isOwn, BrowserGate.IsOwn("http", host, origin, site, mustBeLoopback));

    [Fact]
    public void Host_must_be_accepted_when_it_is_the_advertised_one()
    {
        Assert.True(BrowserGate.IsOwn("http", "named:7400", "", "", true, "named"));
        Assert.False(BrowserGate.IsOwn("http", "other:7400", "", "", true, "named"));
    }

    [Fact]
    public async Task Request_must_be_refused_when_a_website_sends_it()
    {
        await using var plane = await Plane.StartAsync();
        using var client = new HttpClient { BaseAddress = plane.Server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/data/v1/presence/n/1");
        request.Headers.Add("Origin", "https://website.example");

        Assert.Equal(HttpStatusCode.Forbidden, (await client.SendAsync(request)).StatusCode);
        Assert.Equal(1, plane.Server.Refusals[Refusal.Origin]);
    }

    [Fact]
    public async Task Token_must_guard_every_path_when_there_is_one()
    {
        await using var server = await DataPlaneServer.StartAsync(
            new DataPlaneOptions { Token = "secret" },
            routes =>
            {
                routes.MapGet("/added", () => "added");
                routes.MapGet("/health/live", () => "live");
            });
        using var client = new HttpClient { BaseAddress = server.Address };

        foreach (var path in new[]
        {
            "/added", "/nothing", "/health", "/health/live/", "/health/live2", "/HEALTH/LIVE",
        })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(path)).StatusCode);
        }

        Assert.Equal("live", await client.GetStringAsync("/health/live"));
        client.DefaultRequestHeaders.Add("Authorization", "Bearer secret");
        Assert.Equal("added", await client.GetStringAsync("/added"));
        Assert.Equal(6, server.Refusals[Refusal.Token]);
    }

    [Fact]
    public async Task Failure_must_be_counted_and_logged_once_when_an_endpoint_throws()
    {
        var lines = new List<string>();
        await using var server = await DataPlaneServer.StartAsync(
            new DataPlaneOptions { Log = lines.Add },
            routes => routes.MapGet(
                "/broken", (RequestDelegate)(_ => throw new InvalidOperationException("why"))));
        using var client = new HttpClient { BaseAddress = server.Address };

        Assert.Equal(500, (int)(await client.GetAsync("/broken")).StatusCode);
        Assert.Equal(500, (int)(await client.GetAsync("/broken")).StatusCode);

        Assert.Equal(2, server.Refusals[Refusal.Failure]);
        Assert.Contains("why", Assert.Single(lines));
    }

    [Fact]
    public void Connections_must_be_limited_when_one_address_has_many()
    {
        var lines = new List<string>();
        var limit = new ConnectionLimit(2, new RefusalLedger(lines.Add));
        var (one, other) = (IPAddress.Parse("10.0.0.1"), IPAddress.Parse("10.0.0.2"));

        Assert.True(limit.TryEnter(one) && limit.TryEnter(one) && limit.TryEnter(other));
        Assert.False(limit.TryEnter(one));
        limit.Leave(one);

        Assert.True(limit.TryEnter(one));
        Assert.False(limit.TryEnter(one));
    }
}
