using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AkkaCoded.Codes;
using AkkaCoded.Messages.Security;

namespace AkkaCoded.Coordinator.Tests.Security;

public sealed class CertificateFolderSpec : IDisposable
{
    private readonly Certificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    [Fact]
    public void Node_must_be_believed_by_its_authority_when_it_was_made()
    {
        var folder = _certificates.Node("w1=host2,10.0.0.6,fe80::1");

        var identity = CertificateFolder.Load(folder);

        Assert.True(identity.Certificate.HasPrivateKey);
        Assert.True(identity.IsPeer(identity.Certificate));
        var names = identity.Certificate.Extensions
            .OfType<X509SubjectAlternativeNameExtension>().Single();
        Assert.Equal(["host2"], names.EnumerateDnsNames());
        Assert.Equal(
            ["10.0.0.6", "fe80::1"], names.EnumerateIPAddresses().Select(one => one.ToString()));
        Assert.False(identity.Certificate.MatchesHostname("localhost"));
        Assert.Null(CertificateFolder.LoadIfNamed(null));
    }

    [Fact]
    public void Coordinator_must_be_reached_on_its_own_machine_when_hosts_are_named()
    {
        var certificate = _certificates.Identity("coordinator=host1").Certificate;

        Assert.All(
            ["host1", "localhost", "127.0.0.1"],
            host => Assert.True(certificate.MatchesHostname(host), host));
    }

    [Fact]
    public void Keys_must_be_for_their_owner_alone_when_they_are_written()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var node = _certificates.Node("w1=host2");

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        foreach (var path in new[]
        {
            Path.Combine(_certificates.Folder, "ca.key"), Path.Combine(node, "node.key"),
            Path.Combine(node, "node.pfx"),
        })
        {
            Assert.Equal(Owner, File.GetUnixFileMode(path));
        }

        Assert.DoesNotContain("ca.key", Directory.GetFiles(node).Select(Path.GetFileName));
    }

    [Fact]
    public void Container_must_open_without_a_password_when_remoting_reads_it()
    {
        var folder = _certificates.Node("w1=host2");

        var read = X509CertificateLoader.LoadPkcs12FromFile(
            Path.Combine(folder, CertificateNames.NodeContainer), "");

        Assert.True(read.HasPrivateKey);
        Assert.Equal(CertificateFolder.Load(folder).Certificate.Thumbprint, read.Thumbprint);
    }

    [Theory]
    [InlineData("ca.pem", "CDL-0762")]
    [InlineData("node.pem", "CDL-0762")]
    [InlineData("node.key", "CDL-0762")]
    public void File_must_be_named_when_it_is_missing_or_garbage(string name, string code)
    {
        var path = Path.Combine(_certificates.Node("w1=host2"), name);

        File.WriteAllText(path, "garbage");
        var garbage = Refused(path);
        File.Delete(path);
        var missing = Refused(path);

        Assert.Equal([code, code], [garbage.Code, missing.Code]);
        Assert.Equal(path, missing.Value);
    }

    [Fact]
    public void Key_must_be_refused_when_it_belongs_to_another_certificate()
    {
        var (one, other) = (_certificates.Node("w1=host2"), _certificates.Node("w2=host3"));
        File.Copy(Path.Combine(other, "node.key"), Path.Combine(one, "node.key"), true);

        Assert.Equal("CDL-0764", Refused(Path.Combine(one, "node.key")).Code);
    }

    [Fact]
    public void Certificate_must_be_refused_when_another_authority_made_it()
    {
        using var other = new Certificates();
        var folder = _certificates.Node("w1=host2");
        File.Copy(Path.Combine(other.Folder, "ca.pem"), Path.Combine(folder, "ca.pem"), true);

        Assert.Equal("CDL-0421", Refused(Path.Combine(folder, "ca.pem")).Code);
    }

    [Fact]
    public void Certificate_must_be_refused_when_it_is_out_of_date()
    {
        var folder = _certificates.Node("w1=host2", days: 30);
        var time = new ManualTime { Now = DateTimeOffset.UtcNow };

        time.Now += TimeSpan.FromDays(29);
        CertificateFolder.Load(folder, time);
        time.Now += TimeSpan.FromDays(2);
        var late = Assert.Throws<InvalidInputException>(
            () => CertificateFolder.Load(folder, time));
        time.Now -= TimeSpan.FromDays(40);
        var early = Assert.Throws<InvalidInputException>(
            () => CertificateFolder.Load(folder, time));

        Assert.Equal(["CDL-0763", "CDL-0763"], [late.Code, early.Code]);
    }

    [Fact]
    public void Certificate_must_be_refused_when_it_is_for_servers_only()
    {
        var folder = _certificates.Node("w1=host2");
        using var odd = _certificates.Odd(request => request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false)));
        File.WriteAllText(Path.Combine(folder, "node.pem"), odd.ExportCertificatePem());

        Assert.Equal("CDL-0421", Refused(Path.Combine(folder, "node.pem")).Code);
    }

    [Fact]
    public void Key_must_be_refused_when_strangers_can_read_it()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = _certificates.Node("w1=host2");
        var key = Path.Combine(folder, "node.key");
        File.SetUnixFileMode(key, File.GetUnixFileMode(key) | UnixFileMode.GroupRead);
        CertificateFolder.Load(folder);
        File.SetUnixFileMode(key, File.GetUnixFileMode(key) | UnixFileMode.OtherRead);

        Assert.Equal("CDL-0765", Refused(key).Code);
    }

    private static InvalidInputException Refused(string path) =>
        Assert.Throws<InvalidInputException>(
            () => CertificateFolder.Load(Path.GetDirectoryName(path)!));

    private sealed class ManualTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
