using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AkkaCoded.Codes;

namespace AkkaCoded.Messages.Security;

/// <summary>
/// The folder of <c>cluster init</c>: the authority, and beside it a folder for every node with all
/// that this node needs. Nothing that is there is overwritten unless asked for.
/// </summary>
public sealed class CertificateKit : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const UnixFileMode Everybody =
        OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _folder;
    private readonly CertificateAuthority _authority;

    private CertificateKit(string folder, CertificateAuthority authority) =>
        (_folder, _authority) = (folder, authority);

    /// <summary>Makes a new authority in a folder that has none.</summary>
    /// <exception cref="InvalidInputException">CDL-0760: there is one already.</exception>
    public static CertificateKit Create(string folder, TimeProvider time)
    {
        foreach (var name in new[] { CertificateNames.Authority, CertificateNames.AuthorityKey })
        {
            if (File.Exists(Path.Combine(folder, name)))
            {
                throw new InvalidInputException(
                    "CDL-0760", "folder", folder, "a folder without ca.pem and ca.key",
                    "Add nodes to the authority that is there with --add, or name another folder");
            }
        }

        Directory.CreateDirectory(folder);
        var authority = CertificateAuthority.Create(time);
        Write(folder, CertificateNames.AuthorityKey, OwnerOnly, authority.KeyPem);
        Write(folder, CertificateNames.Authority, Everybody, authority.CertificatePem);
        return new CertificateKit(folder, authority);
    }

    /// <summary>Opens what <see cref="Create"/> made.</summary>
    /// <exception cref="InvalidInputException">CDL-0760: no authority there.</exception>
    public static CertificateKit Open(string folder, TimeProvider time)
    {
        try
        {
            return new CertificateKit(folder, CertificateAuthority.Read(
                File.ReadAllText(Path.Combine(folder, CertificateNames.Authority)),
                File.ReadAllText(Path.Combine(folder, CertificateNames.AuthorityKey)),
                time));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException
            or CryptographicException or ArgumentException)
        {
            throw new InvalidInputException(
                "CDL-0760", "folder", folder, "a folder with the authority's ca.pem and ca.key",
                $"Name the folder that `cluster init` made ({e.Message})");
        }
    }

    /// <summary>Refuses nodes that have a folder already, before anything is made.</summary>
    /// <exception cref="InvalidInputException">CDL-0760, CDL-0761: there, or named twice.
    /// </exception>
    public static void RequireNew(
        string folder, IReadOnlyList<NodeNaming> nodes, bool mayReplace)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in nodes.Select(node => node.Name))
        {
            if (!names.Add(name))
            {
                throw new InvalidInputException(
                    "CDL-0761", "node", name, "each name once", "Give every node its own name");
            }

            if (!mayReplace && Directory.Exists(Path.Combine(folder, name)))
            {
                throw new InvalidInputException(
                    "CDL-0760", "folder", Path.Combine(folder, name), "a folder that is not there",
                    "Renew the node's certificate with --add and --replace");
            }
        }
    }

    /// <summary>Makes a node's folder: as a whole, or not at all.</summary>
    public IssuedNode Issue(NodeNaming node, int days)
    {
        using var certificate = _authority.Issue(node, days);
        var target = Path.Combine(_folder, node.Name);
        var draft = Path.Combine(_folder, $".{node.Name}.new");
        DeleteIfThere(draft);
        Directory.CreateDirectory(draft);
        using (var key = certificate.GetECDsaPrivateKey()!)
        {
            Write(draft, CertificateNames.NodeKey, OwnerOnly, key.ExportPkcs8PrivateKeyPem());
        }

        Write(draft, CertificateNames.Authority, Everybody, _authority.CertificatePem);
        Write(draft, CertificateNames.Node, Everybody, certificate.ExportCertificatePem());
        Write(
            draft, CertificateNames.NodeContainer, OwnerOnly,
            certificate.Export(X509ContentType.Pfx));
        DeleteIfThere(target);
        Directory.Move(draft, target);
        return new IssuedNode(
            node.Name, target, node.Hosts, new DateTimeOffset(certificate.NotAfter),
            certificate.Thumbprint);
    }

    /// <inheritdoc/>
    public void Dispose() => _authority.Dispose();

    private static void DeleteIfThere(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(string folder, string name, UnixFileMode mode, string text) =>
        Write(folder, name, mode, System.Text.Encoding.ASCII.GetBytes(text + "\n"));

    /// <summary>Private from the first moment: the mode is that of its creation.</summary>
    private static void Write(string folder, string name, UnixFileMode mode, byte[] content)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        using var stream = new FileStream(Path.Combine(folder, name), options);
        stream.Write(content);
    }
}
