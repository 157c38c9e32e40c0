using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AkkaCoded.Coordinator.DataPlane;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.WorkerNode.DataPlane;
using Microsoft.AspNetCore.Builder;

namespace AkkaCoded.Coordinator.Tests.Security;

/// <summary>On an address that other machines reach: nothing is answered without a certificate of
/// the cluster's authority, whatever is asked for.</summary>
public sealed class OffLoopbackSpec : IDisposable
{
    private static readonly string[] Paths =
    [
        "/", "/health/live", "/api/v1/cluster/join", "/control/v1", "/data/v1/presence/n/1",
        "/data/v1/jobs/job/epochs/1/parameters/0", "/nothing",
    ];

    private readonly Certificates _own = new();
    private readonly Certificates _other = new();

    public void Dispose()
    {
        _own.Dispose();
        _other.Dispose();
    }

    [NetworkFact]
    public async Task Nothing_must_be_answered_when_the_client_shows_no_certificate()
    {
        await using var server = await StartAsync();

        foreach (var path in Paths)
        {
            Assert.Equal("", await Stranger.AskAsync(At(server), path, null));
            Assert.Equal("", await Stranger.AskPlainlyAsync(At(server), path));
        }

        Assert.Equal(0, server.Refusals.Total);
    }

    [NetworkFact]
    public async Task Nothing_must_be_answered_when_the_certificate_is_not_right()
    {
        await using var server = await StartAsync();
        using var foreign = _other.Identity("w1=host2").Certificate;
        using var expired = _own.Odd(Both, DateTimeOffset.UtcNow.AddMinutes(-1));
        using var servers = _own.Odd(request => Purposes(request, "1.3.6.1.5.5.7.3.1"));
        using var own = Self("CN=w1");
        using var likeAuthority = Self(_own.Authority().Subject);

        foreach (var certificate in new[] { foreign, expired, servers, own, likeAuthority })
        {
            Assert.Equal("", await Stranger.AskAsync(At(server), "/health/live", certificate));
        }

        Assert.Equal(0, server.Refusals.Total);
    }

    [NetworkFact]
    public async Task Request_must_be_answered_when_the_certificate_is_right()
    {
        await using var server = await StartAsync();
        using var right = _own.Identity("w1=host2").Certificate;

        var answer = await Stranger.AskAsync(At(server), "/health/live", right);

        Assert.StartsWith("HTTP/1.1 200", answer);
        Assert.Contains("\r\nlive\r\n", answer);
    }

    [NetworkFact]
    public async Task Coordinator_must_be_refused_when_it_is_not_who_was_asked_for()
    {
        await using var elsewhere = await StartAsync("coordinator=host1");
        await using var expired = await StartAsync(Unchecked(
            _own.Odd(Both, DateTimeOffset.UtcNow.AddMinutes(-1))));
        await using var client = await StartAsync(Unchecked(
            _own.Odd(request => Purposes(request, "1.3.6.1.5.5.7.3.2"))));
        await using var foreign = await StartAsync(_other.Identity($"coordinator={Network.Own}"));

        foreach (var server in new[] { elsewhere, expired, client, foreign })
        {
            var identity = _own.Identity($"w{server.Address.Port}=a");
            var target = new DataPlaneTarget(server.Address, identity);
            using var worker = new HttpExchange(target);
            await Assert.ThrowsAsync<DataPlaneException>(async () =>
                await worker.GetParametersAsync(
                    new ParametersKey(DataPlane.Plane.Job, 1, 0), default));
        }
    }

    private static IPEndPoint At(DataPlaneServer server) =>
        new(Network.Own!, server.Address.Port);

    private static void Both(CertificateRequest request) =>
        Purposes(request, "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");

    private static void Purposes(CertificateRequest request, params string[] purposes)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(Network.Own!);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [.. purposes.Select(purpose => new Oid(purpose))], false));
    }

    /// <summary>Signed by itself, under whatever name.</summary>
    private static X509Certificate2 Self(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        Both(request);
        using var made = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private PlaneIdentity Unchecked(X509Certificate2 certificate) =>
        PlaneIdentity.Unchecked(certificate, _own.Authority());

    private Task<DataPlaneServer> StartAsync(string? naming = null) =>
        StartAsync(_own.Identity(naming ?? $"coordinator={Network.Own}"));

    private static Task<DataPlaneServer> StartAsync(PlaneIdentity identity) =>
        DataPlaneServer.StartAsync(
            new DataPlaneOptions
            {
                EndPoint = new IPEndPoint(Network.Own!, 0), Identity = identity,
            },
            routes => routes.MapGet("/health/live", () => "live"));
}
