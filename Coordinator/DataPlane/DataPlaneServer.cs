using System.Net.Sockets;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Exchange;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaCoded.Coordinator.DataPlane;

/// <summary>
/// The coordinator's one port: parameters, answers, files and presence of the data plane, and what
/// others add to it. Nothing of the surroundings (files, variables) configures it.
/// </summary>
internal sealed class DataPlaneServer : IAsyncDisposable
{
    private readonly DataPlaneOptions _options;
    private readonly CancellationTokenSource _stopping = new();
    private readonly PresenceBoard _board;
    private readonly WebApplication _app;
    private readonly IDisposable _badRequests;

    private DataPlaneServer(DataPlaneOptions options, Action<IEndpointRouteBuilder>? also)
    {
        _options = options;
        Refusals = new RefusalLedger(options.Log);
        Exchange = new HttpExchangeHost(options.Limits);
        Files = new FileShelf(Refusals, Transfers);
        _board = new PresenceBoard(options.Time, options.Limits);
        Connections = new ConnectionLimit(options.Limits.ConnectionsPerAddressMax, Refusals);
        _app = KestrelSetup.Build(options, Connections);
        _badRequests = BadRequests.Count(_app.Services, Refusals);
        Map(also);
    }

    public HttpExchangeHost Exchange { get; }

    public FileShelf Files { get; }

    public IPresence Presence => _board;

    public RefusalLedger Refusals { get; }

    public TransferLedger Transfers { get; } = new();

    /// <summary>Connections of all kinds to the port.</summary>
    public ConnectionLimit Connections { get; }

    /// <summary>Method and template of every route of the port.</summary>
    public IEnumerable<(string Method, string Template)> Routes =>
        from source in ((IEndpointRouteBuilder)_app).DataSources
        from route in source.Endpoints.OfType<RouteEndpoint>()
        from method in route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
        select (method, route.RoutePattern.RawText ?? "/");

    /// <summary>Where it listens, with the port that was drawn for port 0.</summary>
    public Uri Address { get; private set; } = new("http://unbound");

    /// <summary>Starts to listen.</summary>
    /// <param name="options">Where and for whom.</param>
    /// <param name="also">Adds endpoints of the same port, such as an API.</param>
    /// <exception cref="InvalidInputException">CDL-0420, CDL-0422: unprotected, or the address
    /// cannot be had.</exception>
    public static async Task<DataPlaneServer> StartAsync(
        DataPlaneOptions options, Action<IEndpointRouteBuilder>? also = null)
    {
        options.Check();
        var server = new DataPlaneServer(options, also);
        try
        {
            await server._app.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            await server.DisposeAsync();
            throw new InvalidInputException(
                "CDL-0422", "address", options.EndPoint, "a free port of this machine",
                $"Name another address or port ({e.Message})");
        }

        var addresses = server._app.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>();
        server.Address = new Uri(addresses!.Addresses.Single());
        return server;
    }

    /// <summary>Stops at once: answers on their way and presence connections are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _badRequests.Dispose();
        await _app.DisposeAsync();
        _board.Dispose();
    }

    private void Map(Action<IEndpointRouteBuilder>? also)
    {
        _app.Use(new FailureGate(Refusals).InvokeAsync);
        _app.Use(new BrowserGate(_options, Refusals).InvokeAsync);
        if (_options.Token is { } token)
        {
            _app.Use(new TokenGate(token, Refusals).InvokeAsync);
        }

        _app.UseWebSockets();
        _app.UseRouting();
        var parameters = new ParametersEndpoint(
            Exchange, _options.Limits.SlowGrace, Refusals, Transfers);
        var answers = new AnswersEndpoint(
            Exchange, _options.Limits, Refusals, Transfers);
        var presence = new PresenceEndpoint(_board, Refusals, _stopping.Token);
        Add(HttpMethods.Get, DataPlanePaths.ParametersTemplate, parameters.HandleAsync);
        Add(HttpMethods.Post, DataPlanePaths.AnswersTemplate, answers.HandleAsync);
        Add(HttpMethods.Get, DataPlanePaths.FilesTemplate, Files.HandleAsync);
        Add(HttpMethods.Get, DataPlanePaths.PresenceTemplate, presence.HandleAsync);
        also?.Invoke(_app);
        _app.MapFallback("{*path}", RefusePathAsync);

        void Add(string method, string path, RequestDelegate handler) =>
            _app.MapMethods(path, [method], handler);
    }

    private Task RefusePathAsync(HttpContext http) => http.RefuseAsync(
        Refusals, Refusal.Path, StatusCodes.Status404NotFound, "nothing is here");
}
