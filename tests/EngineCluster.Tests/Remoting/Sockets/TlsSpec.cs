using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using AkkaCoded.EngineCluster.Tests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace AkkaCoded.EngineCluster.Tests.Remoting.Sockets;

/// <summary>A worker that dials wss shows its certificate and believes only the cluster's own
/// authority.</summary>
public sealed class TlsSpec : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tls-spec").FullName;
    private readonly X509Certificate2 _authority = NewAuthority("authority");
    private readonly X509Certificate2 _server;

    public TlsSpec()
    {
        _server = Sign(_authority, "seed", "1.3.6.1.5.5.7.3.1");
        var worker = Sign(_authority, "worker", "1.3.6.1.5.5.7.3.2");
        File.WriteAllText(In("ca.pem"), _authority.ExportCertificatePem());
        File.WriteAllText(In("other.pem"), NewAuthority("other").ExportCertificatePem());
        File.WriteAllBytes(In("node.pfx"), worker.Export(X509ContentType.Pfx, "secret"));
        using var key = worker.GetECDsaPrivateKey()!;
        File.WriteAllText(
            In("node.pem"), worker.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
    }

    [Theory]
    [InlineData("node.pfx", "secret")]
    [InlineData("node.pem", "")]
    public async Task Worker_must_reach_the_seed_when_both_have_certificates(
        string file, string password)
    {
        await using var world = await StartAsync();
        var inbox = new Postbox(world.Seed, "inbox");
        var worker = world.StartWorker(
            $$"""
            akka.remote.dot-netty.tcp.enable-ssl = on
            akka.remote.dot-netty.tcp.ssl.certificate.path = "{{In(file)}}"
            akka.remote.dot-netty.tcp.ssl.certificate.password = "{{password}}"
            akka.remote.websocket.authority = "{{In("ca.pem")}}"
            """);
        worker.ActorSelection(RemoteWorld.PathOf(world.Seed, "inbox")).Tell("safe");
        Assert.Equal("safe", await inbox.NextAsync<string>());
        Assert.Equal("akka.ssl.tcp", RemoteWorld.AddressOf(worker).Protocol);
    }

    [Theory]
    [InlineData("node.pfx", "other.pem")]
    [InlineData("", "ca.pem")]
    public async Task Worker_must_stay_outside_when_one_of_them_believes_the_other_not(
        string certificate, string authority)
    {
        await using var world = await StartAsync();
        var path = certificate.Length > 0 ? In(certificate) : "";
        var worker = world.StartWorker(
            $$"""
            akka.remote.dot-netty.tcp.enable-ssl = on
            akka.remote.dot-netty.tcp.ssl.certificate.path = "{{path}}"
            akka.remote.dot-netty.tcp.ssl.certificate.password = secret
            akka.remote.websocket.authority = "{{In(authority)}}"
            akka.remote.websocket.heartbeat-interval = 200 ms
            akka.remote.websocket.silent-after = 400 ms
            akka.remote.websocket.give-up-after = 1500 ms
            """);
        var watcher = new Postbox(worker).Watch(
            ((ExtendedActorSystem)worker).Provider.ResolveActorRef(
                RemoteWorld.PathOf(world.Seed, "inbox")));
        Assert.True((await watcher.NextAsync<Terminated>()).AddressTerminated);
        Assert.Equal(0, world.Sockets.Accepted);
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private static X509Certificate2 NewAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(true, false, 0, true));
        var now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
    }

    private static X509Certificate2 Sign(X509Certificate2 authority, string name, string use)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = DateTimeOffset.UtcNow;
        using var signed = request.Create(
            authority, now.AddHours(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        using var whole = signed.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(
            whole.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.Exportable);
    }

    private string In(string file) => Path.Combine(_folder, file);

    private Task<RemoteWorld> StartAsync() =>
        RemoteWorld.StartAsync(
            config: "akka.remote.dot-netty.tcp.enable-ssl = on", secure: Secure);

    private void Secure(ListenOptions listen) =>
        listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificate = _server,
            ClientCertificateMode = ClientCertificateMode.RequireCertificate,
            OnAuthenticate = (_, options) => options.CertificateChainPolicy = Policy(),
            ClientCertificateValidation = (_, _, errors) => errors == SslPolicyErrors.None,
        });

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.Add(_authority);
        return policy;
    }
}
