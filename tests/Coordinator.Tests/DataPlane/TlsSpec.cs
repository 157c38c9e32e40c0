using System.Security.Cryptography.X509Certificates;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.WorkerNode.DataPlane;
using static AkkaCoded.Coordinator.Tests.DataPlane.Plane;

namespace AkkaCoded.Coordinator.Tests.DataPlane;

public sealed class TlsSpec : IDisposable
{
    private static readonly ParametersKey Version = new(Job, 1, 0);

    private readonly Authority _own = new();
    private readonly Authority _other = new();

    [Fact]
    public async Task Transfers_must_work_when_both_ends_are_of_the_same_authority()
    {
        await using var plane = await StartPlaneAsync(_own.Issue());
        var receiver = new Collector();
        using var route = plane.Exchange.Receive(Step, receiver);
        var (values, answer) = (Vector(1, 200_000), Vector(2, 200_000));
        plane.Exchange.Publish(Version, values);
        var connected = new TaskCompletionSource<PresenceLink>();

        using var lease = await plane.Worker.GetParametersAsync(Version, default);
        Assert.True(await plane.Post(Key(0), answer));
        await using var node = new PresenceClient(
            plane.Target, "n", 1, TimeProvider.System, link => connected.TrySetResult(link));

        Assert.Equal(values, lease.Values.ToArray());
        Assert.Equal(answer, receiver.Values(Key(0)));
        Assert.Equal(PresenceLink.Connected, await connected.Task.WaitAsync(Patience));
    }

    [Fact]
    public async Task Early_end_must_be_heard_when_the_stream_is_encrypted()
    {
        await using var plane = await StartPlaneAsync(_own.Issue());
        var receiver = new Collector { Wanted = (_, offset) => offset < 2048 };
        using var route = plane.Exchange.Receive(Step, receiver);

        Assert.False(await plane.Post(Key(0), Vector(1, 1_000_000)));

        Assert.Equal(3, receiver.Blocks.Count);
    }

    [Fact]
    public async Task Nothing_must_be_answered_when_the_client_has_no_certificate()
    {
        await using var plane = await StartPlaneAsync(_own.Issue());
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, _, _, _) => true,
        };
        using var client = new HttpClient(handler) { BaseAddress = plane.Server.Address };

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetAsync("/"));

        Assert.Equal(0, plane.Server.Refusals.Total);
    }

    [Fact]
    public async Task Worker_must_be_refused_when_another_authority_made_its_certificate()
    {
        // It believes the coordinator, but not the other way round.
        var stranger = Mixed(_other.Certificate(), _own);
        await using var plane = await StartPlaneAsync(_own.Issue(), stranger);

        await RefusesTransfers(plane);
    }

    [Fact]
    public async Task Coordinator_must_be_refused_when_another_authority_made_its_certificate()
    {
        await using var plane = await StartPlaneAsync(_other.Issue(), _own.Issue());

        await RefusesTransfers(plane);
    }

    [Fact]
    public async Task Coordinator_must_be_refused_when_its_certificate_is_for_another_address()
    {
        await using var plane = await StartPlaneAsync(_own.Issue("127.0.0.2"), _own.Issue());

        await RefusesTransfers(plane);
    }

    [Fact]
    public void Identity_must_be_refused_when_it_cannot_be_shown()
    {
        var foreign = Assert.Throws<InvalidInputException>(() => _own.Issue(believed: _other));
        var bare = Assert.Throws<InvalidInputException>(
            () => new PlaneIdentity(_own.Public(), _own.Public()));
        var unnamed = Assert.Throws<InvalidInputException>(
            () => new DataPlaneTarget(new Uri("https://127.0.0.1:1")));

        Assert.Equal(
            ["CDL-0421", "CDL-0421", "CDL-0423"], [foreign.Code, bare.Code, unnamed.Code]);
    }

    public void Dispose()
    {
        _own.Dispose();
        _other.Dispose();
    }

    /// <summary>An honest node finds out by itself; this one shows its certificate all the same.
    /// </summary>
    private static PlaneIdentity Mixed(
        X509Certificate2 certificate, Authority believed) =>
        PlaneIdentity.Unchecked(certificate, believed.Public());

    private static async Task RefusesTransfers(Plane plane)
    {
        plane.Exchange.Publish(Version, Vector(1, 10));
        using var route = plane.Exchange.Receive(Step, new Collector());

        await Assert.ThrowsAsync<DataPlaneException>(
            async () => await plane.Worker.GetParametersAsync(Version, default));
        await Assert.ThrowsAsync<DataPlaneException>(
            async () => await plane.Post(Key(0), Vector(1, 10)));
    }

    private static Task<Plane> StartPlaneAsync(PlaneIdentity host, PlaneIdentity? worker = null) =>
        StartAsync(
            host: options => options with { Identity = host },
            identity: worker ?? host);
}
