using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Configuration;

namespace Akka.Remote;

/// <summary>What a dialling node shows and believes: where an authority is named, only that one's
/// certificates, for the host that is dialled.</summary>
internal static class ClientTls
{
    private static readonly Oid ServerUse = new("1.3.6.1.5.5.7.3.1");

    public static SocketsHttpHandler Handler(WebSocketSettings settings)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false };
        if (settings.IsSecure)
        {
            handler.SslOptions = Options(settings);
        }

        return handler;
    }

    private static SslClientAuthenticationOptions Options(WebSocketSettings settings)
    {
        var options = new SslClientAuthenticationOptions();
        if (settings.CertificatePath.Length > 0)
        {
            var own = Read(
                "akka.remote.dot-netty.tcp.ssl.certificate.path", settings.CertificatePath,
                path => Certificate(path, settings.CertificatePassword));
            options.ClientCertificates = [own];
            options.LocalCertificateSelectionCallback = (_, _, _, _, _) => own;
        }

        if (settings.Authority.Length > 0)
        {
            options.CertificateChainPolicy = Read(
                "akka.remote.websocket.authority", settings.Authority, Policy);
        }

        return options;
    }

    private static X509ChainPolicy Policy(string path)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // An authority of the cluster's own publishes no lists of what it revoked.
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.ImportFromPemFile(path);
        if (policy.CustomTrustStore.Count == 0)
        {
            throw new CryptographicException("there is no certificate in it");
        }

        policy.ApplicationPolicy.Add(ServerUse);
        return policy;
    }

    private static X509Certificate2 Certificate(string path, string password)
    {
        if (Path.GetExtension(path).ToLowerInvariant() is ".pfx" or ".p12")
        {
            return X509CertificateLoader.LoadPkcs12FromFile(path, password);
        }

        using var read = password.Length > 0
            ? X509Certificate2.CreateFromEncryptedPemFile(path, password)
            : X509Certificate2.CreateFromPemFile(path);
        // A key from PEM lives in memory only, which not every platform's TLS takes.
        return X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
    }

    private static T Read<T>(string key, string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is CryptographicException or IOException
            or UnauthorizedAccessException or ArgumentException)
        {
            throw new ConfigurationException($"{key} = {path}: {e.Message}", e);
        }
    }
}
