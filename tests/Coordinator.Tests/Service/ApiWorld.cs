using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AkkaCoded.Coordinator.Api;
using AkkaCoded.Coordinator.Cluster;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Messages.Protocol;
using Microsoft.AspNetCore.Routing;

namespace AkkaCoded.Coordinator.Tests.Service;

/// <summary>The API on a port of its own, over jobs that train nothing and nodes that are none.
/// </summary>
internal sealed class ApiWorld : IAsyncDisposable
{
    public const string Token = "sesame";

    private readonly ServiceWorld _world;
    private readonly DataPlaneServer _server;

    private ApiWorld(
        ServiceWorld world, DataPlaneServer server, FakeNodes nodes,
        IReadOnlyList<RouteEndpoint> endpoints)
    {
        (_world, _server, Nodes, Endpoints) = (world, server, nodes, endpoints);
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = server.Address,
        };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public ServiceWorld Jobs => _world;

    public FakeEngine Engine => _world.Engine;

    public FakeNodes Nodes { get; }

    public Uri Address => _server.Address;

    /// <summary>What is mapped of the API.</summary>
    public IReadOnlyList<RouteEndpoint> Endpoints { get; }

    public HttpClient Http { get; }

    public static async Task<ApiWorld> StartAsync(
        bool isInCharge = true, string? token = Token, TimeSpan? heartbeat = null,
        TimeSpan? patience = null)
    {
        var world = isInCharge
            ? await ServiceWorld.StartAsync(patience: patience)
            : ServiceWorld.NotInCharge();
        var nodes = new FakeNodes();
        var endpoints = new List<RouteEndpoint>();
        var address = "";
        var server = await DataPlaneServer.StartAsync(
            new DataPlaneOptions { Token = token },
            routes =>
            {
                ApiRoutes.Map(routes, new ApiDesk
                {
                    Jobs = world.Service,
                    Nodes = nodes,
                    Coordinator = () => new CoordinatorJson(
                        address, false, "Embedded", "1.2.3", nodes.Since, false, token is not null),
                    Hosts = token is null ? ["my-name"] : null,
                    Heartbeat = heartbeat ?? TimeSpan.FromMinutes(10),
                });
                endpoints.AddRange(routes.DataSources
                    .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>());
            });
        address = server.Address.ToString();
        return new ApiWorld(world, server, nodes, endpoints);
    }

    /// <summary>A job that trains, with its four workers.</summary>
    public async Task<FakeJobRun> SubmitAsync(string name)
    {
        var (status, _) = await SendAsync("POST", $"/api/v1/jobs?name={name}", ServiceWorld.Toy);
        Assert.Equal(201, status);
        return (await Engine.BegunAsync(name)).Join();
    }

    public Task<(int Status, JsonElement Body)> GetAsync(string path) => SendAsync("GET", path);

    /// <summary>One request; its answer must be JSON.</summary>
    public async Task<(int Status, JsonElement Body)> SendAsync(
        string method, string path, string? body = null, string mediaType = "text/plain")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        }

        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(
            response.IsSuccessStatusCode ? "application/json" : "application/problem+json",
            response.Content.Headers.ContentType?.MediaType);
        return ((int)response.StatusCode, JsonDocument.Parse(text).RootElement);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _world.DisposeAsync();
        await _server.DisposeAsync();
    }
}

/// <summary>Nodes that a test has made up.</summary>
internal sealed class FakeNodes : INodes
{
    public DateTimeOffset Since { get; } = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    public ConcurrentQueue<(string Node, TimeSpan? CoolDown)> Excluded { get; } = [];

    private readonly ConcurrentDictionary<string, ExclusionKind> _exclusions = [];

    public IReadOnlyList<NodeView> Nodes() =>
    [
        View("w1", NodeState.Up, new ServedPartition(new JobId("toy"), new WorkerId(1)),
            new ServedPartition(new JobId("toy"), new WorkerId(0))),
        View("w2", NodeState.Silent),
    ];

    public void Exclude(string node, ExclusionKind kind, TimeSpan? coolDown)
    {
        _exclusions[node] = kind;
        Excluded.Enqueue((node, coolDown));
    }

    public void Include(string node) => _exclusions.TryRemove(node, out _);

    private NodeView View(
        string name, NodeState state, params ServedPartition[] partitions) => new()
    {
        Name = name,
        Address = null,
        Uid = null,
        State = state,
        Since = Since,
        Slots = 2,
        Exclusion = _exclusions.TryGetValue(name, out var kind) ? kind : null,
        Partitions = partitions,
    };
}
