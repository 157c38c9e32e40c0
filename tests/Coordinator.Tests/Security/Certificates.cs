using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AkkaCoded.Messages.Exchange;
using AkkaCoded.Messages.Security;

namespace AkkaCoded.Coordinator.Tests.Security;

/// <summary>A folder of certificates made for one test, as <c>cluster init</c> makes it.</summary>
internal sealed class Certificates : IDisposable
{
    private readonly CertificateKit _kit;

    public Certificates(TimeProvider? time = null)
    {
        Folder = Directory.CreateTempSubdirectory("akkacoded-certificates-").FullName;
        _kit = CertificateKit.Create(Folder, time ?? TimeProvider.System);
    }

    public string Folder { get; }

    /// <summary>Makes a node, <c>NAME=HOSTS</c>.</summary>
    /// <returns>Its folder.</returns>
    public string Node(string naming, int days = 30) =>
        _kit.Issue(NodeNaming.Parse(naming), days).Folder;

    public PlaneIdentity Identity(string naming) => CertificateFolder.Load(Node(naming));

    /// <summary>A certificate of this authority that lacks what a node's has.</summary>
    public X509Certificate2 Odd(Action<CertificateRequest> shape, DateTimeOffset? until = null)
    {
        var authority = X509Certificate2.CreateFromPem(
            File.ReadAllText(Path.Combine(Folder, CertificateNames.Authority)),
            File.ReadAllText(Path.Combine(Folder, CertificateNames.AuthorityKey)));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=odd", key, HashAlgorithmName.SHA256);
        shape(request);
        using var bare = request.Create(
            authority, new DateTimeOffset(authority.NotBefore),
            until ?? DateTimeOffset.UtcNow.AddDays(1), [1, 2, 3]);
        using var whole = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), null);
    }

    public X509Certificate2 Authority() => X509Certificate2.CreateFromPem(
        File.ReadAllText(Path.Combine(Folder, CertificateNames.Authority)));

    public void Dispose()
    {
        _kit.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
