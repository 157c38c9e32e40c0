using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Exchange;

namespace AkkaCoded.Messages.Security;

/// <summary>Reads a node's folder, and says what is wrong with it while somebody looks: a refused
/// handshake later on tells hardly more than that it was refused.</summary>
public static class CertificateFolder
{
    private const UnixFileMode Strangers =
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite;

    private static readonly string[] Purposes = ["1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"];

    /// <summary>Reads the folder of <c>coded.cluster.certificates</c>.</summary>
    /// <param name="folder">With ca.pem, node.pem and node.key; null: no TLS.</param>
    /// <param name="time">What counts as now; null: the system's clock.</param>
    /// <returns>Null where the folder is.</returns>
    /// <exception cref="InvalidInputException">CDL-0421, CDL-0762 to 0765: a file is missing or
    /// is none, out of date, does not belong to the others, or is open to strangers.</exception>
    public static PlaneIdentity? LoadIfNamed(string? folder, TimeProvider? time = null) =>
        folder is null ? null : Load(folder, time);

    /// <summary>As <see cref="LoadIfNamed"/>, for a folder that must be there.</summary>
    public static PlaneIdentity Load(string folder, TimeProvider? time = null)
    {
        var now = (time ?? TimeProvider.System).GetUtcNow();
        var authorityPath = Path.Combine(folder, CertificateNames.Authority);
        var nodePath = Path.Combine(folder, CertificateNames.Node);
        var keyPath = Path.Combine(folder, CertificateNames.NodeKey);
        var authority = Read(authorityPath, Certificate);
        RequireInDate(authorityPath, authority, now);
        using var bare = Read(nodePath, Certificate);
        RequireInDate(nodePath, bare, now);
        RequirePurposes(nodePath, bare);
        RequirePrivate(keyPath);
        using var key = Read(keyPath, Key);
        using var whole = Join(keyPath, bare, key);
        // Through a container, because some systems know no keys that live in memory only.
        var node = X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), null);
        return new PlaneIdentity(node, authority);
    }

    private static T Read<T>(string path, Func<string, T> parse)
    {
        try
        {
            return parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException
            or CryptographicException or ArgumentException)
        {
            throw new InvalidInputException(
                "CDL-0762", "certificates", path, "a PEM file of `./akkacoded cluster init`",
                $"Copy the node's folder here as it was made ({e.Message})");
        }
    }

    private static X509Certificate2 Certificate(string pem) => X509Certificate2.CreateFromPem(pem);

    private static ECDsa Key(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private static X509Certificate2 Join(string path, X509Certificate2 certificate, ECDsa key)
    {
        try
        {
            return certificate.CopyWithPrivateKey(key);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException
            or CryptographicException)
        {
            throw new InvalidInputException(
                "CDL-0764", "certificates", path, "the private key of node.pem beside it",
                "Copy the node's folder again, as a whole");
        }
    }

    private static void RequireInDate(
        string path, X509Certificate2 certificate, DateTimeOffset now)
    {
        if (now < certificate.NotBefore || now > certificate.NotAfter)
        {
            var (from, until) = (Text(certificate.NotBefore), Text(certificate.NotAfter));
            throw new InvalidInputException(
                "CDL-0763", "certificates", path, $"used from {from} to {until}",
                "Check the clock, or renew with `./akkacoded cluster init --add NAME=HOSTS "
                + "--replace` where ca.key is");
        }
    }

    private static void RequirePurposes(string path, X509Certificate2 certificate)
    {
        var found = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>())
            .Select(oid => oid.Value)
            .ToHashSet();
        if (!Purposes.All(found.Contains))
        {
            throw new InvalidInputException(
                "CDL-0421", "certificate", path, "a certificate for servers and clients",
                "Make the node's certificate anew with the authority that the cluster uses");
        }
    }

    /// <summary>A group may read: that is how containers are given files they do not own.
    /// </summary>
    private static void RequirePrivate(string path)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path)
            && (File.GetUnixFileMode(path) & Strangers) != 0)
        {
            throw new InvalidInputException(
                "CDL-0765", "certificates", path, "a private key that only its owner can read",
                $"chmod 600 {path}; make the node a new one if others were on this machine");
        }
    }

    private static string Text(DateTime time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
