using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace AkkaCoded.Messages.Security;

/// <summary>
/// The cluster's own authority: a key pair that signs certificates of nodes. Nothing but its
/// certificate is believed by the nodes, so whoever it signs is in.
/// </summary>
public sealed class CertificateAuthority : IDisposable
{
    /// <summary>Long enough that nodes, not the authority, are what has to be renewed.</summary>
    private const int YearsOfAuthority = 10;

    /// <summary>Clocks of the machines may differ by as much.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromHours(1);

    private static readonly OidCollection Purposes =
        [new("1.3.6.1.5.5.7.3.1"), new("1.3.6.1.5.5.7.3.2")];

    private readonly ECDsa _key;
    private readonly X509Certificate2 _root;
    private readonly TimeProvider _time;

    private CertificateAuthority(ECDsa key, X509Certificate2 root, TimeProvider time) =>
        (_key, _root, _time) = (key, root, time);

    /// <summary>When the authority itself goes out of date.</summary>
    public DateTimeOffset Until => new(_root.NotAfter);

    /// <summary>Its certificate as text.</summary>
    public string CertificatePem => _root.ExportCertificatePem();

    /// <summary>Its private key as text.</summary>
    public string KeyPem => _key.ExportPkcs8PrivateKeyPem();

    /// <summary>Makes a new one. Each has a name of its own, so that two are told apart where
    /// people see them.</summary>
    public static CertificateAuthority Create(TimeProvider time)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var request = new CertificateRequest(
            $"CN=AkkaCoded cluster {mark}", key, HashAlgorithmName.SHA256);
        var extensions = request.CertificateExtensions;
        extensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        extensions.Add(new X509KeyUsageExtension(
            X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        extensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = time.GetUtcNow();
        var root = request.CreateSelfSigned(now - Skew, now.AddYears(YearsOfAuthority));
        return new CertificateAuthority(key, root, time);
    }

    /// <summary>Reads one that was made earlier.</summary>
    /// <exception cref="CryptographicException">Not a certificate and its key.</exception>
    /// <exception cref="ArgumentException">Not PEM, or they do not belong together.</exception>
    public static CertificateAuthority Read(
        string certificatePem, string keyPem, TimeProvider time)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(keyPem);
            return new CertificateAuthority(
                key, X509Certificate2.CreateFromPem(certificatePem, keyPem), time);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Makes a node's certificate with a new key. It serves for both ends of a connection,
    /// because nodes call each other.</summary>
    /// <param name="node">Its name and hosts.</param>
    /// <param name="days">How long it is valid; never longer than the authority.</param>
    public X509Certificate2 Issue(NodeNaming node, int days)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(
            $"CN={node.Name}", key, HashAlgorithmName.SHA256);
        var extensions = request.CertificateExtensions;
        extensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        extensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        extensions.Add(new X509EnhancedKeyUsageExtension(Purposes, false));
        extensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        extensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_root, true, false));
        extensions.Add(NamesOf(node));
        var now = _time.GetUtcNow();
        var until = now.AddDays(days) < Until ? now.AddDays(days) : Until;
        using var bare = request.Create(_root, now - Skew, until, Serial());
        return bare.CopyWithPrivateKey(key);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }

    private static X509Extension NamesOf(NodeNaming node)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in node.Hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        return names.Build();
    }

    // Positive and without a leading zero, as DER wants it.
    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x3F) | 0x40);
        return serial;
    }
}
