using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AkkaCoded.Messages.Exchange;

namespace AkkaCoded.Coordinator.Tests.DataPlane;

/// <summary>An authority made for a test, and certificates of it.</summary>
internal sealed class Authority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;

    public Authority()
    {
        var request = new CertificateRequest("CN=authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _root = request.CreateSelfSigned(From, Until);
    }

    private static DateTimeOffset From => DateTimeOffset.UtcNow.AddDays(-1);

    private static DateTimeOffset Until => DateTimeOffset.UtcNow.AddDays(30);

    /// <summary>A node's identity, which believes an authority: this one, unless told.</summary>
    public PlaneIdentity Issue(string address = "127.0.0.1", Authority? believed = null) =>
        new(Certificate(address), (believed ?? this).Public());

    public X509Certificate2 Public() => X509CertificateLoader.LoadCertificate(
        _root.Export(X509ContentType.Cert));

    public X509Certificate2 Certificate(string address = "127.0.0.1")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], true));
        using var bare = request.Create(_root, From, Until.AddDays(-1), [1, 2, 3, 4]);
        using var whole = bare.CopyWithPrivateKey(key);
        // Through a container, because some systems know no keys that live in memory only.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), null);
    }

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }
}
